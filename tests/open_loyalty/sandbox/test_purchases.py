"""Who may buy what, and what it costs."""

import httpx
import pytest

from tests.open_loyalty.sandbox.programme import ANA, FORM, POOR, TEN_OFF, buying, campaign_named, points_of

INACTIVE = "00000000-0000-474c-b092-000000000031"


@pytest.mark.parametrize("role", ["admin", "seller"])
async def test_a_purchase_costs_points_and_is_read_back(admin: httpx.AsyncClient, seller: httpx.AsyncClient, role: str) -> None:
    points, buyer = await points_of(admin, ANA), {"admin": admin, "seller": seller}[role]
    before = (await admin.get(f"/api/campaign/{TEN_OFF}")).json()
    bought = await buyer.post(buying(ANA, TEN_OFF, role), headers=FORM)
    code = bought.json()["coupon"]["code"]
    after = (await admin.get(f"/api/campaign/{TEN_OFF}")).json()
    last = (await admin.get(f"/api/customer/{ANA}")).json()["campaignPurchases"][-1]
    spent = (await admin.get("/api/points/transfer", params={"customerId": ANA, "type": "spending"})).json()

    assert await points_of(admin, ANA) == points - 10
    assert after["usageLeft"] == before["usageLeft"] - 1
    assert last == {
        "purchaseAt": "2026-03-01T13:00:00+0100",
        "costInPoints": 10,
        "campaignId": {"campaignId": TEN_OFF},
        "used": False,
        "coupon": {"code": code},
    }
    assert spent["pointsTransfers"][0]["value"] == 10


@pytest.mark.parametrize(
    ("customer", "name", "reason"),
    [
        (ANA, "Beyond reach", "Not enough points"),
        (POOR, "Ten euros off", "Not enough points"),
        (ANA, "One coupon", "No coupons left"),
        (ANA, "One use", "Limit exceeded"),
        (INACTIVE, "Bare event", "Not allowed"),
        (POOR, "Segment only", "Not allowed"),
        (ANA, "Cash back", "Cashback cannot be bought"),
        (ANA, "Ten percent of a purchase", "Transaction is required"),
    ],
)
async def test_a_purchase_is_refused_with_a_reason(admin: httpx.AsyncClient, customer: str, name: str, reason: str) -> None:
    answered = await admin.post(buying(customer, await campaign_named(admin, name)))

    assert (answered.status_code, answered.json()) == (400, {"error": reason})


async def test_the_limit_per_customer_holds(admin: httpx.AsyncClient) -> None:
    campaign = "3062c881-93f3-496b-9669-4238c0a62be8"
    answers = [(await admin.post(buying(ANA, campaign))).json() for _ in range(2)]

    assert answers[-1] == {"error": "Limit per customer exceeded"}


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [("admin", "Not yet active", 404), ("admin", "No longer visible", 200), ("seller", "No longer visible", 404)],
)
async def test_what_is_not_on_offer_is_not_found(
    admin: httpx.AsyncClient, seller: httpx.AsyncClient, role: str, name: str, status: int
) -> None:
    buyer = {"admin": admin, "seller": seller}[role]

    assert (await buyer.post(buying(ANA, await campaign_named(admin, name), role))).status_code == status


async def test_an_admin_may_give_away_and_tie_to_a_transaction(admin: httpx.AsyncClient) -> None:
    points = await points_of(admin, ANA)
    receipt = (await admin.get("/api/transaction", params={"customerId": ANA})).json()["transactions"][0]["transactionId"]
    campaign = await campaign_named(admin, "Ten percent of a purchase")
    given = await admin.post(buying(ANA, TEN_OFF), params={"withoutPoints": "1"})
    tied = await admin.post(buying(ANA, campaign), params={"transactionId": receipt})

    assert (given.status_code, tied.status_code) == (200, 200)
    assert await points_of(admin, ANA) == points


@pytest.mark.parametrize("role", ["admin", "seller"])
async def test_offers_say_whether_they_can_be_bought(admin: httpx.AsyncClient, seller: httpx.AsyncClient, role: str) -> None:
    caller, path = {"admin": admin, "seller": seller}[role], f"/api/{role}/customer/{ANA}/campaign/available"
    offers = {row["name"]: row for row in (await caller.get(path, params={"perPage": 50})).json()["campaigns"]}

    assert offers["Ten euros off"]["canBeBoughtByCustomer"] is True
    assert offers["Beyond reach"]["canBeBoughtByCustomer"] is False
    assert offers["One use"]["usageLeftForCustomer"] == 0
    assert not {"Switched off", "Not yet active", "No longer visible"} & set(offers)
    assert ("hasPhoto" in offers["Ten euros off"]) is (role == "admin")


async def test_the_audience_of_a_campaign(admin: httpx.AsyncClient) -> None:
    body = (await admin.get(f"/api/campaign/{TEN_OFF}/customers/visible", params={"perPage": -1})).json()
    campaign = (await admin.get(f"/api/campaign/{TEN_OFF}")).json()

    assert len(body["customers"]) == body["total"] == campaign["visibleForCustomersCount"] > 200
