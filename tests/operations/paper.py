"""A vendor made of its documentation: it answers each documented request with the sample answer, and records what it gets.

It shares nothing with our stand-ins: it knows no people, keeps nothing and checks nothing. Whatever isn't documented is a 404.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from gateway.engine.engine import Answer, Engine
from gateway.process import assemble
from gateway.reading import read_settings
from gateway.registry import StandIn, entries
from gateway.sandbox.town import House
from loaders.sandbox.people import Person
from tests.conftest import BASE, Gateway
from tests.graphs import graph_of
from tests.operations.sample import Sample, Wire, shown
from tests.operations.table import rows
from tests.upstream.clock import TurnedClock

Json = Any
Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """An operation of the graph, and its data where the vendor's answer is the documentation's sample."""

    document: str
    expected: Json
    variables: Mapping[str, object] = field(default_factory=dict)


def write(mutation: str, result: str, expected: Json, **given: object) -> Asked:
    """A mutation with its input, and the result that it must have."""
    kind = mutation[0].upper() + mutation[1:]
    document = f"mutation ($input: {kind}Input!) {{ {mutation}(input: $input) {{ {result} userErrors {{ message path }} }} }}"
    return Asked(document, {mutation: expected}, {"input": given})


@dataclass(slots=True)
class Page:
    """What the vendor says to a method and path."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    status: int = 200


@dataclass(slots=True)
class Paper:
    """The vendor, and a gateway that serves it alone."""

    wire: Wire
    house: House
    pages: dict[Line, Page]
    settings: Mapping[str, str] = field(default_factory=dict)
    _printed: dict[Line, Page] = field(init=False)

    def __post_init__(self) -> None:
        self._printed = dict(self.pages)

    def says(self, line: str, body: object, **more: Any) -> None:
        """Let it answer "METHOD /path" with something of a test's own."""
        method, _, path = line.partition(" ")
        self.pages[method, path] = Page(body if isinstance(body, bytes) else msgspec.json.encode(body), **more)

    def reset(self) -> None:
        """Say what is printed again, and count from zero."""
        self.pages.clear()
        self.pages.update(self._printed)
        self.house.reset()

    def asked(self, sample: Sample) -> list[dict[str, Json]]:
        """The recorded calls with the sample's method and path, in its form."""
        found = (shown(call, sample.request.get("headers", ())) for call in self.house.calls)
        return [call for call in found if (call["method"], call["path"]) == sample.line]

    @asynccontextmanager
    async def gateway(self, **settings: str) -> AsyncIterator[Gateway]:
        """Serve this vendor alone, with an empty cache; the vendor starts anew too."""
        self.reset()
        served = entries([self.wire.vendor])
        given = read_settings({**BASE, **self.house.settings, **self.settings, **settings}, served)
        process = assemble(given, served, graph=graph_of(served), clock=TurnedClock())
        try:
            yield Gateway(process, Engine(process))
        finally:
            await process.close()

    async def holds(self, number: int, gateway: Gateway, asked: Asked) -> None:
        """Run an operation; what went out must be the row's sample request, and what came back its sample answer, in our words."""
        sample = self.sample(number)
        answer = await gateway.query(asked.document, **asked.variables)

        assert data_of(answer) == asked.expected
        (call,) = self.asked(sample)
        assert call == sample.expected

    def sample(self, number: int) -> Sample:
        """The sample request of a row."""
        return next(self.wire.request(row.request) for row in rows(self.wire.vendor) if row.number == number)


def data_of(answer: Answer) -> Json:
    """The data of an answer that must have no errors, neither of the graph nor of the vendor."""
    assert answer.errors == []
    data: Json = answer.data
    for payload in data.values():
        if isinstance(payload, dict):
            assert payload.pop("userErrors", []) == []
    return data


@asynccontextmanager
async def opened(
    vendor: str, settings: Mapping[str, str], urls: Mapping[str, str], pages: dict[Line, Page] | None = None
) -> AsyncIterator[Paper]:
    """Serve a vendor's documentation while inside; `urls` maps a setting to the path behind host and port."""
    wire = Wire(vendor)
    printed = _sampled(wire) if pages is None else pages

    async def answer(request: HttpRequest) -> Response:
        found = printed.get((request.method, unquote(request.url.path)))
        return Response(found.body, found.status, found.headers, found.kind) if found else Response("{}", 404)

    def app(_people: Sequence[Person], _now: Callable[[], datetime]) -> Starlette:
        return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST", "PUT", "DELETE"])])

    house = House(StandIn(vendor, app, settings, urls), lambda: datetime.now(UTC))
    await house.open()
    try:
        yield Paper(wire, house, printed)
    finally:
        await house.shut()


def _sampled(wire: Wire) -> dict[Line, Page]:
    return {wire.request(row.request).line: Page(wire.bytes(row.answer), row.headers) for row in rows(wire.vendor)}
