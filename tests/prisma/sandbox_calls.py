"""Calls to a fresh Prisma stand-in; its EDN is read back with edn_format, not with its own reader."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
from edn_format import Keyword, dumps, loads
from starlette.applications import Starlette

from loaders.prisma.sandbox import SETTINGS, stand_in
from loaders.sandbox.people import people

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOKEN = SETTINGS["PRISMA_APP_TOKEN"]
WEB_TOKEN = "d17c100f-0668-400a-af91-967fe1a09a9e"
EDN_HEADERS = {"Content-Type": "application/edn", "Accept": "application/edn"}
JSON_HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}
KEY = {"Authorization": f"Bearer {SETTINGS['PRISMA_API_KEY']}", "Accept": "application/json"}
ANA, BOGDAN, OPTED_OUT = "C100000", "C100001", "C100009"
CAR, INSURANCE = 17592186045425, 17592186045430
WELCOME = 17592186045418


@dataclass
class Prisma:
    """Calls the stand-in in both formats; `edn` and `json` return what they read."""

    app: Starlette
    http: httpx.AsyncClient

    @classmethod
    def fresh(cls) -> "Prisma":
        app = stand_in(people(), lambda: NOW)
        return cls(app, httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://prisma"))

    async def post(self, path: str, body: object, headers: dict[str, str] = EDN_HEADERS) -> httpx.Response:
        if headers["Content-Type"] == "application/json":
            return await self.http.post(path, json=body, headers=headers)
        return await self.http.post(path, content=dumps(body, keyword_keys=True), headers=headers)

    async def edn(self, path: str, body: object) -> Any:
        response = await self.post(path, body)
        assert response.is_success, response.text
        assert response.headers["content-type"] == "application/edn"
        return loads(response.text)

    async def json(self, path: str, body: object) -> Any:
        response = await self.post(path, body, JSON_HEADERS)
        assert response.is_success, response.text
        assert response.headers["content-type"] == "application/json"
        return response.json()

    async def visit(self, customer_id: str | None = ANA) -> str:
        trace = await self.json("/api/traces/trace", {"app-token": TOKEN, "customer-id": customer_id})
        trail = await self.json(f"/api/traces/{trace['trace-id']}/trail", {"channel": "web"})
        return str(trail["trail-id"])

    async def active(self, trail_id: str, **filters: str) -> Any:
        found = await self.json("/api/campaigns/active", {"app-token": TOKEN, "trail-id": trail_id} | filters)
        return found["campaigns"] if isinstance(found, dict) else found

    async def find(self, customer_id: str) -> httpx.Response:
        return await self.http.get(f"/api/customers/find/{customer_id}", headers=KEY)

    async def screen(self, trail_id: str, **changes: object) -> Any:
        return await self.json("/api/campaigns/sync-page", screen_body(trail_id) | changes)


def keyword(name: str) -> Keyword:
    return Keyword(name)


def screen_body(trail_id: str) -> dict[str, Any]:
    places = [{"placeholder": "id-placeholder1"}, {"placeholder": "id-placeholder2"}]
    page = {"sync-popups": "true", "page-location": "http://my.domain/page", "placeholders": places}
    return {"app-token": TOKEN, "trail-id": trail_id, **page}


def ending_body(kind: str, token: object) -> dict[str, object]:
    return {"name": kind, "type": kind, "data": [{"name": "tracking-token", "value": token}]}


def event_body(customer_id: object, **changes: object) -> dict[str, object]:
    return {"app-token": TOKEN, "event-name": "newsletter-registration", "customer-id": customer_id} | changes
