"""Mistakes, refusals, lost answers and repetitions."""

import pytest

from resolvers import ids
from tests.tracksale.conftest import Desk
from tests.tracksale.documents import ANSWERS, DISCARD, DISPATCH, LINKS, NOTE, SCORES, SEND, TAGS


@pytest.mark.parametrize(
    ("document", "given", "paths"),
    [
        (LINKS, {"survey": "?", "customers": []}, ["survey", "customers"]),
        (LINKS, {"survey": "51", "customers": [{"name": "A"}] * 501}, ["customers", *(f"customers.{n}" for n in range(500))]),
        (
            DISPATCH,
            {
                "survey": "51",
                "customers": [{"email": "no", "phone": "12", "tags": [{"name": " ", "value": ""}]}, {"customer": {"email": "no"}}],
                "scheduleAt": "2026-11-20T12:00:00Z",
                "finishAt": "2026-11-19T12:00:00Z",
            },
            [
                "customers.0.email", "customers.0.phone", "customers.0.tags.0.name", "customers.0.tags.0.value", "customers.1",
                "customers.1.customer", "finishAt", "finishAt", "scheduleAt",
            ],
        ),
        (SEND, {"survey": "52", "lot": "../x", "at": "2020-01-01T00:00:00Z"}, ["at", "lot"]),
        (DISCARD, {"survey": "a b", "lot": ""}, ["lot", "survey"]),
        (
            SCORES,
            {"survey": "51", "answers": [{"email": "a@example.com", "score": 11, "answeredAt": "2027-01-01T00:00:00Z"}]},
            ["answers.0.answeredAt", "answers.0.name", "answers.0.score"],
        ),
        (
            ANSWERS,
            {
                "survey": "53",
                "answers": [
                    {"name": "A", "email": "a@example.com", "answers": [
                        {"questionId": "x", "score": 1, "option": "y"}, {"questionId": "9" * 5_000},
                        {"questionId": "1", "comment": "c", "justification": "j"},
                    ]},
                    {"name": "B", "email": "b@example.com", "answers": []},
                ],
            },
            ["answers.0.answers.0", "answers.0.answers.0.questionId", "answers.0.answers.1",
             "answers.0.answers.1.questionId", "answers.0.answers.2.justification",
             "answers.1.answers"],
        ),
        (NOTE, {"comment": " ", "from": "2026-01-01", "survey": "51"}, ["", "comment", "from"]),
        (NOTE, {"comment": "x", "answer": "nine", "survey": "51"}, ["answer", "survey"]),
        (NOTE, {"comment": "x", "answer": "9" * 5_000}, ["answer"]),
        (NOTE, {"comment": "x", "answer": ids.encode("SurveyAnswer", "²", "1")}, ["answer"]),
        (TAGS, {"tags": [{"name": "n", "value": "v"}] * 51, "answer": "1"}, ["tags"]),
        (TAGS, {"tags": [], "customer": {"email": "nobody.at.all@example.com"}}, ["tags"]),
        (TAGS, {"tags": [{"name": "n", "value": "v"}], "customer": {"email": "nobody.at.all@example.com"}}, ["customer"]),
    ],
)  # fmt: skip
async def test_mistakes_are_told_at_once_and_nothing_is_sent(
    desk: Desk, document: str, given: dict[str, object], paths: list[str]
) -> None:
    """Each with its path from `input` on."""
    ((payload),) = (await desk.data(document, i=given)).values()

    told = sorted(".".join(error["path"][1:]) for error in payload["userErrors"])
    assert told == sorted(paths)
    assert not desk.house.hits("POST .*")


async def test_what_the_vendor_refuses_is_a_user_error(desk: Desk) -> None:
    """In the vendor's words."""
    refused = await desk.data(LINKS, i={"survey": "99", "customers": [{"email": "a@example.com"}]})

    assert refused["createSurveyLinks"] == {
        "links": None, "userErrors": [{"code": "REJECTED", "message": "Campaign not found", "path": None}],
    }  # fmt: skip


async def test_a_lost_answer_is_an_unknown_outcome_and_the_key_sends_nothing_twice(desk: Desk) -> None:
    """The request was made once, the error says how to find out, and the same key again makes no call."""
    row = {"name": "A", "email": "a@example.com", "score": 9}
    given = {"survey": "51", "answers": [row], "idempotencyKey": "key-1"}
    desk.house.fault("half body", only=lambda method, path: path == "/v2/answer")
    lost = [await desk.query(SCORES, i=given) for _ in range(2)]
    desk.house.fault(None)

    assert [answer.errors[0]["extensions"]["code"] for answer in lost] == ["OUTCOME_UNKNOWN"] * 2  # type: ignore[index]  # JSON
    assert "`answers`" in str(lost[0].errors[0]["message"])
    assert desk.house.hits("POST /v2/answer") == 1


async def test_the_same_key_gives_the_first_outcome(desk: Desk) -> None:
    """Without a call; with another input it is refused."""
    given = {"survey": "51", "answers": [{"name": "A", "email": "a@example.com", "score": 9}], "idempotencyKey": "key-2"}
    first = await desk.data(SCORES, i=given)

    assert await desk.data(SCORES, i=given) == first
    other = await desk.data(SCORES, i={**given, "survey": "53"})
    assert other["recordSurveyScores"]["userErrors"][0]["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert desk.house.hits("POST /v2/answer") == 1
