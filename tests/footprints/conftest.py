"""A gateway that serves Footprints alone, over a stand-in of its own per test, so that a test may write."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gateway.engine.engine import Answer, Engine, Request
from gateway.process import Process, assemble
from gateway.reading import read_settings
from gateway.registry import entries
from gateway.sandbox.recorded import Received
from gateway.sandbox.town import House, Town
from loaders.footprints import Footprints
from loaders.sandbox.people import people
from resolvers.context import Caller
from tests.graphs import graph_of

Json = Any
"An answer's data: what a test looks into is what it asked for."

WIRE = Path(__file__).parent / "wire"

ANA = people()[0]
PERSON = """query ($id: String!) { customer(by: {vendorId: {vendor: FOOTPRINTS, id: $id}}) { %s } }"""
LEADS = "leads { nodes { id status statusText email offer { name } actions { id detail date attachments type { name } } } }"
LOYAL, WINTER = "17ytx3n52qm", "e2h11c3its"
LEAD = "5ce300000000000000000000"
FORM = "application/x-www-form-urlencoded"


def wire(name: str) -> Json:
    """One of the documentation's sample answers."""
    return msgspec.json.decode((WIRE / f"{name}.json").read_bytes())


def codes(answer: Answer) -> list[str]:
    """The codes of an answer's errors."""
    errors: Json = answer.errors
    return [error["extensions"]["code"] for error in errors]


def at(number: int) -> str:
    """A person's profile id."""
    spelling = people()[number].at("footprints")
    assert spelling
    return spelling.id


def whose(number: int) -> dict[str, object]:
    """Name a person by the vendor's id."""
    return {"vendorId": {"vendor": "FOOTPRINTS", "id": at(number)}}


@dataclass(frozen=True, slots=True)
class Desk:
    """The stand-in and the gateway before it."""

    house: House
    process: Process

    async def query(self, document: str, **variables: object) -> Answer:
        """Run an operation; its errors are for the test to judge."""
        return await Engine(self.process).run(Request(document, variables), Caller())

    async def data(self, document: str, **variables: object) -> Json:
        """Run an operation that must go well, and return its data."""
        answer = await self.query(document, **variables)
        assert answer.errors == []
        return answer.data

    async def write(self, mutation: str, given: dict[str, object], result: str) -> Json:
        """Run a mutation that must go well, and return its payload's result."""
        payload = await self._payload(mutation, given, result)
        assert payload.pop("userErrors") == []
        return next(iter(payload.values()))

    async def refused(self, mutation: str, given: dict[str, object], result: str) -> dict[str, str]:
        """Run a mutation that must be refused, and return the messages by the paths of their fields."""
        payload = await self._payload(mutation, given, result)
        errors = payload.pop("userErrors")
        assert list(payload.values()) == [None]
        return {".".join(error["path"] or []): error["message"] for error in errors}

    async def met(self, number: int) -> str:
        """Make the gateway know whose profile id it is, as it does once anything of theirs was seen; return the id."""
        person = people()[number]
        await self.vendor.reads.people.remember(at(number), person.email, person.phone)
        return at(number)

    async def _payload(self, mutation: str, given: dict[str, object], result: str) -> Json:
        kind = mutation[0].upper() + mutation[1:]
        document = (
            f"mutation ($input: {kind}Input!) {{ {mutation}(input: $input) {{ {result} userErrors {{ path message }} }} }}"
        )
        return (await self.data(document, input=given))[mutation]

    @property
    def vendor(self) -> Footprints:
        """The vendor's client."""
        found = self.process.vendors["footprints"]
        assert isinstance(found, Footprints)
        return found

    @property
    def last(self) -> Received:
        """The last call that the stand-in got."""
        return self.house.calls[-1]

    def sent(self) -> tuple[str, str]:
        """Method and path of the last call, which carried a form, and nothing but a token in its query."""
        assert self.last.headers["content-type"] == FORM
        assert [name for name, _ in self.last.query] == ["access_token"]
        return self.last.method, self.last.path

    def calls(self) -> dict[str, int]:
        """The calls since the last reset by method and path, token calls not counted."""
        lines = (f"{call.method} {call.path}" for call in self.house.calls)
        return dict(Counter(line for line in lines if line != "POST /api/token"))


Open = Callable[..., Any]


@pytest.fixture
async def open_desk() -> AsyncIterator[Open]:
    """Open a desk with settings of its own."""
    async with AsyncExitStack() as stack:

        async def opened(without: tuple[str, ...] = (), **settings: str) -> Desk:
            town = await stack.enter_async_context(Town(names=["footprints"]).opened())
            served = entries(["footprints"])
            environment = {"GATEWAY_AUTH": "none", "GATEWAY_DEFAULT_REGION": "RO", **town.settings, **settings}
            kept = {name: value for name, value in environment.items() if name not in without}
            process = assemble(read_settings(kept, served), served, graph=graph_of(served))
            stack.push_async_callback(process.close)
            return Desk(town.footprints, process)

        yield opened


@pytest.fixture
async def desk(open_desk: Open) -> Desk:
    """A desk with the stand-in's own settings."""
    opened = await open_desk()
    assert isinstance(opened, Desk)
    return opened
