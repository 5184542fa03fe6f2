"""Buying a reward, over a real socket: held against the documentation, and seen by the next read."""

import pytest

from resolvers import ids
from tests.open_loyalty.conftest import SELLER, Json, Open, Shop, codes

ANA = "ana.popescu0@example.com"
ANA_ID = "00000000-0000-474c-b092-000000000000"
TEN_OFF = "000096cf-32a3-43bd-9034-4df343e5fd93"
GIFT = "000096cf-32a3-43bd-9034-4df343e5fd92"
BUY = """mutation ($input: BuyRewardInput!) { buyReward(input: $input) {
  purchase { coupons campaign { name usageLeft } customer { id purchases { couponCode } } } userErrors { code message path } } }"""
BEFORE = """query ($by: CustomerKey!) { customer(by: $by) { purchases { couponCode } loyalty { points }
  availableRewards { nodes { name usageLeft usageLeftForCustomer } } } }"""


async def buy(shop: Shop, by: dict[str, object], campaign: str, **more: object) -> Json:
    data = await shop.data(BUY, input={"customer": by, "campaign": campaign, **more})
    return data["buyReward"]


async def test_buy_reward_sends_what_the_documentation_shows_and_is_seen_at_once(shop: Shop) -> None:
    """Docs: "Buy reward campaign for a specific customer": a POST without a body."""
    before = await shop.data(BEFORE, by={"email": ANA})
    shop.house.reset()

    bought = await buy(shop, {"email": ANA}, ids.encode("RewardCampaign", TEN_OFF))

    (sent,) = shop.house.matching("POST .*/campaign/.*")
    assert sent.path == f"/api/admin/customer/{ANA_ID}/campaign/{TEN_OFF}/buy"
    assert (sent.query, sent.body) == ((), b"") and sent.headers["accept"] == "application/json"
    assert sent.headers["content-type"] == "application/x-www-form-urlencoded"
    assert bought["userErrors"] == []
    (code,) = bought["purchase"]["coupons"]
    after = await shop.data(BEFORE, by={"email": ANA})
    assert code not in str(before) and code in str(bought["purchase"]["customer"])
    assert {"couponCode": code} in after["customer"]["purchases"]
    assert after["customer"]["loyalty"]["points"] == before["customer"]["loyalty"]["points"] - 10
    left, still_left = _offer(before, "Ten euros off"), _offer(after, "Ten euros off")
    assert {name: left[name] - 1 for name in left} == still_left


async def test_buy_reward_as_a_seller_takes_the_sellers_route(opened: Open) -> None:
    """Docs: "Buy reward campaign for a specific customer (seller)"."""
    shop = opened(**SELLER)

    bought = await buy(shop, {"email": ANA}, TEN_OFF)

    assert bought["userErrors"] == []
    assert shop.house.hits(f"POST /api/seller/customer/{ANA_ID}/campaign/{TEN_OFF}/buy") == 1


@pytest.mark.parametrize(
    ("by", "campaign", "code", "message", "path"),
    [
        ({"email": ANA}, "Beyond reach", "REJECTED", "Not enough points", None),
        ({"email": ANA}, "One coupon", "REJECTED", "No coupons left", None),
        ({"email": ANA}, "One use", "REJECTED", "Limit exceeded", None),
        (
            {"email": ANA},
            "Switched off",
            "NOT_FOUND",
            "there is no such campaign, or it can't be bought from now",
            "input.campaign",
        ),
    ],
)
async def test_buy_reward_gives_back_what_the_vendor_refused(
    shop: Shop, by: dict[str, object], campaign: str, code: str, message: str, path: str | None
) -> None:
    listed = await shop.vendor.reads.campaigns.load(())
    campaign_id = next(one.id for one in listed if one.name == campaign)

    bought = await buy(shop, by, campaign_id)

    assert bought["purchase"] is None
    assert bought["userErrors"] == [{"code": code, "message": message, "path": path.split(".") if path else None}]


@pytest.mark.parametrize(
    ("by", "campaign", "errors"),
    [
        ({"email": "x.y@example.org"}, TEN_OFF, [("UNKNOWN_CUSTOMER", "input.customer")]),
        ({"phone": "+40213150000"}, TEN_OFF, [("AMBIGUOUS_CUSTOMER", "input.customer")]),
        ({"email": "not an address"}, " ", [("BAD_USER_INPUT", "input.customer"), ("BAD_USER_INPUT", "input.campaign")]),
    ],
)
async def test_buy_reward_is_refused_before_anything_is_sent(
    shop: Shop, by: dict[str, object], campaign: str, errors: list[tuple[str, str]]
) -> None:
    bought = await buy(shop, by, campaign)

    assert [(error["code"], ".".join(error["path"])) for error in bought["userErrors"]] == errors
    assert shop.house.hits("POST .*/buy") == 0


async def test_buy_reward_whose_answer_is_cut_off_is_not_bought_twice(shop: Shop) -> None:
    """One request at the vendor; the same key again makes none, and the next read tells what happened."""
    request: dict[str, object] = {"customer": {"email": ANA}, "campaign": TEN_OFF, "idempotencyKey": "once"}
    before = await shop.data(BEFORE, by={"email": ANA})
    shop.house.fault("half body", only=lambda _method, path: path.endswith("/buy"))

    answers = [await shop.query(BUY, input=request) for _ in range(2)]

    assert [codes(answer) for answer in answers] == [["OUTCOME_UNKNOWN"]] * 2
    assert "purchases" in str(answers[0].errors[0]["message"])
    assert shop.house.hits("POST .*/buy") == 1
    after = await shop.data(BEFORE, by={"email": ANA})
    assert len(after["customer"]["purchases"]) == len(before["customer"]["purchases"]) + 1


async def test_buy_reward_with_the_same_key_gives_the_first_outcome(shop: Shop) -> None:
    first = await buy(shop, {"email": ANA}, TEN_OFF, idempotencyKey="twice")
    again = await buy(shop, {"email": ANA}, TEN_OFF, idempotencyKey="twice")
    other = await buy(shop, {"email": ANA}, GIFT, idempotencyKey="twice")

    assert first["purchase"]["coupons"] == again["purchase"]["coupons"]
    assert [error["code"] for error in other["userErrors"]] == ["IDEMPOTENCY_KEY_REUSED"]
    assert shop.house.hits("POST .*/buy") == 1


def _offer(data: Json, name: str) -> dict[str, int]:
    nodes = data["customer"]["availableRewards"]["nodes"]
    found = next(node for node in nodes if node["name"] == name)
    return {key: found[key] for key in ("usageLeft", "usageLeftForCustomer")}


async def test_buy_reward_is_seen_by_documented_routes_too(opened: Open) -> None:
    """OPEN_LOYALTY_LOOKUP=visible: the index is made anew, of the pages that show neither buyer nor campaign for free."""
    shop = opened(OPEN_LOYALTY_LOOKUP="visible")
    before = await shop.data("query ($by: CustomerKey!) { customer(by: $by) { purchases { couponCode } } }", by={"email": ANA})
    whole = len(shop.calls())
    shop.house.reset()

    bought = await buy(shop, {"email": ANA}, TEN_OFF)

    assert len(bought["purchase"]["customer"]["purchases"]) == len(before["customer"]["purchases"]) + 1
    assert len(shop.calls()) < whole
