"""A programme at the stand-in, by a clock that is turned, and those who call it."""

from datetime import UTC, datetime

import httpx
from starlette.applications import Starlette

from loaders.open_loyalty.sandbox import SETTINGS

ANA = "00000000-0000-474c-b092-000000000000"
"Person 0: plenty of points, three purchases."
BOGDAN = "00000000-0000-474c-b092-000000000001"
POOR = "00000000-0000-474c-b092-00000000000a"
LEVEL0, LEVEL1 = "000096cf-32a3-43bd-9034-4df343e5fd93", "e82c96cf-32a3-43bd-9034-4df343e5fd94"
TEN_OFF, GIFT = "000096cf-32a3-43bd-9034-4df343e5fd93", "000096cf-32a3-43bd-9034-4df343e5fd92"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Clock:
    """The time, which a test turns."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


def client_of(app: Starlette) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://open-loyalty")


async def log_in(client: httpx.AsyncClient, role: str, username: str) -> httpx.AsyncClient:
    form = {"_username": username, "_password": SETTINGS["OPEN_LOYALTY_PASSWORD"]}
    pair = (await client.post(f"/api/{role}/login_check", data=form)).json()
    client.headers["Authorization"] = f"Bearer {pair['token']}"
    return client


async def points_of(admin: httpx.AsyncClient, customer: str) -> float:
    return float((await admin.get(f"/api/admin/customer/{customer}/status")).json()["points"])


async def campaign_named(admin: httpx.AsyncClient, name: str) -> str:
    rows = (await admin.get("/api/campaign", params={"perPage": -1})).json()["campaigns"]
    return str(next(row["campaignId"] for row in rows if row["name"] == name))


def buying(customer: str, campaign: str, role: str = "admin") -> str:
    return f"/api/{role}/customer/{customer}/campaign/{campaign}/buy"
