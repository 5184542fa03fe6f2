"""Coupons, points, transactions and groups."""

import httpx
import pytest

from tests.open_loyalty.sandbox.programme import ANA, POOR, TEN_OFF, buying, points_of


@pytest.mark.parametrize("role", ["admin", "seller"])
async def test_bought_coupons(admin: httpx.AsyncClient, seller: httpx.AsyncClient, role: str) -> None:
    caller, path = {"admin": admin, "seller": seller}[role], f"/api/{role}/customer/{ANA}/campaign/bought"
    plain = (await caller.get(path)).json()
    detailed = (await caller.get(path, params={"includeDetails": "1"})).json()

    assert plain["total"] == 3
    assert "campaign" not in plain["campaigns"][0]
    assert detailed["campaigns"][0]["campaign"]["campaignId"] == plain["campaigns"][0]["campaignId"]["campaignId"]


async def test_everybodys_coupons_by_period_and_use(admin: httpx.AsyncClient) -> None:
    path = "/api/campaign/bought"
    window = {"purchasedAtFrom": "2026-01-01", "purchasedAtTo": "2026-02-01", "perPage": "-1", "used": "0"}
    rows = (await admin.get(path, params=window)).json()["boughtCampaigns"]

    assert rows
    assert all(row["purchasedAt"].startswith("2026-01") and row["used"] is False for row in rows)
    assert (await admin.get(path, params={"purchasedAtFrom": "yesterday"})).status_code == 400


async def test_a_coupon_is_marked_as_used(admin: httpx.AsyncClient) -> None:
    path = "/api/admin/campaign/coupons/mark_as_used"
    bought = (await admin.post(buying(ANA, TEN_OFF))).json()["coupon"]["code"]
    coupon = {"campaignId": TEN_OFF, "customerId": ANA, "code": bought, "used": "1"}
    marked = await admin.post(path, data={f"coupons[0][{name}]": value for name, value in coupon.items()})
    last = (await admin.get(f"/api/customer/{ANA}")).json()["campaignPurchases"][-1]

    assert marked.json() == {"coupons": [{"name": bought, "used": True, "campaignId": TEN_OFF, "customerId": ANA}]}
    assert last["used"] is True
    assert (await admin.post(path, json={"coupons": [coupon | {"code": "x"}]})).status_code == 400


async def test_points_are_added_and_spent(admin: httpx.AsyncClient) -> None:
    form = {"transfer[customer]": POOR, "transfer[points]": "50", "transfer[comment]": "sorry"}
    added = (await admin.post("/api/points/transfer/add", data=form)).json()
    spent = await admin.post("/api/points/transfer/spend", data=form | {"transfer[points]": "20"})
    refused = await admin.post("/api/points/transfer/spend", data=form | {"transfer[points]": "31"})
    rows = (await admin.get("/api/points/transfer", params={"customerId": POOR})).json()["pointsTransfers"]

    assert spent.status_code == 200
    assert refused.json()["form"]["children"]["points"]["errors"] == ["Not enough points"]
    assert await points_of(admin, POOR) == 30
    assert {row["pointsTransferId"] for row in rows} == {added["pointsTransferId"], spent.json()["pointsTransferId"]}


@pytest.mark.parametrize("state", ["active", "expired", "pending", "canceled"])
@pytest.mark.parametrize("role", ["admin", "seller"])
async def test_transfers_of_every_state(admin: httpx.AsyncClient, seller: httpx.AsyncClient, role: str, state: str) -> None:
    caller, path = (admin, "/api/points/transfer") if role == "admin" else (seller, "/api/seller/points/transfer")
    body = (await caller.get(path, params={"state": state})).json()

    assert body["total"] > 0
    assert {row["state"] for row in body["pointsTransfers"]} == {state}


@pytest.mark.parametrize("role", ["admin", "seller"])
async def test_transactions(admin: httpx.AsyncClient, seller: httpx.AsyncClient, role: str) -> None:
    caller, path = (admin, "/api/transaction") if role == "admin" else (seller, "/api/seller/transaction")
    rows = (await caller.get(path, params={"customerData_email": "ana.popescu0@example.com"})).json()["transactions"]

    assert len(rows) == 3
    assert rows[0]["purchaseDate"] > rows[1]["purchaseDate"]
    assert sum(item["grossValue"] for item in rows[0]["items"]) == rows[0]["grossValue"]


@pytest.mark.parametrize(("group", "id_"), [("level", "id"), ("segment", "segmentId")])
async def test_groups_and_their_members(admin: httpx.AsyncClient, group: str, id_: str) -> None:
    rows = (await admin.get(f"/api/{group}")).json()[f"{group}s"]
    counts = [(await admin.get(f"/api/{group}/{row[id_]}/customers")).json()["total"] for row in rows]

    assert counts == [row["customersCount"] for row in rows]
    assert (await admin.get(f"/api/{group}/unknown/customers")).status_code == 404
