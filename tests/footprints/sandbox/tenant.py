"""A tenant of the stand-in, by a clock that is turned."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx

from loaders.footprints.sandbox import SETTINGS

KEY, SECRET, APP_KEY = (SETTINGS[f"FOOTPRINTS_{name}"] for name in ("KEY", "SECRET", "APP_KEY"))
ANA = {"userEmail": "ana.popescu0@example.com", "userPhone": "0722100000"}


class Clock:
    """A time that only the test moves."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 10, 12, 30, 15, 250_000, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


class Vendor:
    """A caller with a token. `ask` expects a status and returns the decoded body."""

    def __init__(self, http: httpx.AsyncClient, clock: Clock, token: str, expire_tokens: Callable[[], None]) -> None:
        self.http = http
        self.clock = clock
        self.token = token
        self.expire_tokens = expire_tokens

    async def ask(self, method: str, path: str, *, status: int = 200, **options: Any) -> Any:
        options["params"] = {"access_token": self.token, **options.get("params", {})}
        answer = await self.http.request(method, path, **options)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def leads(self) -> list[dict[str, Any]]:
        profile: dict[str, Any] = await self.ask("GET", "/api/client", params=ANA)
        return list(profile["leads"])
