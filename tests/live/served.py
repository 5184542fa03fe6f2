"""A gateway on a port, and its two live doors as a client sees them."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from gateway.http.app import application
from gateway.http.live.pace import Pace
from gateway.process import Process, assemble
from gateway.reading import read_settings
from gateway.registry import entries
from gateway.sandbox.town import serve_app
from loaders.upstream.transport import trusted
from tests.access.front import TurnedClock
from tests.conftest import BASE
from tests.graphs import graph_of

ANA, BOGDAN = "ana.popescu0@example.com", "bogdan.popescu1@example.com"
QUICK = Pace(init_s=5, check_s=0.02, beat_s=0.02, send_s=5, operations=3)
PROTOCOL = Subprotocol("graphql-transport-ws")


@dataclass
class Wire:
    """A WebSocket of graphql-transport-ws."""

    socket: ClientConnection

    async def say(self, type_: str | None = None, **more: object) -> None:
        """Send a message."""
        await self.socket.send(json.dumps({**({} if type_ is None else {"type": type_}), **more}))

    async def hear(self) -> dict[str, Any]:
        """Return the next message."""
        async with asyncio.timeout(60):
            told: dict[str, Any] = json.loads(await self.socket.recv())
            return told

    async def init(self, **payload: object) -> dict[str, Any]:
        """Say who this is, and return what is answered."""
        await self.say("connection_init", payload=payload)
        return await self.hear()

    async def subscribe(self, query: str, id_: str = "1", **more: object) -> None:
        """Ask for an operation."""
        await self.say("subscribe", id=id_, payload={"query": query, **more})

    async def ask(self, query: str, id_: str = "q", **more: object) -> dict[str, Any]:
        """Ask for an operation that is answered once, and return its answer's payload."""
        await self.subscribe(query, id_, **more)
        told = await self.hear()
        if told["type"] == "next":
            assert await self.hear() == {"id": id_, "type": "complete"}
        payload = told["payload"]
        return payload if told["type"] == "next" else {"errors": payload}

    async def closed(self) -> tuple[int, str]:
        """Wait for the end; return its code and reason."""
        async with asyncio.timeout(60):
            try:
                while True:
                    await self.socket.recv()
            except ConnectionClosed as closed:
                assert closed.rcvd is not None
                return closed.rcvd.code, closed.rcvd.reason


@dataclass
class Events:
    """A stream of server-sent events."""

    response: httpx.Response
    beats: int = 0
    _lines: AsyncIterator[str] | None = field(default=None, repr=False)

    async def next(self) -> tuple[str, Any]:
        """Return the next event and its data; a sign of life is `beat`, an end without an event `end`."""
        self._lines = self._lines or self.response.aiter_lines()
        event = ""
        async with asyncio.timeout(60):
            async for line in self._lines:
                if line.startswith(":"):
                    self.beats += 1
                    return "beat", None
                if line.startswith("event:"):
                    event = line.removeprefix("event:").strip()
                elif line.startswith("data:"):
                    data = line.removeprefix("data:").strip()
                    return event, json.loads(data) if data else None
        return "end", None


@dataclass
class Served:
    """A gateway that is served."""

    port: int
    http: httpx.AsyncClient
    process: Process
    clock: TurnedClock
    stop: Callable[[], None] = field(default=lambda: None)
    "Tells it to stop, as the end of its process does."

    @asynccontextmanager
    async def wire(
        self,
        headers: Mapping[str, str] | None = None,
        origin: str | None = None,
        *,
        init: bool = True,
        payload: Mapping[str, object] | None = None,
    ) -> AsyncIterator[Wire]:
        """Connect, and unless told otherwise be acknowledged."""
        url = f"ws://127.0.0.1:{self.port}/graphql"
        given = None if origin is None else Origin(origin)
        asked: dict[str, Any] = {"additional_headers": headers, "origin": given, "compression": None, "proxy": None}
        async with connect(url, subprotocols=[PROTOCOL], **asked) as socket:
            wire = Wire(socket)
            if init:
                assert await wire.init(**(payload or {})) == {"type": "connection_ack"}
            yield wire

    @asynccontextmanager
    async def events(self, query: str, headers: Mapping[str, str] | None = None, **more: object) -> AsyncIterator[Events]:
        """Ask for a stream of events."""
        body, wanted = {"query": query, **more}, {"accept": "text/event-stream", **(headers or {})}
        async with self.http.stream("POST", "/graphql", json=body, headers=wanted) as response:
            yield Events(response)

    async def begun(self, number: int = 1) -> None:
        """Wait until that many subscriptions follow what they used."""
        async with asyncio.timeout(60):
            while len(self.process.cache.changes) != number:  # noqa: ASYNC110  # a WebSocket doesn't say when one has begun
                await asyncio.sleep(0.005)

    def connections(self) -> int:
        """Return how many live connections the gateway counts, as it tells Prometheus."""
        assert self.process.observer.metrics is not None
        (told,) = re.findall(rb"^gateway_live_connections (\d+)", self.process.observer.metrics.text(), re.MULTILINE)
        return int(told)

    async def mutate(self, query: str, headers: Mapping[str, str] | None = None) -> Any:
        """Post a mutation, and return its data."""
        answer = (await self.http.post("/graphql", json={"query": query}, headers=headers)).json()
        assert not answer.get("errors"), answer
        return answer["data"]


def changed(selection: str, email: str = ANA) -> str:
    """Return a subscription to a person."""
    return f'subscription Told {{ customerChanged(by: {{email: "{email}"}}) {{ {selection} }} }}'


def buy(email: str = ANA) -> str:
    """Return a mutation that buys the person a reward."""
    campaign = "000096cf-32a3-43bd-9034-4df343e5fd93"
    return (
        f'mutation {{ buyReward(input: {{customer: {{email: "{email}"}}, campaign: "{campaign}"}}) '
        "{ purchase { coupons } userErrors { code } } }"
    )


@asynccontextmanager
async def serve(vendors: Mapping[str, str], pace: Pace = QUICK, **settings: str) -> AsyncIterator[Served]:
    """Serve a gateway over these vendors; its own settings by their names without the prefix."""
    clock = TurnedClock()
    given = {**BASE, **vendors, **{f"GATEWAY_{name}": value for name, value in settings.items()}}
    process = assemble(read_settings(given, entries()), entries(), graph=graph_of(entries()), clock=clock)
    app = application(process, pace=pace)
    async with (
        serve_app(app) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", verify=trusted(), trust_env=False, timeout=20) as http,
    ):
        yield Served(port, http, process, clock, app.state.stopping)
    await process.close()
