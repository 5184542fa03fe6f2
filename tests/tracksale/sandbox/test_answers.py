"""Answers, notes and tags that are written and read back."""

from datetime import timedelta

import pytest

from tests.tracksale.sandbox.account import ANA, SCORE, SECONDS, TAG, Vendor


async def test_recorded_scores_are_reported(vendor: Vendor) -> None:
    """Wrong rows count as invalid, the others are in the report at once; ids are shown on demand."""
    wrong: list[dict[str, object]] = [
        SCORE | {"score": 11},
        SCORE | {"score": "9"},
        SCORE | {"name": ""},
        SCORE | {"email": None, "phone": "0722000111"},
        SCORE | {"create_time": SECONDS * 1000},
        SCORE | {"tags": [{"name": "Colour"}]},
    ]
    body = {"campaign_code": "51", "answers": [SCORE, *wrong]}
    answer = (await vendor.post("/v2/answer", body)).json()
    assert answer == {"msg": "1 Answer inserted", "status": {"invalid": 6, "inserted": 1}}
    shown = (await vendor.post("/v2/answer", body, return_answer_id="1")).json()["answers"]
    assert [row["email"] for row in shown] == ["new@example.org"]

    row = await vendor.answer(shown[0]["answer_id"], tags="true")
    assert (row["nps_answer"], row["nps_comment"], row["time"], row["tags"]) == (9, "Good", SECONDS, [TAG])
    assert (row["campaign_code"], row["type"]) == (51, "Email")


def survey(*replies: tuple[int, dict[str, object]]) -> dict[str, object]:
    return {
        "name": "New",
        "email": "new@example.org",
        "identification": "C7",
        "answers": [{"question_id": 5300 + number, **reply} for number, reply in replies],
    }


NPS: tuple[int, dict[str, object]] = (1, {"score": 10, "justification": "Great"})
REVIEW: tuple[int, dict[str, object]] = (2, {"score": "4"})
CHOICE: tuple[int, dict[str, object]] = (3, {"option": "Price"})
OPEN: tuple[int, dict[str, object]] = (4, {"comment": "Nothing"})
SECOND: tuple[int, dict[str, object]] = (5, {"score": 0})
CSAT: tuple[int, dict[str, object]] = (6, {"score": 5})


@pytest.mark.parametrize(
    ("row", "is_valid"),
    [
        (survey(NPS, REVIEW, CHOICE, OPEN, SECOND, CSAT), True),
        (survey(NPS, REVIEW, OPEN, SECOND, CSAT), True),
        (survey(NPS, REVIEW, (3, {}), OPEN, SECOND, CSAT), True),
        (survey(REVIEW, NPS, CHOICE, OPEN, SECOND, CSAT), False),
        (survey(NPS, REVIEW, CHOICE, SECOND, CSAT), False),
        (survey(NPS, REVIEW, CHOICE, OPEN, SECOND, CSAT, CSAT), False),
        (survey(NPS, REVIEW, CHOICE, (4, {"score": 3}), SECOND, CSAT), False),
        (survey(NPS, REVIEW, CHOICE, OPEN, SECOND, (6, {"score": 6})), False),
        (survey(), False),
    ],
)
async def test_recorded_surveys_follow_the_campaigns_order(vendor: Vendor, row: dict[str, object], *, is_valid: bool) -> None:
    """Replies come in the order of the questions, only the optional one may be left out; ids are always shown."""
    answer = (await vendor.post("/v2/answers", {"campaign_code": "53", "data": [row]})).json()
    assert answer["status"] == {"invalid": int(not is_valid), "inserted": int(is_valid)}
    assert len(answer["answers"]) == int(is_valid)
    if is_valid:
        shown = await vendor.answer(answer["answers"][0]["answer_id"], review="1", open_question="1")
        assert (shown["nps_answer"], shown["nps_comment"], shown["identification"]) == (10, "Great", "C7")
        assert [reply["score"] for reply in shown["review"]] == [4]  # type: ignore[attr-defined]  # JSON
        assert [reply["comment"] for reply in shown["open_question"]] == ["Nothing"]  # type: ignore[attr-defined]  # JSON


async def test_a_note_finds_its_answer(vendor: Vendor) -> None:
    """By id, or the newest of the filter; it is seen in `update_time`."""
    newest = next(row for row in await vendor.answers() if row["email"] == ANA)
    vendor.clock.now += timedelta(minutes=1)
    body = {"comment": "Called", "filter": {"phone": "0722100000", "start_date": "2026-01-01", "end_date": "2026-03-10"}}
    assert (await vendor.post("/v2/note", body)).json() == {"msg": "Success", "answer_id": newest["id"]}
    assert (await vendor.answer(newest["id"], return_update_time="true"))["update_time"] == SECONDS + 60
    by_id = await vendor.post("/v2/note", {"comment": "Again", "answer_id": newest["id"]})
    assert by_id.json()["answer_id"] == newest["id"]


async def test_only_empty_tags_are_filled(vendor: Vendor) -> None:
    """An empty tag gets its value, an absent one is added, a filled one stays; the campaign's code is optional."""
    newest = next(row for row in await vendor.answers() if row["email"] == ANA)
    tags = [{"name": "City", "value": "Elsewhere"}, {"name": "Branch", "value": "North"}, TAG]
    filled = await vendor.post("/v2/fill-empty-tags", {"customer": {"email": ANA}, "tags": tags})
    assert filled.json() == {"answer_id": newest["id"], "msg": "Request received successfully!"}
    shown = (await vendor.answer(newest["id"], tags="true"))["tags"]
    assert shown == [{"name": "City", "value": "București"}, tags[1], TAG]
