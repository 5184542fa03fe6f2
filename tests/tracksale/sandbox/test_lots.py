"""Whom a survey may reach, and the lots in which it goes out."""

import re
from datetime import timedelta

import pytest

from tests.tracksale.sandbox.account import ANA, NOW, SECONDS, TAG, Vendor


@pytest.mark.parametrize(
    ("handle", "code", "can_impact"),
    [
        ({"email": ANA}, "51", False),
        ({"email": ANA.upper()}, "51", False),
        ({"phone": "0722 100 000"}, "51", False),
        ({"email": ANA}, "53", True),
        ({"email": "stranger@example.org"}, "51", True),
    ],
)
async def test_the_90_days_rule(vendor: Vendor, handle: dict[str, str], code: str, *, can_impact: bool) -> None:
    """Whoever got the campaign in the last 90 days isn't asked again."""
    assert (await vendor.post(f"/v2/campaign/{code}/can-impact", handle)).json() == {"can_impact": can_impact}


async def test_a_dispatch_starts_the_quarantine(vendor: Vendor) -> None:
    customer = {"name": "New", "email": "new@example.org"}
    sent = await vendor.post("/v2/campaign/51/dispatch", {"customers": [customer], "schedule_time": SECONDS})
    assert sent.json()["msg"] == "Dispatch executed!"
    for days, can_impact in ((0, False), (89, False), (90, True)):
        vendor.clock.now = NOW + timedelta(days=days)
        answer = await vendor.post("/v2/campaign/51/can-impact", {"email": "new@example.org"})
        assert answer.json() == {"can_impact": can_impact}


async def test_survey_links_keep_the_customers(vendor: Vendor) -> None:
    """Each customer comes back as sent, with a link of their own that stays the same."""
    customers = [{"name": "A", "email": "a@example.org", "tags": [TAG]}, {"name": "B", "phone": "0722000111"}]
    linked = (await vendor.post("/v2/campaign/51/survey-links", {"customers": customers})).json()["customers"]
    assert [{name: row[name] for name in row if name != "survey_link"} for row in linked] == customers
    assert all(re.fullmatch(r"https://tracksale\.co/s/[0-9a-z]+", row["survey_link"]) for row in linked)
    assert linked[0]["survey_link"] != linked[1]["survey_link"]
    assert (await vendor.post("/v2/campaign/51/survey-links", {"customers": customers})).json()["customers"] == linked


async def test_a_draft_lot_gathers_customers_until_it_is_sent(vendor: Vendor) -> None:
    """Later calls add to the same lot, and leave out duplicates and customers without the main channel."""
    one, two = {"name": "A", "email": "a@example.org"}, {"name": "B", "email": "b@example.org"}
    first = (await vendor.post("/v2/campaign/51/dispatch", {"customers": [one]})).json()
    assert first == {
        "msg": "Customers have been successfully added!",
        "dispatch_code": first["dispatch_code"],
        "status": {"duplicated": 0, "invalid": 0, "inserted": 1},
        "campaign": {"name": "Store visit", "cod": 51},
    }
    more = {"customers": [one, two, {"name": "C", "phone": "0722000111"}]}
    second = (await vendor.post("/v2/campaign/51/dispatch", more, getNotInserted="1")).json()
    assert second["dispatch_code"] == first["dispatch_code"]
    assert second["status"] == {"duplicated": 1, "invalid": 1, "inserted": 1}
    assert second["duplicated_customers"] == [one]
    assert second["invalid_customers"] == [{"name": "C", "reason": "Invalid or empty main channel"}]
    drafts = (await vendor.get("/v2/campaign/51/draft-lot")).json()
    assert drafts == {"lot": [{"code": first["dispatch_code"], "create_time": str(SECONDS), "total_dispatches": "2"}]}

    path = f"/v2/campaign/51/dispatch/{first['dispatch_code']}"
    assert (await vendor.post(path, {"time": 0})).json() == {"msg": "Dispatch executed!", "customers": "2"}
    assert (await vendor.get("/v2/campaign/51/draft-lot")).json() == {"lot": []}
    assert (await vendor.post(path, {"time": 0})).status_code == 404
    lots = (await vendor.get("/v2/report/dispatch", codes="51")).json()
    assert [row["email"] for row in lots[0]["customers"]] == ["a@example.org", "b@example.org"]
    third = (await vendor.post("/v2/campaign/51/dispatch", {"customers": [one]})).json()
    assert third["dispatch_code"] != first["dispatch_code"]


async def test_a_scheduled_lot_waits_for_its_time(vendor: Vendor) -> None:
    body = {"customers": [{"email": "a@example.org"}], "schedule_time": SECONDS + 3600, "finish_time": SECONDS + 86400}
    code = (await vendor.post("/v2/campaign/51/dispatch", body)).json()["dispatch_code"]
    for hours, status in ((0, "Agendado"), (1, "Enviado")):
        vendor.clock.now = NOW + timedelta(hours=hours)
        rows = (await vendor.get("/dispatch", codes="51")).json()["data"]
        assert next(row["lot"]["status"] for row in rows if row["lot"]["dispatch_code"] == code) == status


async def test_a_discarded_lot_is_gone(vendor: Vendor) -> None:
    """Campaign 52 has a draft lot from the beginning; it belongs to no other campaign."""
    (lot,) = (await vendor.get("/v2/campaign/52/draft-lot")).json()["lot"]
    assert lot["total_dispatches"] == "2"
    assert (await vendor.http.post(f"/v2/campaign/51/discard-lot/{lot['code']}")).status_code == 404
    assert (await vendor.http.post(f"/v2/campaign/52/discard-lot/{lot['code']}")).json() == {"success": True}
    assert (await vendor.http.post(f"/v2/campaign/52/discard-lot/{lot['code']}")).status_code == 404
    assert (await vendor.get("/v2/campaign/52/draft-lot")).json() == {"lot": []}


async def test_limited_dispatches_run_out(vendor: Vendor) -> None:
    """Campaign 53 sends 600 a day; what exceeds it is refused whole."""

    async def send(first: int, count: int) -> int:
        customers = [{"email": f"c{number}@example.org"} for number in range(first, first + count)]
        body = {"customers": customers, "schedule_time": SECONDS}
        return (await vendor.post("/v2/campaign/53/dispatch", body)).status_code

    assert [await send(0, 500), await send(500, 101), await send(500, 60)] == [200, 400, 200]
    (row,) = (await vendor.get("/v2/campaign/53", dispatch_limits="1")).json()
    assert row["dispatch_limits"]["daily"] == {"limit": 600, "remaining": 40}
    assert row["dispatch_limits"]["monthly"]["remaining"] == 5000 - 560
