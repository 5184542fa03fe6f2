"""An account at the stand-in, by a clock that is turned."""

from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from starlette.applications import Starlette

from loaders.tracksale.sandbox import SETTINGS

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
YEARS = {"start": "2020-01-01", "end": "2026-03-10", "limit": "-1"}
ANA = "ana.popescu0@example.com"
TOKEN = SETTINGS["TRACKSALE_TOKEN"]
TAG = {"name": "Colour", "value": "red"}


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Vendor:
    """The stand-in, its clock, and a client that holds the token."""

    app: Starlette
    clock: Clock
    http: httpx.AsyncClient

    async def get(self, path: str, **params: str) -> httpx.Response:
        return await self.http.get(path, params=params)

    async def post(self, path: str, body: object, **params: str) -> httpx.Response:
        return await self.http.post(path, json=body, params=params)

    async def answers(self, **params: str) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = (await self.get("/v2/report/answer", **YEARS | params)).json()
        return rows

    async def answer(self, answer_id: object, **params: str) -> dict[str, object]:
        return next(row for row in await self.answers(**params) if row["id"] == answer_id)


SCORE = {"name": "New", "email": "new@example.org", "score": 9, "justification": "Good", "tags": [TAG]}
