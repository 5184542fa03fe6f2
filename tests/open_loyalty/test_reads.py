"""What is read, over a real socket, and what it costs."""

import pytest

from gateway.settings import BrokenSettings
from resolvers import ids
from tests.open_loyalty.conftest import SELLER, Open, Shop

ANA = "ana.popescu0@example.com"
ANA_ID = "00000000-0000-474c-b092-000000000000"
TEN_OFF = "000096cf-32a3-43bd-9034-4df343e5fd93"
GIFT = "000096cf-32a3-43bd-9034-4df343e5fd92"
PURCHASES = """query ($by: CustomerKey!) { customer(by: $by) { id identities { id matchedBy }
  purchases { couponCode costInPoints purchasedAt used } } }"""
WITH_CAMPAIGNS = "query ($by: CustomerKey!) { customer(by: $by) { purchases { couponCode campaign { id name } } } }"
AVAILABLE = """query ($by: CustomerKey!, $after: String, $all: Boolean! = false) { customer(by: $by) {
  availableRewards(first: 2, after: $after, includeOutOfReach: $all) { totalCount pageInfo { hasNextPage endCursor }
  nodes { id name canBeBoughtByCustomer usageLeftForCustomer } } } }"""


async def test_purchases_come_with_the_lookup(shop: Shop) -> None:
    """One call finds the person and all purchases; asked again, none."""
    first = await shop.data(PURCHASES, by={"email": " Ana.Popescu0@EXAMPLE.com"})

    assert shop.spent() == ["GET /api/admin/customer"]
    assert await shop.data(PURCHASES, by={"email": ANA}) == first
    assert shop.spent() == []


async def test_all_purchases_share_one_list_of_campaigns(shop: Shop) -> None:
    """Docs: "Get the collection of campaigns"."""
    data = await shop.data(WITH_CAMPAIGNS, by={"email": ANA})

    names = [purchase["campaign"]["name"] for purchase in data["customer"]["purchases"]]
    assert sorted(names) == ["Anniversary gift", "Discount Code Campaign", "Ten euros off"]
    assert shop.spent() == ["GET /api/admin/customer", "GET /api/campaign"]


async def test_purchases_of_many_people_cost_the_members_list_and_one_of_campaigns(shop: Shop) -> None:
    """All members are three pages, fewer than one lookup for each of sixty people."""
    document = "query ($by: [CustomerKey!]!) { customers(by: $by) { purchases { campaign { name } } } }"
    by = [{"phone": f"+40722{100000 + number}"} for number in range(60)]

    data = await shop.data(document, by=by)

    assert all(data["customers"])
    calls = shop.spent()
    assert (calls.count("GET /api/admin/customer"), calls.count("GET /api/campaign"), len(calls)) == (3, 1, 4)


async def test_available_rewards_are_paged(shop: Shop) -> None:
    """Docs: "Get available campaign for a customer". One call for all pages; what is out of reach only when asked for."""
    names: list[str] = []
    after = None
    while True:
        data = await shop.data(AVAILABLE, by={"email": ANA}, after=after)
        found = data["customer"]["availableRewards"]
        names += [node["name"] for node in found["nodes"]]
        assert all(node["canBeBoughtByCustomer"] for node in found["nodes"])
        if not found["pageInfo"]["hasNextPage"]:
            break
        after = found["pageInfo"]["endCursor"]

    assert len(set(names)) == len(names) == found["totalCount"] > 4
    assert "Beyond reach" not in names
    assert shop.spent() == ["GET /api/admin/customer", f"GET /api/admin/customer/{ANA_ID}/campaign/available"]
    data = await shop.data(AVAILABLE, by={"email": ANA}, all=True)
    assert data["customer"]["availableRewards"]["totalCount"] > found["totalCount"]


async def test_available_rewards_go_on_where_the_last_one_stood(shop: Shop) -> None:
    """In the vendor's own order: what came behind a reward that is no longer on offer comes next."""
    every = (await shop.data(AVAILABLE.replace("first: 2", "first: 100"), by={"email": ANA}))["customer"]["availableRewards"]
    begun = (await shop.data(AVAILABLE, by={"email": ANA}))["customer"]["availableRewards"]
    off = "mutation ($id: ID!) { setRewardCampaignActive(input: {campaign: $id, active: false}) { userErrors { code } } }"
    await shop.data(off, id=begun["nodes"][-1]["id"])

    after = begun["pageInfo"]["endCursor"]
    found = (await shop.data(AVAILABLE, by={"email": ANA}, after=after))["customer"]["availableRewards"]

    # One reward fewer, and what stood behind it has moved up.
    assert found["totalCount"] == every["totalCount"] - 1
    assert [node["id"] for node in found["nodes"]] == [node["id"] for node in every["nodes"][2:4]]


async def test_points_transfers_and_receipts_cost_a_call_each(shop: Shop) -> None:
    """Beyond the seed: docs 3.2."""
    document = """query ($by: CustomerKey!) { customer(by: $by) {
      loyalty { points levelName levelPercent nextLevelName currency averageTransactionAmount }
      pointTransfers(first: 3) { totalCount nodes { type state points createdAt } }
      loyaltyTransactions(first: 2) { totalCount nodes { documentNumber purchasedAt grossValue items { sku name } } } } }"""

    data = await shop.data(document, by={"email": ANA})

    customer = data["customer"]
    assert customer["loyalty"]["points"] > 0 and customer["loyalty"]["levelPercent"] in (14, 15, 20)
    moments = [node["createdAt"] for node in customer["pointTransfers"]["nodes"]]
    assert moments == sorted(moments, reverse=True) and len(moments) == 3
    assert customer["loyaltyTransactions"]["nodes"][0]["items"][0]["sku"].startswith("SKU")
    assert sorted(shop.spent()) == sorted(
        [
            "GET /api/admin/customer",
            f"GET /api/admin/customer/{ANA_ID}/status",
            "GET /api/points/transfer",
            "GET /api/transaction",
        ]
    )


async def test_reward_campaigns_by_label(shop: Shop) -> None:
    """Docs: "Get the collection of campaigns": `labels[0][key]=…`, in the query with the brackets encoded."""
    document = """query ($labels: [LabelCondition!]) { rewardCampaigns(labels: $labels) { totalCount
      nodes { id name labels { key value } levels { id name } segments { id name } photoUrl } } }"""

    everything = await shop.data(document)
    some = await shop.data(document, labels=[{"key": "type", "value": "promotion"}, {"key": "season"}])

    assert everything["rewardCampaigns"]["totalCount"] == 15
    (found,) = some["rewardCampaigns"]["nodes"]
    assert found["name"] == "Ten euros off" and found["levels"][0]["name"] == "level0"
    assert found["photoUrl"] == f"/media/open-loyalty/campaign/{TEN_OFF}/photo"
    assert shop.house.calls[-1].query == (
        ("labels[0][key]", "type"),
        ("labels[0][value]", "promotion"),
        ("labels[1][key]", "season"),
        ("page", "1"),
        ("perPage", "100"),
    )


async def test_a_campaign_by_its_id(shop: Shop) -> None:
    """Docs: "Get campaign details"; one call, none when the list was read."""
    document = """query ($id: ID!) { campaign(id: $id) { id vendor name active startsAt endsAt
      ... on RewardCampaign { shortDescription usageLeft coupons reward } } node(id: $id) { id } }"""

    data = await shop.data(document, id=ids.encode("RewardCampaign", GIFT))

    assert data["campaign"]["name"] == "Anniversary gift"
    assert data["campaign"]["vendor"] == "OPEN_LOYALTY"
    assert shop.spent() == [f"GET /api/campaign/{GIFT}"]
    gone = await shop.data(document, id=ids.encode("RewardCampaign", "a/../b"))
    assert gone == {"campaign": None, "node": None}
    assert shop.house.calls[-1].path == "/api/campaign/a%2F..%2Fb"


async def test_campaigns_of_all_vendors_cost_one_list(shop: Shop) -> None:
    data = await shop.data("{ campaigns(active: true) { nodes { name active } } }")

    assert len(data["campaigns"]["nodes"]) == 14
    assert shop.spent() == ["GET /api/campaign"]


async def test_who_may_see_a_campaign(shop: Shop) -> None:
    """Docs: "Check campaign visibility for the customers". The people come with their rows: no further call."""
    document = """query ($id: ID!, $after: String) { campaign(id: $id) { ... on RewardCampaign {
      visibleTo(first: 70, after: $after) { totalCount pageInfo { hasNextPage endCursor }
      nodes { email purchases { couponCode } } } } } }"""
    emails: list[str] = []
    after = None
    while True:
        data = await shop.data(document, id=ids.encode("RewardCampaign", TEN_OFF), after=after)
        found = data["campaign"]["visibleTo"]
        emails += [node["email"] for node in found["nodes"]]
        if not found["pageInfo"]["hasNextPage"]:
            break
        after = found["pageInfo"]["endCursor"]

    assert len(set(emails)) == len(emails) == found["totalCount"] == 266
    path = f"GET /api/campaign/{TEN_OFF}/customers/visible"
    assert shop.spent() == [f"GET /api/campaign/{TEN_OFF}", path, path, path]


async def test_a_seller_is_told_what_takes_an_admin(opened: Open) -> None:
    shop = opened(**SELLER)

    answer = await shop.query(
        "query ($id: ID!) { campaign(id: $id) { name ... on RewardCampaign { photoUrl visibleTo { totalCount } } } }",
        id=ids.encode("RewardCampaign", TEN_OFF),
    )

    (error,) = answer.errors
    assert "OPEN_LOYALTY_ROLE=admin" in str(error["message"])
    assert shop.calls() == [f"GET /api/seller/campaign/{TEN_OFF}"]


@pytest.mark.parametrize(
    "settings",
    [
        {"OPEN_LOYALTY_ROLE": "boss"},
        {"OPEN_LOYALTY_LOOKUP": "visible", **SELLER},
        {"OPEN_LOYALTY_TIMEZONE": "Mars/Olympus"},
        {"OPEN_LOYALTY_URL": "http://127.0.0.1:1/api"},
    ],
)
def test_settings_that_do_not_fit_are_refused(opened: Open, settings: dict[str, str]) -> None:
    with pytest.raises(BrokenSettings, match="OPEN_LOYALTY"):
        opened(**settings)


async def test_a_ping_asks_for_the_shortest_list(shop: Shop) -> None:
    await shop.vendor.ping()

    assert shop.house.calls[-1].query == (("page", "1"), ("perPage", "1"))
