"""A gateway that serves Prisma alone, over a stand-in or over a scripted server of its own per test, so that a test may write."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from edn_format import ImmutableDict, ImmutableList, loads
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from gateway.engine.engine import Answer, Engine, Request
from gateway.process import Process, assemble
from gateway.reading import read_settings
from gateway.registry import StandIn, entries
from gateway.sandbox.recorded import Received
from gateway.sandbox.town import House, Town
from loaders.prisma import Prisma
from loaders.prisma.settings import PrismaSettings
from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.memory import MemoryCache
from loaders.upstream.clock import SystemClock
from loaders.upstream.vendor import Kit
from resolvers.context import Caller
from tests.graphs import graph_of

WIRE = Path(__file__).parent / "wire"
TYPES = {"edn": "application/edn", "json": "application/json"}


def wire(name: str, format_: str) -> bytes:
    """One of the documentation's samples, corrected to be of its format."""
    return (WIRE / f"{name}.{format_}").read_bytes()


def decoded(body: bytes, format_: str) -> object:
    """A body as an independent reader reads it: EDN's keywords stay apart from text."""
    return _plain(loads(body.decode())) if format_ == "edn" else msgspec.json.decode(body)


def sent(call: Received) -> object:
    """The body of a recorded call, read as its Content-Type says; both headers must agree."""
    (format_,) = [name for name, media_type in TYPES.items() if media_type == call.headers["content-type"]]
    assert call.headers["accept"] == call.headers["content-type"]
    return decoded(call.body, format_)


def _plain(form: object) -> object:
    match form:
        case ImmutableDict():
            return {str(key): _plain(value) for key, value in form.items()}
        case ImmutableList() | tuple():
            return [_plain(value) for value in form]
        case str() | int() | float() | None:
            return form
        case _:
            return str(form)


@dataclass(frozen=True, slots=True)
class Installation:
    """The server and the gateway before it."""

    house: House
    process: Process

    async def query(self, document: str, **variables: object) -> Answer:
        """Run an operation; its errors are for the test to judge."""
        return await Engine(self.process).run(Request(document, variables), Caller())

    async def data(self, document: str, **variables: object) -> dict[str, Any]:
        """Run an operation that must go well, and return its data."""
        answer = await self.query(document, **variables)
        assert answer.errors == []
        return msgspec.convert(answer.data, dict[str, Any])

    @property
    def vendor(self) -> Prisma:
        """The vendor's client."""
        found = self.process.vendors["prisma"]
        assert isinstance(found, Prisma)
        return found

    def calls(self) -> list[str]:
        """The calls made, with `…` for ids."""
        return [shortened(call) for call in self.house.calls]


@dataclass(frozen=True, slots=True)
class Line:
    """A scripted server and the vendor's client before it, without a graph."""

    house: House
    vendor: Prisma

    def calls(self) -> list[str]:
        """The calls made, with `…` for ids."""
        return [shortened(call) for call in self.house.calls]


def shortened(call: Received) -> str:
    parts = ["…" if len(part) == 36 else part for part in call.path.split("/")]
    return f"{call.method} {'/'.join(parts)}"


Open = Callable[..., Installation]
Dial = Callable[..., Line]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with Town(names=("prisma",)).opened() as town:
        yield town.prisma


@pytest.fixture
async def opened(house: House) -> AsyncIterator[Open]:
    """Opens a gateway over the stand-in, with some settings of its own."""
    made: list[Installation] = []

    def make(**settings: str) -> Installation:
        vendors = entries(("prisma",))
        environment = {"GATEWAY_AUTH": "none", "GATEWAY_DEFAULT_REGION": "RO", **house.settings, **settings}
        made.append(Installation(house, assemble(read_settings(environment, vendors), vendors, graph=graph_of(vendors))))
        return made[-1]

    yield make
    for installation in made:
        await installation.process.close()


@pytest.fixture
def prisma(opened: Open) -> Installation:
    return opened()


@dataclass(slots=True)
class Script:
    """What the scripted server answers, by the end of the path: status, Content-Type and body. It knows nothing else."""

    answers: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)

    def answer(self, path: str, body: bytes, content_type: str, *, status: int = 200) -> None:
        self.answers[path] = (status, content_type, body)

    async def serve(self, request: HttpRequest) -> Response:
        found = next((answer for path, answer in self.answers.items() if request.url.path.endswith(path)), None)
        if found is None:
            return Response(status_code=404)
        status, content_type, body = found
        return Response(body, status, headers={"content-type": content_type} if content_type else {})


@pytest.fixture(scope="session")
async def scripted_server() -> AsyncIterator[tuple[House, Script]]:
    """One server for all tests, as starting and stopping takes a moment."""
    script = Script()
    app = Starlette(routes=[Route("/{path:path}", script.serve, methods=["GET", "POST"])])
    server = House(StandIn("prisma", lambda _people, _now: app, {}, {"url": ""}), lambda: datetime.now(UTC))
    await server.open()
    yield server, script
    await server.shut()


@pytest.fixture
def script(scripted_server: tuple[House, Script]) -> Script:
    """The server's script, empty."""
    server, script = scripted_server
    server.reset()
    script.answers.clear()
    return script


@pytest.fixture
async def scripted(scripted_server: tuple[House, Script]) -> AsyncIterator[Dial]:
    """Opens a line to the scripted server, with the documentation's app token and some settings of its own."""
    server, _ = scripted_server
    lines: list[Line] = []

    def dial(**settings: str) -> Line:
        given = {"app_token": "D17C100F-0668-400A-AF91-967FE1A09A9E", **server.settings, **settings}
        kit = Kit(Cache(MemoryCache(SystemClock(), 1000), b"secret"))
        lines.append(Line(server, Prisma(PrismaSettings.model_validate(given), kit)))
        return lines[-1]

    yield dial
    for line in lines:
        await line.vendor.close()
