"""Each documented read over a real socket: the request is the documentation's sample, and so is the answer that is decoded."""

from collections.abc import AsyncIterator

import pytest

from tests.footprints.paper import PERSON, Shown, documented, meet
from tests.operations.paper import Asked, Paper

LEAD = "5ce3b4089d5de975003244d2"
TEST = {"userEmail": "test@test.ro", "userPhone": "0700000000"}
MIHAI = {"userEmail": "mihai@popescu.com", "userPhone": "0753646284"}

LEADS = '{ leads(from: "2018-09-24", to: "2018-12-31") { nodes { %s } } }'
"From the day on which the sample's lead was created: two months before the sample's own window, and that would be cut off."
CAMPAIGNS = """{ campaigns { nodes { name active startsAt ... on LoyaltyCampaign { internalId location prizes { name points } }
  ... on OfflineCampaign { endsAt } } } }"""
ALL_CAMPAIGNS = {"campaigns": {"nodes": [
    {"name": "Demo Campaign 2", "active": True, "startsAt": "2018-10-26T10:59:08+00:00", "internalId": "3irf2dmn8ks",
     "location": "Mega Mall", "prizes": [{"name": "Prize 1", "points": None}, {"name": "Prize 2", "points": None}]},
    {"name": "Campaign name", "active": False, "startsAt": "2018-10-26T10:59:08+00:00", "internalId": "4ihf47mngkb",
     "location": None, "prizes": [{"name": "Prize 1", "points": 10}, {"name": "Prize 2", "points": 20}]},
    {"name": "Demo Campaign 4", "active": True, "startsAt": "2018-10-07T08:59:40+00:00", "internalId": "i8inejs4t8c",
     "location": "Mega Mall", "prizes": [{"name": "Prize 3", "points": None}]},
    {"name": "Offline Campanign Test", "active": False, "startsAt": "2018-06-25T11:00:18+00:00",
     "endsAt": "2018-11-30T11:00:18+00:00"},
]}}  # fmt: skip

ROWS: dict[int, Asked] = {
    1: Asked("{ channels { name } }", {"channels": [{"name": "Channel 1"}, {"name": "Channel 2"}]}),
    4: Asked(
        LEADS % "id status statusText phone createdAt updatedAt offer { name price } sku { name price } consultant { name }",
        {"leads": {"nodes": [{
            "id": LEAD, "status": "SALE_LEAD", "statusText": "sale_lead", "phone": "0700000000",
            "createdAt": "2018-09-24T19:00:00+00:00", "updatedAt": "2019-07-18T12:47:35.847000+00:00",
            "offer": {"name": "OFFER NAME", "price": 800}, "sku": {"name": "SKU NAME", "price": 400},
            "consultant": {"name": "Test Test"},
        }]}},
    ),
    7: Asked(
        LEADS % "actions { id detail date attachments type { name } }",
        {"leads": {"nodes": [{"actions": [{
            "id": LEAD, "detail": "My description", "date": "2017-07-18T12:47:35.847000+00:00", "attachments": [],
            "type": {"name": "Test Test"},
        }]}]}},
    ),
    8: Asked("{ leadActionTypes { id name } }", {"leadActionTypes": [{"id": LEAD, "name": "Type 1"}]}),
    13: Shown(
        PERSON % "firstName email phone leads { nodes { id status createdAt } } "
        "interactions { nodes { leadId offerCategory { name } } }",
        {"customer": {
            "firstName": "Test", "email": "test@test.ro", "phone": "+40700000000",
            "leads": {"nodes": [
                {"id": "5b7adfb9f58363518b372a43", "status": "LEAD", "createdAt": "2018-08-20T15:35:21.973000+00:00"},
            ]},
            "interactions": {"nodes": [
                {"leadId": "5b7adfb9f58383518b332a46", "offerCategory": {"name": "Offline campaigns"}},
            ]},
        }},
        profile=TEST,
    ),
    16: Asked(CAMPAIGNS, ALL_CAMPAIGNS),
    17: Asked(CAMPAIGNS, ALL_CAMPAIGNS),
    18: Shown(
        PERSON % 'loyaltyCode(campaign: "msyfms5a9sd2") { code status prize expiresAt updatedAt campaign { internalId } }',
        {"customer": {"loyaltyCode": {
            "code": "9E58EDI", "status": "associated", "prize": "Prize Name Example", "expiresAt": "2018-12-15T15:28:47+00:00",
            "updatedAt": "2018-11-21T13:48:14+00:00", "campaign": {"internalId": "msyfms5a9sd2"},
        }}},
        profile=MIHAI,
    ),
    20: Asked(
        '{ loyaltyCodes(campaign: "e2h11c3its") { totalCount '
        "nodes { code status points prize expiresAt hostess { name } customer { email } } } }",
        {"loyaltyCodes": {"totalCount": 1, "nodes": [{
            "code": "9X4C8DN6", "status": "associated", "points": 1, "prize": "Prize number 1",
            "expiresAt": "2018-10-31T21:00:00+00:00", "hostess": {"name": "Test Hostess"},
            "customer": {"email": "exemplu@test.com"},
        }]}},
    ),
    21: Shown(
        PERSON % "loyaltyCodes { code status prize location expiresAt updatedAt campaign { internalId name } }",
        {"customer": {"loyaltyCodes": [{
            "code": "JGFRZ328", "status": "redeemed", "prize": "Prize Name", "location": "Location name",
            "expiresAt": "2018-12-15T15:28:47+00:00", "updatedAt": "2018-11-28T09:26:00.726000+00:00",
            "campaign": {"internalId": "17ytx3n52qm", "name": "Loyalty Test"},
        }]}},
        profile=MIHAI,
    ),
    22: Asked("{ offerCategories { nodes { name } } }", {"offerCategories": {"nodes": [{"name": "Catalog 1"}, {"name": "Catalog 2"}]}}),
    23: Asked(
        "{ offers { nodes { id name price externalId category { name } } } }",
        {"offers": {"nodes": [{
            "id": "5d7f8932387e93790a187b3b", "name": "Offer 2", "price": 350, "externalId": "GDTSR302",
            "category": {"name": "Catalog 1"},
        }]}},
    ),
    24: Asked(
        "{ skus { nodes { name price externalId quantity offer { name } } } }",
        {"skus": {"nodes": [
            {"name": "PROD SKU 1", "price": 5534, "externalId": "RESH132", "quantity": 1, "offer": {"name": "Product 1"}},
            {"name": "PROD SKU 2", "price": 1132, "externalId": "TARS635", "quantity": 1, "offer": {"name": "Product 5"}},
        ]}},
    ),
    25: Asked(
        '{ locations(country: "Romania", county: "Alba") { name address description areaId latitude } }',
        {"locations": [{
            "name": "Sucursala Test", "address": "Alba Iulia, Str. Test nr.1", "description": "17:00-19:00",
            "areaId": "5b697473a504503c31299107", "latitude": None,
        }]},
    ),
    26: Asked(CAMPAIGNS, ALL_CAMPAIGNS),
    27: Asked(
        "{ businessUsers { firstName lastName email role locations { name } offerCategories { name } } }",
        {"businessUsers": [{
            "firstName": "User Last Name", "lastName": "User First Name", "email": "user.email@test.com", "role": "consultant",
            "locations": [{"name": "Location 1"}, {"name": "Location 2"}],
            "offerCategories": [{"name": "Category 1"}, {"name": "Category 2"}],
        }]},
    ),
    28: Asked(
        "{ channels { name mediaType } }",
        {"channels": [{"name": "Channel 1", "mediaType": "Earned Media"}, {"name": "Channel 2", "mediaType": "Owned Media"}]},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
async def paper() -> AsyncIterator[Paper]:
    async with documented() as served:
        yield served


@pytest.mark.parametrize("number", ROWS)
async def test_row(paper: Paper, number: int) -> None:
    """What goes out is the sample request, and the sample answer comes back in our words."""
    async with paper.gateway() as gateway:
        await meet(paper, gateway, ROWS[number])
        await paper.holds(number, gateway, ROWS[number])
