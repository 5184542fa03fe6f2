"""Clients that ask without a pause and remember every request that wasn't answered."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from loaders.upstream.transport import trusted

PATIENT = {"GATEWAY_DRAIN_S": "3"}
"Time enough for every client to notice on a busy machine: a connection that one has left idle may be closed as it is used again."

_BODY = {"query": "{ vendors { vendor circuit } }"}


@dataclass
class Load:
    """What became of the requests."""

    answered: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, answered: int) -> None:
        """Wait until that many more were answered."""
        goal = self.answered + answered
        while self.answered < goal:
            self._more.clear()
            await self._more.wait()

    async def ask(self, http: httpx.AsyncClient) -> None:
        """Ask once; whatever isn't a whole answer is lost. Nothing is repeated."""
        try:
            answer = await http.post("/graphql", json=_BODY)
            if answer.status_code == 200 and len(answer.json()["data"]["vendors"]) == 5:
                self.answered += 1
            else:
                self.lost[f"status {answer.status_code}"] += 1
        except httpx.HTTPError as error:
            self.lost[type(error).__name__] += 1
        self._more.set()


@asynccontextmanager
async def load(port: int, clients: int = 8) -> AsyncIterator[Load]:
    """Ask all the while: half of the clients over connections they keep, half over a new one each time."""
    found, is_over = Load(), asyncio.Event()

    async def client(*, keeps: bool) -> None:
        limits = httpx.Limits(max_keepalive_connections=None if keeps else 0)
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", verify=trusted(), limits=limits, timeout=30, trust_env=False
        ) as http:
            while not is_over.is_set():
                await found.ask(http)

    clients_asking = [asyncio.create_task(client(keeps=bool(number % 2))) for number in range(clients)]
    try:
        yield found
    finally:
        is_over.set()
        await asyncio.gather(*clients_asking)
