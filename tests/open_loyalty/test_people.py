"""Who is found, by whatever handle, role and installation, over a real socket, and what it costs."""

import pytest

from loaders.open_loyalty.members import Search
from loaders.open_loyalty.person import row_of
from resolvers import ids
from tests.open_loyalty.conftest import SELLER, Open, Shop, codes

ANA = "ana.popescu0@example.com"
ANA_CARD = "8000000000000"
ANA_ID = "00000000-0000-474c-b092-000000000000"
PURCHASES = """query ($by: CustomerKey!) { customer(by: $by) { id identities { id matchedBy }
  purchases { couponCode costInPoints purchasedAt used } } }"""
WITH_CAMPAIGNS = "query ($by: CustomerKey!) { customer(by: $by) { purchases { couponCode campaign { id name } } } }"
AVAILABLE = """query ($by: CustomerKey!, $after: String, $all: Boolean! = false) { customer(by: $by) {
  availableRewards(first: 2, after: $after, includeOutOfReach: $all) { totalCount pageInfo { hasNextPage endCursor }
  nodes { id name canBeBoughtByCustomer usageLeftForCustomer } } } }"""


@pytest.mark.parametrize(
    ("number", "by"),
    [
        (0, {"email": ANA}),
        (0, {"phone": "0722100000"}),
        (1, {"phone": "+40722100001"}),
        (0, {"loyaltyCardNumber": ANA_CARD}),
        (3, {"phone": "0040 722 100 003"}),
        (0, {"vendorId": {"vendor": "OPEN_LOYALTY", "id": ANA_ID}}),
        (2, {"id": ids.encode("Customer", "open_loyalty", "00000000-0000-474c-b092-000000000002")}),
    ],
)
async def test_every_handle_leads_to_the_person(shop: Shop, number: int, by: dict[str, object]) -> None:
    """In one call, whatever spelling the vendor keeps: every second phone is national there."""
    data = await shop.data("query ($by: CustomerKey!) { customer(by: $by) { id } }", by=by)

    assert data == {"customer": {"id": ids.encode("Customer", "open_loyalty", f"00000000-0000-474c-b092-{number:012x}")}}
    assert len(shop.spent()) == 1


async def test_an_unknown_person_is_nobody(shop: Shop) -> None:
    assert await shop.data(PURCHASES, by={"email": "nobody.here@example.com"}) == {"customer": None}


async def test_a_filter_that_contains_more_is_rechecked(shop: Shop) -> None:
    """The list finds "alt.…@example.com" by a piece of it; that is somebody else."""
    data = await shop.data("query ($by: CustomerKey!) { customer(by: $by) { id } }", by={"email": "x-popescu0@example.com"})

    assert data == {"customer": None}
    (call,) = shop.house.matching("GET /api/admin/customer")
    assert call.query == (("email", "x-popescu0@example.com"), ("page", "1"), ("perPage", "100"))


async def test_a_plain_value_is_looked_for_strictly(shop: Shop) -> None:
    """Strict finds nothing where the vendor escapes characters, so it is asked for only where it doesn't."""
    await shop.data(PURCHASES, by={"email": ANA})

    (call,) = shop.house.matching("GET /api/admin/customer")
    assert call.query == (("email", ANA), ("strict", "1"), ("page", "1"), ("perPage", "100"))
    assert call.headers["accept"] == "application/json" and call.headers["authorization"].startswith("Bearer ey")


async def test_by_documented_routes_only(opened: Open) -> None:
    """OPEN_LOYALTY_LOOKUP=visible: everybody whom a campaign is shown to, indexed once, then all lookups are free."""
    shop = opened(OPEN_LOYALTY_LOOKUP="visible")

    found = await shop.data(PURCHASES, by={"email": ANA})

    calls = shop.spent()
    assert calls[0] == "GET /api/campaign" and len(calls) < 50
    assert all(line.endswith("/customers/visible") for line in calls[1:])
    assert len(found["customer"]["purchases"]) == 3
    by_phone = await shop.data(PURCHASES, by={"phone": "0722 100 000"})
    by_id = await shop.data(PURCHASES, by={"vendorId": {"vendor": "OPEN_LOYALTY", "id": ANA_ID}})
    assert found["customer"]["purchases"] == by_phone["customer"]["purchases"] == by_id["customer"]["purchases"]
    await shop.data(WITH_CAMPAIGNS, by={"loyaltyCardNumber": ANA_CARD})
    assert shop.spent() == []
    await shop.data(AVAILABLE, by={"email": ANA})
    assert shop.spent() == [f"GET /api/admin/customer/{ANA_ID}/campaign/available"]


@pytest.mark.parametrize(
    ("by", "lookups"),
    [
        ({"email": ANA}, 1),
        ({"loyaltyCardNumber": ANA_CARD}, 1),
        ({"phone": "+40722100000"}, 1),
        ({"phone": "+40722100001"}, 2),
        ({"vendorId": {"vendor": "OPEN_LOYALTY", "id": ANA_ID}}, 1),
    ],
)
async def test_a_seller_finds_people_at_the_till(opened: Open, by: dict[str, object], lookups: int) -> None:
    """By the exact search, or by id; the routes are the seller's own. Docs: "Get available campaigns for a customer (seller)"."""
    shop = opened(**SELLER)

    data = await shop.data(WITH_CAMPAIGNS, by=by)
    calls = shop.spent()
    await shop.data(AVAILABLE, by=by)

    assert data["customer"] is not None
    assert len([line for line in calls if line == "POST /api/pos/search/customer" or line.endswith("/status")]) == lookups
    assert all(line.startswith(("GET /api/seller/", "POST /api/pos/search")) for line in [*calls, *shop.spent()])


async def test_a_server_that_ignores_pages_is_read_to_the_end(shop: Shop) -> None:
    """Server 2.9.1 answers every page with the same rows; then everything is asked for at once."""
    shop.house.app.state.ignores_page = True

    found = await shop.vendor.members.search.load(_common("example.com"))

    assert len(found) == 266
    assert [dict(call.query)["perPage"] for call in shop.house.matching("GET /api/admin/customer")] == ["100", "100", "266"]


async def test_a_row_says_whether_its_account_is_switched_off(shop: Shop) -> None:
    """Every fiftieth is; what follows from that is the identity's to say."""
    found = await shop.vendor.members.search.load(_common("example.com"))

    off = [customer.id for customer in found if not row_of(customer, "RO").is_active]
    assert off and off == [customer.id for customer in found if not customer.active]


async def test_a_list_is_read_to_its_end(shop: Shop) -> None:
    found = await shop.vendor.members.search.load(_common("example.com"))

    assert len(found) == 266
    assert len(shop.spent()) == 3


async def test_one_login_serves_all_and_is_renewed_after_a_401(shop: Shop) -> None:
    """Beyond the seed: docs 3.2, "Authorization"; form fields `_username` and `_password`."""
    await shop.data("query ($by: [CustomerKey!]!) { customers(by: $by) { id } }", by=[{"email": ANA}, {"phone": "0722100001"}])
    (login,) = shop.house.matching("POST /api/admin/login_check")
    assert login.form == [("_username", "admin"), ("_password", "open")]

    shop.house.app.state.expire_tokens()
    await shop.data("{ rewardCampaigns { totalCount } }")

    assert shop.house.hits("POST /api/token/refresh") == 1
    assert shop.house.hits("POST /api/admin/login_check") == 2
    assert shop.house.hits("GET /api/campaign") == 2


async def test_a_shared_phone_is_not_guessed(shop: Shop) -> None:
    answer = await shop.query(PURCHASES, by={"phone": "+40213150000"})

    assert set(codes(answer)) == {"IDENTITY_AMBIGUOUS"}


def _common(part: str) -> Search:
    return Search("email", part)
