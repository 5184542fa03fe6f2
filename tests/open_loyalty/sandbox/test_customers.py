"""The customer list and the exact search."""

import httpx
import pytest
from starlette.applications import Starlette

from loaders.sandbox.people import people
from tests.open_loyalty.sandbox.programme import ANA


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ({"email": "ana.popescu0@example.com"}, 1),
        ({"email": "Ana.Popescu0@example.com", "strict": "1"}, 1),
        ({"email": "popescu"}, 33),
        ({"email": "popescu", "strict": "0"}, 33),
        ({"email": "popescu", "strict": "false"}, 0),
        ({"phone": "+40722100000"}, 1),
        ({"phone": "+40722100000", "strict": "1"}, 0),
        ({"phone": "0722100001", "strict": "1"}, 1),
        ({"phone": "213150000"}, 2),
        ({"emailOrPhone": "ana.popescu0@example.com"}, 1),
        ({"emailOrPhone": "ana.popescu0@example.com", "strict": "1"}, 0),
        ({"loyaltyCardNumber": "8000000000000", "strict": "1"}, 1),
        ({"email": "nobody@example.com"}, 0),
        ({"transactionsCount": "0", "email": "ana.popescu0"}, 0),
    ],
)
async def test_the_customer_list_compares_in_its_own_way(admin: httpx.AsyncClient, query: dict[str, str], total: int) -> None:
    body = (await admin.get("/api/admin/customer", params=query)).json()

    assert body["total"] == total


async def test_one_address_contains_another(admin: httpx.AsyncClient) -> None:
    """The last ten have another e-mail here, which contains the one they use elsewhere."""
    email = people()[290].email
    rows = (await admin.get("/api/admin/customer", params={"email": email})).json()["customers"]

    assert [row["email"] for row in rows] == [f"alt.{email}"]


async def test_the_customer_list_shows_every_spelling_of_nothing(admin: httpx.AsyncClient) -> None:
    rows = (await admin.get("/api/customer", params={"perPage": -1})).json()["customers"]

    assert [row["createdAt"][:10] for row in rows] == sorted((row["createdAt"][:10] for row in rows), reverse=True)
    assert any("address" not in row for row in rows)
    assert any(row.get("address") == {} for row in rows)
    assert any(row.get("address") == [] for row in rows)
    assert any("loyaltyCardNumber" not in row for row in rows)
    assert any(row.get("manuallyAssignedLevelId") == {"levelId": row["levelId"]} for row in rows)


async def test_server_2_9_1_ignores_the_page(app: Starlette, admin: httpx.AsyncClient) -> None:
    first, second = [(await admin.get("/api/admin/customer", params={"page": page})).json() for page in (1, 2)]
    app.state.ignores_page = True
    again = (await admin.get("/api/admin/customer", params={"page": 2})).json()

    assert first != second
    assert first == again


async def test_person_0_has_purchases_points_and_a_status(admin: httpx.AsyncClient) -> None:
    row = (await admin.get("/api/admin/customer", params={"email": "ana.popescu0@example.com"})).json()["customers"][0]
    status = (await admin.get(f"/api/admin/customer/{ANA}/status")).json()

    assert len(row["campaignPurchases"]) == 3
    assert row["levelPercent"] == status["level"] == "15.00%"
    assert status["points"] == pytest.approx(
        status["totalEarnedPoints"] - status["usedPoints"] - status["expiredPoints"] - status["lockedPoints"]
    )
    assert status["points"] > 500
    assert status["averageTransactionsAmount"] == f"{row['averageTransactionAmount']:.2f}"
    assert (await admin.get(f"/api/customer/{ANA}")).json()["segments"][0]["name"] == "anniversary"


async def test_nobody_owes_points(admin: httpx.AsyncClient) -> None:
    rows = (await admin.get("/api/campaign/bought", params={"perPage": -1})).json()

    assert rows["total"] == len(rows["boughtCampaigns"]) > 300
    assert all(row["currentPointsAmount"] >= 0 for row in rows["boughtCampaigns"])


@pytest.mark.parametrize(
    ("search", "status", "count"),
    [
        ({"search[email]": "ana.popescu0@example.com"}, 200, 1),
        ({"search[email]": "popescu0@example.com"}, 200, 0),
        ({"search[phone]": "+40722100000"}, 200, 1),
        ({"search[lastName]": "Popescu"}, 400, 0),
        ({"search[colour]": "red"}, 400, 0),
        ({"email": "ana.popescu0@example.com"}, 400, 0),
    ],
)
@pytest.mark.parametrize("role", ["admin", "seller"])
async def test_the_exact_search(
    admin: httpx.AsyncClient, seller: httpx.AsyncClient, role: str, search: dict[str, str], status: int, count: int
) -> None:
    answered = await {"admin": admin, "seller": seller}[role].post("/api/pos/search/customer", data=search)

    assert answered.status_code == status
    assert len(answered.json().get("customers", [])) == count
