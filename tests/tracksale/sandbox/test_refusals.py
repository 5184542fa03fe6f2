"""What is refused, and how."""

import httpx
import pytest

from loaders.sandbox.people import people
from loaders.tracksale.sandbox import stand_in
from tests.tracksale.sandbox.account import ANA, SCORE, SECONDS, TAG, YEARS, Clock, Vendor

CUSTOMERS = [{"name": "A", "email": "a@example.org"}]
DATES = {"start_date": "2026-01-01", "end_date": "2026-03-10"}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v2/campaign/51/can-impact", {}, 400),
        ("/v2/campaign/51/can-impact", {"email": ANA, "phone": "0722100000"}, 400),
        ("/v2/campaign/99/can-impact", {"email": ANA}, 404),
        ("/v2/campaign/51/survey-links", {"customers": CUSTOMERS * 501}, 400),
        ("/v2/campaign/51/survey-links", {"customers": [{"tags": [{"name": "Colour"}]}]}, 400),
        ("/v2/campaign/51/dispatch", {"customers": CUSTOMERS * 501}, 400),
        ("/v2/campaign/51/dispatch", {"customers": []}, 400),
        ("/v2/campaign/51/dispatch", {"customers": CUSTOMERS[0]}, 400),
        ("/v2/campaign/51/dispatch", CUSTOMERS, 400),
        ("/v2/campaign/99/dispatch", {"customers": CUSTOMERS}, 404),
        ("/v2/campaign/51/dispatch/NONE", {"time": 0}, 404),
        ("/v2/answer", {"campaign_code": "51", "data": [SCORE]}, 400),
        ("/v2/answer", {"campaign_code": 51, "answers": [SCORE]}, 400),
        ("/v2/answer", {"campaign_code": "99", "answers": [SCORE]}, 404),
        ("/v2/answers", {"campaign_code": "51", "answers": [SCORE]}, 400),
        ("/v2/note", {"answer_id": 6805511}, 400),
        ("/v2/note", {"comment": "Called"}, 400),
        ("/v2/note", {"comment": "Called", "answer_id": 1}, 404),
        ("/v2/note", {"comment": "Called", "answer_id": "6805511"}, 400),
        ("/v2/note", {"comment": "Called", "filter": {"email": ANA}}, 400),
        ("/v2/note", {"comment": "Called", "filter": DATES}, 400),
        ("/v2/note", {"comment": "Called", "filter": [DATES | {"email": ANA}]}, 400),
        ("/v2/note", {"comment": "Called", "filter": DATES | {"email": "stranger@example.org"}}, 404),
        ("/v2/note", {"comment": "Called", "filter": DATES | {"email": ANA, "campaign_code": "52"}}, 404),
        ("/v2/fill-empty-tags", {"answer_id": 6805511, "tags": []}, 400),
        ("/v2/fill-empty-tags", {"answer_id": 6805511, "tags": [TAG] * 51}, 400),
        ("/v2/fill-empty-tags", {"tags": [TAG]}, 400),
        ("/v2/fill-empty-tags", {"customer": {}, "tags": [TAG]}, 400),
    ],
)
async def test_wrong_bodies_are_refused(vendor: Vendor, path: str, body: object, status: int) -> None:
    answer = await vendor.post(path, body)
    assert answer.status_code == status
    assert answer.json()["error"]


@pytest.mark.parametrize("times", [{"schedule_time": SECONDS - 1}, {"schedule_time": SECONDS * 1000}, {"finish_time": SECONDS}])
async def test_times_are_seconds_that_lie_ahead(vendor: Vendor, times: dict[str, int]) -> None:
    """Past times and milliseconds are refused in the one known error body, for a new lot as for a draft."""
    refused = await vendor.post("/v2/campaign/51/dispatch", {"customers": CUSTOMERS} | times)
    assert (refused.status_code, refused.json()) == (400, {"error": "Invalid Time"})
    assert (await vendor.get("/v2/campaign/51/draft-lot")).json() == {"lot": []}


async def test_a_draft_is_not_sent_in_the_past(vendor: Vendor) -> None:
    (lot,) = (await vendor.get("/v2/campaign/52/draft-lot")).json()["lot"]
    refused = await vendor.post(f"/v2/campaign/52/dispatch/{lot['code']}", {"time": SECONDS - 1})
    assert (refused.status_code, refused.json()) == (400, {"error": "Invalid Time"})
    assert (await vendor.post(f"/v2/campaign/52/dispatch/{lot['code']}", {})).status_code == 400


@pytest.mark.parametrize(
    ("content_type", "content", "status"),
    [
        ("application/x-www-form-urlencoded", b"email=a", 415),
        ("text/plain", b'{"email":"a@example.org"}', 415),
        ("application/json", b"{", 400),
        ("application/json; charset=utf-8", b'{"email":"a@example.org"}', 200),
    ],
)
async def test_bodies_are_json(vendor: Vendor, content_type: str, content: bytes, status: int) -> None:
    headers = {"content-type": content_type}
    answer = await vendor.http.post("/v2/campaign/51/can-impact", content=content, headers=headers)
    assert answer.status_code == status


async def test_two_stand_ins_share_nothing_and_agree(vendor: Vendor) -> None:
    """What is written in one isn't seen in another; both begin alike."""
    other = httpx.ASGITransport(stand_in(people(), Clock()))
    async with httpx.AsyncClient(transport=other, base_url="http://other", headers=vendor.http.headers) as http:
        assert (await http.get("/v2/report/answer", params=YEARS)).json() == await vendor.answers()
        await vendor.post("/v2/answer", {"campaign_code": "51", "answers": [SCORE]})
        assert len((await http.get("/v2/report/answer", params=YEARS)).json()) == len(await vendor.answers()) - 1
