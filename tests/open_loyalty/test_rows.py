"""Each documented operation over a real socket: the request is the documentation's sample, and so is the answer that is decoded."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO

import httpx
import msgspec
import pytest
from starlette.datastructures import UploadFile

from gateway.http.app import application
from gateway.sandbox.town import serve_app
from loaders.open_loyalty.sandbox import URLS
from resolvers import ids
from tests.conftest import Gateway
from tests.open_loyalty.samples import CAMPAIGN
from tests.operations.paper import Asked, Paper, data_of, opened, write

ONE, TWO = "3062c881-93f3-496b-9669-4238c0a62be8", "000096cf-32a3-43bd-9034-4df343e5fd93"
JANE = "00000000-0000-474c-b092-b0dd880c07e2"
KEY = {"vendorId": {"vendor": "OPEN_LOYALTY", "id": JANE}}

LEVEL1, LEVEL2 = {"name": "level1"}, {"name": "level2"}
PROMOTION = [{"key": "type", "value": "promotion"}]
ANNIVERSARY = [{"name": "anniversary"}]
COUPON = {"buyReward": {"purchase": {"coupons": ["123"]}}}
TERMS = {"campaign": {
    "name": "Discount Code Campaign 1", "startsAt": "2017-09-05T08:59:00+00:00", "endsAt": "2017-12-05T09:59:00+00:00",
    "costInPoints": 100, "limit": 10, "coupons": ["testCoupon", "DiscountCoupon"],
}}  # fmt: skip
OFFERED = {"customer": {"availableRewards": {
    "totalCount": 1, "nodes": [{"name": "tests", "usageLeftForCustomer": 1, "canBeBoughtByCustomer": True}],
}}}  # fmt: skip

LIST = "{ totalCount nodes { name active labels { key value } segments { name } levels { name } usageLeft } }"
ONE_CAMPAIGN = (
    "query ($id: ID!) { campaign(id: $id) { name startsAt endsAt ... on RewardCampaign { costInPoints limit coupons } } }"
)
OFFERS = """query ($by: CustomerKey!) { customer(by: $by) { availableRewards {
  totalCount nodes { name usageLeftForCustomer canBeBoughtByCustomer } } } }"""
AUDIENCE = (
    "query ($id: ID!) { campaign(id: $id) { ... on RewardCampaign { visibleTo { totalCount nodes { email birthDate } } } } }"
)
PHOTO = "query ($id: ID!) { campaign(id: $id) { ... on RewardCampaign { photoUrl } } }"
BUY = "mutation ($input: BuyRewardInput!) { buyReward(input: $input) { purchase { coupons } userErrors { message } } }"


def campaign(id_: str) -> dict[str, object]:
    return {"id": ids.encode("RewardCampaign", id_)}


def write_of(id_: str, mutation: str, **given: object) -> Asked:
    return write(mutation, "campaign { id }", {"campaign": campaign(id_)}, **given)


ROWS: dict[int, Asked] = {
    1: write_of(ONE, "createRewardCampaign", **CAMPAIGN),
    2: Asked(f"{{ rewardCampaigns(labels: [{{key: \"key\", value: \"value\"}}]) {LIST} }}", {"rewardCampaigns": {"totalCount": 3, "nodes": [
        {"name": "tests", "active": True, "labels": PROMOTION, "segments": ANNIVERSARY, "levels": [LEVEL2], "usageLeft": 1},
        {"name": "for test", "active": False, "labels": [], "segments": ANNIVERSARY, "levels": [LEVEL2], "usageLeft": 1},
        {"name": "Discount Code Campaign", "active": True, "labels": [], "segments": [], "levels": [LEVEL1, LEVEL2],
         "usageLeft": 2},
    ]}}),
    3: write_of(ONE, "updateRewardCampaign", campaign=ONE, name="Discount Code Campaign 1", labels=CAMPAIGN["labels"]),
    4: Asked(ONE_CAMPAIGN, TERMS, campaign(ONE)),
    5: Asked(OFFERS, OFFERED, {"by": KEY}),
    6: Asked(BUY, COUPON, {"input": {"customer": KEY, "campaign": TWO}}),
    7: Asked(AUDIENCE, {"campaign": {"visibleTo": {"totalCount": 2, "nodes": [
        {"email": "user@oloy.com", "birthDate": "1990-09-11"}, {"email": "user-temp@oloy.com", "birthDate": "1990-09-11"},
    ]}}}, campaign(TWO)),
    8: Asked(PHOTO, {"campaign": {"photoUrl": f"/media/open-loyalty/campaign/{TWO}/photo"}}, campaign(TWO)),
    9: write_of(TWO, "removeRewardCampaignPhoto", campaign=TWO),
    10: write_of(TWO, "setRewardCampaignPhoto", campaign=TWO, photo=UploadFile(BytesIO(b"\x89PNG\r\n\x1a\n"))),
    11: write_of(TWO, "setRewardCampaignActive", campaign=TWO, active=True),
    12: Asked(f"{{ rewardCampaigns {LIST} }}", {"rewardCampaigns": {"totalCount": 2, "nodes": [
        {"name": "tests", "active": True, "labels": PROMOTION, "segments": [], "levels": [{"name": "level0"}, LEVEL1, LEVEL2],
         "usageLeft": 0},
        {"name": "for test", "active": True, "labels": [], "segments": ANNIVERSARY, "levels": [LEVEL2], "usageLeft": 1},
    ]}}),
    13: Asked(ONE_CAMPAIGN, TERMS, campaign(ONE)),
    14: Asked(OFFERS, OFFERED, {"by": KEY}),
    15: Asked(BUY, COUPON, {"input": {"customer": KEY, "campaign": TWO}}),
}  # fmt: skip
SELLERS = {12, 13, 14, 15}


@pytest.fixture(scope="module")
async def paper() -> AsyncIterator[Paper]:
    settings = {"OPEN_LOYALTY_USERNAME": "jane", "OPEN_LOYALTY_PASSWORD": "open"}
    async with opened("open_loyalty", settings, URLS) as served:
        yield served


@asynccontextmanager
async def serving(paper: Paper, number: int) -> AsyncIterator[Gateway]:
    """Serve the row's role; the vendor answers what the page leaves out, too: logging in and finding a customer."""
    role = "seller" if number in SELLERS else "admin"
    async with paper.gateway(OPEN_LOYALTY_ROLE=role) as gateway:
        token = {"token": "eyJhbGciOiJSUzI1NiIsInR5cCI6..."}
        customers = msgspec.json.decode(paper.wire.bytes("visible.json"))["customers"]
        paper.says(f"POST /api/{role}/login_check", token)
        paper.says(f"GET /api/customer/{JANE}", customers[1] | {"customerId": JANE})
        paper.says(f"GET /api/seller/customer/{JANE}/status", {"customerId": JANE, "firstName": "Jane"})
        shown = msgspec.json.decode(paper.wire.bytes("campaign.json"))
        paper.says(f"GET /api/campaign/{TWO}", shown | {"campaignId": TWO, "hasPhoto": True})
        paper.says(f"GET /api/campaign/{TWO}/photo", paper.wire.bytes("photo.png"), kind="image/png")
        yield gateway


@pytest.mark.parametrize("number", sorted(ROWS.keys() - {8}))
async def test_row(paper: Paper, number: int) -> None:
    """What goes out is the sample request, and the sample answer comes back in our words."""
    async with serving(paper, number) as gateway:
        await paper.holds(number, gateway, ROWS[number])


async def test_row_8(paper: Paper) -> None:
    """The graph tells an address of the gateway's own, at which the vendor's photo is passed on."""
    async with serving(paper, 8) as gateway:
        told = data_of(await gateway.query(ROWS[8].document, **ROWS[8].variables))
        async with serve_app(application(gateway.process)) as port, httpx.AsyncClient(trust_env=False) as client:
            photo = await client.get(f"http://127.0.0.1:{port}{told['campaign']['photoUrl']}")

    assert told == ROWS[8].expected
    assert (photo.content, photo.headers["content-type"]) == (paper.wire.bytes("photo.png"), "image/png")
    (call,) = paper.asked(paper.sample(8))
    assert call == paper.sample(8).expected
