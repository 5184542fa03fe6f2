"""Leads, their actions, and the organization's lists, over a real socket."""

from datetime import datetime, timedelta

import pytest

from resolvers import ids
from tests.footprints.conftest import PERSON, Desk, Json, at, codes


async def test_leads_of_a_window(desk: Desk) -> None:
    """Pages of five hundred until one is short, from a day before to tomorrow; whose a lead is costs nothing more. Docs: "Get Leads"."""
    document = """{ leads(from: "2025-01-01", to: "2026-12-31", first: 100) {
      nodes { id createdAt offer { name price } sku { name } consultant { name } customer { firstName email id } }
      pageInfo { hasNextPage } } }"""
    found = (await desk.data(document))["leads"]

    stamps = [lead["createdAt"] for lead in found["nodes"]]
    assert stamps == sorted(stamps, reverse=True)
    assert found["pageInfo"]["hasNextPage"]
    assert all(lead["offer"] and lead["customer"]["email"] for lead in found["nodes"])
    asked = [dict(call.query) for call in desk.house.matching("GET /api/lead")]
    assert [call["page"] for call in asked] == [str(number + 1) for number in range(len(asked))]
    assert (asked[0]["startDate"], asked[0]["pageSize"]) == ("2024-12-31", "500")
    assert asked[0]["endDate"] == str(datetime.now(desk.vendor.zone).date() + timedelta(days=2))
    assert desk.calls().keys() == {"GET /api/lead"}
    lead = found["nodes"][0]
    assert ids.decode(lead["customer"]["id"]).parts[0] == "footprints"


async def test_lead_leads_to_its_customers_other_leads(desk: Desk) -> None:
    """From a window's lead to its person and all of their leads: one more call per person."""
    document = '{ leads(from: "2026-01-01", first: 1) { nodes { id customer { leads { nodes { id } } } } } }'
    (lead,) = (await desk.data(document))["leads"]["nodes"]

    assert lead["id"] in [other["id"] for other in lead["customer"]["leads"]["nodes"]]
    assert desk.calls()["GET /api/client"] == 1


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [('from: "2026-02-01", to: "2026-01-01"', ["from"]), ("first: 101", ["first"]), ('after: "x"', ["after"])],
)
async def test_wrong_windows(desk: Desk, arguments: str, argument: list[str]) -> None:
    """What can't be answered is refused."""
    answer = await desk.query(f"{{ leads({arguments}) {{ nodes {{ id }} }} }}")

    assert codes(answer) == ["BAD_USER_INPUT"]
    errors: Json = answer.errors
    assert errors[0]["extensions"]["argument"] == argument


async def test_actions_of_leads(desk: Desk) -> None:
    """One call per lead; newest first, with the name of their kind. Docs: "Get Lead Actions", "Get Lead Action Types"."""
    fields = "leads { nodes { id actions { id detail date type { id name } attachments } } }"
    leads = (await desk.data(PERSON % fields, id=await desk.met(0)))["customer"]["leads"]["nodes"]
    kinds = (await desk.data("{ leadActionTypes { id name } }"))["leadActionTypes"]

    actions = leads[0]["actions"]
    assert [action["detail"] for action in actions] == ["Step 2", "Step 1"]
    assert actions[0]["type"] in kinds
    assert desk.house.hits(r"GET /api/lead/actions/.*") == len(leads)
    assert desk.house.hits("GET /api/lead/action-types") == 1


async def test_sku_and_location_of_a_profiles_lead(desk: Desk) -> None:
    """Ids cost nothing; names come from the catalogues, each read once for all leads."""
    bare = "leads { nodes { sku { id } location { id } } }"
    await desk.data(PERSON % bare, id=await desk.met(0))
    assert desk.calls() == {"GET /api/client": 1}

    full = "leads { nodes { sku { id name price } location { id name address } } }"
    leads = (await desk.data(PERSON % full, id=at(0)))["customer"]["leads"]["nodes"]

    assert leads[0]["sku"]["name"] == "PROD SKU 1"
    assert leads[0]["location"]["name"] == "Sucursala 1"
    assert desk.calls() == {"GET /api/client": 1, "GET /api/sku": 4, "GET /api/location": 1}


async def test_catalogues(desk: Desk) -> None:
    """All pages of the three paged lists, as their headers count them. Docs: "List Catalogues", "List offers", "List SKUs"."""
    document = """{ offerCategories { totalCount } offers(first: 100) { totalCount nodes { name price category { name } } }
      skus(first: 1) { totalCount nodes { quantity externalId offer { name } } pageInfo { endCursor } } }"""
    found = await desk.data(document)

    assert [found[name]["totalCount"] for name in ("offerCategories", "offers", "skus")] == [23, 27, 34]
    assert {offer["price"] for offer in found["offers"]["nodes"]} > {None, 250}
    assert found["skus"]["nodes"] == [{"quantity": 0, "externalId": "RESH132", "offer": {"name": "Offer 1"}}]
    assert desk.calls() == {"GET /api/offerCategory": 3, "GET /api/offer": 3, "GET /api/sku": 4}


async def test_plain_lists(desk: Desk) -> None:
    """One call each. Docs: "List Locations", "List Business Users", "List Channels"."""
    document = """{ locations(country: "Moldova", county: "Chișinău") { name latitude } channels { name mediaType }
      businessUsers { firstName role locations { name } } }"""
    found = await desk.data(document)

    assert [place["name"] for place in found["locations"]] == ["Sucursala 4", "Sucursala 8", "Sucursala 12"]
    assert found["channels"][2] == {"name": "Word of mouth", "mediaType": "Earned Media"}
    assert found["businessUsers"][1] == {"firstName": "Tudor", "role": "consultant", "locations": [{"name": "Sucursala 2"}]}
    (locations,) = desk.house.matching("GET /api/location")
    assert list(locations.query)[1:] == [("country_name", "Moldova"), ("county_name", "Chișinău")]
    assert sum(desk.calls().values()) == 3
