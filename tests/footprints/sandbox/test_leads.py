"""Leads: created, listed, changed, rated, lost."""

from typing import Any

import pytest

from tests.footprints.sandbox.tenant import ANA, APP_KEY, Vendor


async def test_created_lead_shows_up_with_its_customer(vendor: Vendor) -> None:
    """In the profile at once, and in the lead list once it has location, category, offer and consultant."""
    (offer, *_) = await vendor.ask("GET", "/api/offer")
    (location, *_) = await vendor.ask("GET", "/api/location")
    (consultant, *_) = await vendor.ask("GET", "/api/business-users")
    bare = {**ANA, "userFirstName": "Ana", "createdAt": "2026-03-09 08:00:00", "timezone": "America/Los_Angeles"}
    references = {
        "offerId": offer["_id"],
        "offerCategoryId": offer["offerCategory"]["_id"],
        "locationId": location["_id"],
        "consultantId": consultant["_id"],
    }

    lonely = await vendor.ask("POST", "/api/lead", data={**bare, "nps": "0", "tags[0]": "a", "tags[1]": "b"})
    complete = await vendor.ask("POST", "/api/lead", data={**bare, **references})

    held = {lead["_id"]: lead for lead in await vendor.leads()}
    assert len(held) == 6
    assert held[lonely["_id"]]["createdAt"] == "2026-03-09T15:00:00.000Z"
    assert (held[lonely["_id"]]["nps"], held[lonely["_id"]]["tags"]) == (0, ["a", "b"])
    assert held[complete["_id"]]["status"] == "lead"
    window = {"startDate": "2026-03-09", "endDate": "2026-03-09", "pageSize": "100"}
    rows = {row["_id"]: row for row in await vendor.ask("GET", "/api/lead", params=window)}
    assert lonely["_id"] not in rows
    assert rows[complete["_id"]]["offer"] == {"_id": offer["_id"], "name": offer["name"], "price": offer["price"]}
    assert rows[complete["_id"]]["consultant"]["_id"] == consultant["_id"]


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"json": {"userFirstName": "Ana"}}, 415),
        ({"data": {"undeclared": "x"}}, 400),
        ({"data": {**ANA, "nps": "11"}}, 400),
        ({"data": {**ANA, "offerId": "unknown"}}, 400),
        ({"data": {**ANA, "createdAt": "2026-03-09T08:00:00Z"}}, 400),
        ({"data": {**ANA, "timezone": "Mars/Olympus"}}, 400),
        ({"data": {**ANA, "tags": '["a"]'}}, 400),
    ],
)
async def test_wrong_leads_are_refused(vendor: Vendor, options: dict[str, Any], status: int) -> None:
    """No form, no known field, or a value outside its table."""
    await vendor.ask("POST", "/api/lead", status=status, **options)


async def test_a_stranger_gets_a_profile_with_the_first_lead(vendor: Vendor) -> None:
    """The lead's contact fields become the profile's."""
    pair = {"userEmail": "new@example.com", "userPhone": "0744000000"}
    created = await vendor.ask("POST", "/api/lead", data={**pair, "userFirstName": "Noua"})

    profile = await vendor.ask("GET", "/api/client", params=pair)
    assert profile["userFirstName"] == "Noua"
    assert [lead["_id"] for lead in profile["leads"]] == [created["_id"]]


async def test_lead_list_is_paged_without_totals(vendor: Vendor) -> None:
    """Ten rows unless asked otherwise, newest first, all complete, and an empty array past the end."""
    first = await vendor.ask("GET", "/api/lead")
    everything = await vendor.ask("GET", "/api/lead", params={"pageSize": "10000"})

    assert len(first) == 10
    assert [row["createdAt"] for row in everything] == sorted((row["createdAt"] for row in everything), reverse=True)
    assert all({"offerId", "offer", "consultant", "locationId", "offerCategoryId"} <= set(row) for row in everything)
    assert all(isinstance(row["offerCategory"], str) and isinstance(row["userIncome"], str) for row in everything)
    assert {type(row["offer"]["price"]) for row in everything} == {int, str}
    assert await vendor.ask("GET", "/api/lead", params={"page": "9999"}) == []
    by_application = await vendor.ask("GET", "/api/lead", params={"appKey": APP_KEY, "pageSize": "10000"})
    assert 0 < len(by_application) < len(everything)
    await vendor.ask("GET", "/api/lead", params={"startDate": "01.01.2026"}, status=400)
    await vendor.ask("GET", "/api/lead", params={"page": "0"}, status=400)


async def test_updated_lead_answers_flat_with_naive_stamps(vendor: Vendor) -> None:
    """Ids where the list has objects, and Romanian time; a customer has a contract."""
    (lead, *_) = await vendor.leads()
    (sku, *_) = await vendor.ask("GET", "/api/sku")
    form = {"status": "customer", "skuId": sku["_id"], "contractNumber": "17", "contractValue": "99.5"}

    flat = await vendor.ask("PUT", f"/api/lead/{lead['_id']}", data=form)

    assert flat["updatedAt"] == "2026-03-10 14:30:15"
    assert flat["skuId"] == sku["_id"]
    assert flat["contractId"]
    assert flat["assignedBefore"] in (0, 1)
    assert not {"offer", "sku", "consultant"} & set(flat)
    held = next(each for each in await vendor.leads() if each["_id"] == lead["_id"])
    assert (held["status"], held["history"][-1]["status"]) == ("customer", "customer")
    assert held["timestampStatusChange"] == "2026-03-10T12:30:15.250Z"


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("", {"status": "won"}, 400),
        ("", {"status": ""}, 400),
        ("", {"skuId": "unknown"}, 400),
        ("", {"channelId": "unknown"}, 400),
        ("", {"status": "lead", "contractNumber": "17"}, 400),
        ("", {"nothing": "known"}, 400),
        ("/nps", {"nps": "0"}, 400),
        ("/nps", {"nps": "ten"}, 400),
        ("/nps", {"comment": "no score"}, 400),
        ("/leadLost", {"reasonLost": "bored"}, 400),
        ("/leadLost", {"comment": "no reason"}, 400),
        ("/receipts", {"x": "y"}, 400),
        ("/contracts", {"documents": "text"}, 415),
    ],
)
async def test_wrong_lead_changes_are_refused(vendor: Vendor, path: str, form: dict[str, str], status: int) -> None:
    """And nobody's lead is a 404, whatever the change."""
    (lead, *_) = await vendor.leads()

    await vendor.ask("PUT", f"/api/lead/{lead['_id']}{path}", data=form, status=status)
    if path in ("", "/nps", "/leadLost"):
        await vendor.ask("PUT", f"/api/lead/unknown{path}", data=form, status=404)


@pytest.mark.parametrize("name", ["comment", "comment "])
async def test_rated_and_lost_leads_are_read_back(vendor: Vendor, name: str) -> None:
    """The samples' trailing blank in `comment` is taken, too; comments are ids."""
    (lead, *_) = await vendor.leads()

    assert await vendor.ask("PUT", f"/api/lead/{lead['_id']}/nps", data={"nps": "9", name: "good"}) == {"status": "success"}
    lost = await vendor.ask("PUT", f"/api/lead/{lead['_id']}/leadLost", data={"reasonLost": "need", name: "no"})

    held = next(each for each in await vendor.leads() if each["_id"] == lead["_id"])
    assert (held["status"], held["nps"], held["reasonLost"]) == ("lost", 9, "need")
    assert held["comments"][1] == lost["comments"]
