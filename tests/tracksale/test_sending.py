"""Links, dispatches and lots over a real socket: what is sent, held against the documentation, and what the next read sees."""

import msgspec

from tests.tracksale.conftest import Desk, body
from tests.tracksale.documents import ANA, DISCARD, DISPATCH, LINKS, SEND, sent

DRAFTS = "{ survey(code: 52) { draftLots { code recipientCount } } }"


async def test_create_survey_links(desk: Desk) -> None:
    """A link per customer; the body is the documentation's."""
    customer = {
        "name": "Customer Name", "email": "customer@example.com", "phone": "0722 100 000",
        "tags": [{"name": "Tag name", "value": "Tag value"}, {"name": "Tag name 2", "value": "Tag value"}],
    }  # fmt: skip
    made = await desk.data(LINKS, i={"survey": "51", "customers": [customer]})

    assert sent(desk, "POST /v2/campaign/51/survey-links") == body("links")
    (link,) = made["createSurveyLinks"]["links"]
    assert link["url"].startswith("https://tracksale.co/s/")
    assert link["email"] == "customer@example.com"


async def test_dispatch_survey_at_a_time(desk: Desk) -> None:
    """Sent as documented, times in Unix seconds; the next read of lots sees it."""
    lots = "{ survey(code: 51) { dispatches(first: 1) { nodes { code recipients { email } } } } }"
    before = await desk.data(lots)
    tags = [{"name": "TagExample", "value": "TagExample"}, {"name": "TagExample2", "value": "TagExample"}]
    customer = {
        "name": "Customers_name",
        "email": "customers@example.com",
        "phone": "+40722100000",
        "tags": tags,
    }
    made = await desk.data(
        DISPATCH,
        i={"survey": "51", "customers": [customer], "scheduleAt": "2026-11-22T12:00:00Z", "finishAt": "2026-11-23T12:00:00Z"},
    )

    assert sent(desk, "POST /v2/campaign/51/dispatch", (("getNotInserted", "1"),)) == body("dispatch", finish_time=1795435200)
    assert made["dispatchSurvey"]["dispatch"]["message"] == "Dispatch executed!"
    assert made["dispatchSurvey"]["dispatch"]["counts"] == {"inserted": 1, "duplicated": 0, "invalid": 0}
    after = await desk.data(lots)
    assert after != before
    assert after["survey"]["dispatches"]["nodes"][0]["recipients"] == [{"email": "customers@example.com"}]


async def test_dispatch_survey_to_a_draft_lot(desk: Desk) -> None:
    """Without a time customers gather in the draft lot; who can't be reached or is there already is named."""
    assert (await desk.data(DRAFTS))["survey"]["draftLots"][0]["recipientCount"] == 2
    rows = [
        {"name": "A", "phone": "+40722999001"},
        {"name": "B", "phone": "0722999001"},
        {"name": "C", "email": "c@example.com"},
    ]
    made = (await desk.data(DISPATCH, i={"survey": "52", "customers": rows}))["dispatchSurvey"]["dispatch"]

    assert "schedule_time" not in msgspec.json.decode(desk.last().body)
    assert made["counts"] == {"inserted": 1, "duplicated": 1, "invalid": 1}
    assert made["duplicated"] == [{"name": "B", "email": None}]
    assert made["invalid"] == [{"name": "C", "reason": "Invalid or empty main channel"}]
    assert (await desk.data(DRAFTS))["survey"]["draftLots"] == [{"code": made["lotCode"], "recipientCount": 3}]


async def test_customers_may_be_named_by_a_key(desk: Desk) -> None:
    """What the vendor needs is taken from who knows them; own fields win, and an unknown person is refused before anything is sent."""
    rows = [{"customer": {"email": ANA.upper()}, "name": "Ana"}, {"customer": {"email": "nobody.at.all@example.com"}}]
    refused = (await desk.data(LINKS, i={"survey": "51", "customers": rows}))["createSurveyLinks"]
    assert refused["links"] is None
    assert [(error["code"], error["path"]) for error in refused["userErrors"]] == [
        ("UNKNOWN_CUSTOMER", ["input", "customers", "1", "customer"])
    ]
    assert not desk.house.hits("POST .*")

    await desk.data(LINKS, i={"survey": "51", "customers": rows[:1]})
    body = msgspec.json.decode(desk.last().body)
    assert body["customers"][0] | {"identification": ""} == {
        "name": "Ana",
        "email": ANA,
        "phone": "+40722100000",
        "identification": "",
    }


async def test_send_draft_lot(desk: Desk) -> None:
    """Now is 0 on the wire; the lot is a draft no longer."""
    lot = (await desk.data(DRAFTS))["survey"]["draftLots"][0]["code"]
    made = await desk.data(SEND, i={"survey": "52", "lot": lot})

    assert sent(desk, f"POST /v2/campaign/52/dispatch/{lot}") == {"time": 0}
    assert made["sendDraftLot"]["sending"] == {"message": "Dispatch executed!", "recipientCount": 2}
    assert (await desk.data(DRAFTS))["survey"]["draftLots"] == []

    again = await desk.data(SEND, i={"survey": "52", "lot": lot, "at": "2026-11-22T12:00:00Z"})
    assert sent(desk, f"POST /v2/campaign/52/dispatch/{lot}") == {"time": 1795348800}
    assert again["sendDraftLot"]["userErrors"] == [{"code": "REJECTED", "message": "Lot not found", "path": None}]


async def test_discard_draft_lot(desk: Desk) -> None:
    """No body is sent; the next read doesn't see the lot."""
    lot = (await desk.data(DRAFTS))["survey"]["draftLots"][0]["code"]
    dropped = await desk.data(DISCARD, i={"survey": "52", "lot": lot})

    call = desk.last()
    assert (call.method, call.path, call.body) == ("POST", f"/v2/campaign/52/discard-lot/{lot}", b"")
    assert dropped["discardDraftLot"] == {"discarded": True, "userErrors": []}
    assert (await desk.data(DRAFTS))["survey"]["draftLots"] == []
