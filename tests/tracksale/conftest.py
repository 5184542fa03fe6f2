"""A gateway that serves Tracksale and Open Loyalty (who knows the people), over stand-ins of its own, by a clock the test turns."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
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
from loaders.tracksale import Tracksale
from resolvers.context import Caller
from tests.graphs import graph_of
from tests.operations.sample import Wire, merged
from tests.upstream.clock import TurnedClock

Json = Any
"An answer's data: what a test looks into is what it asked for."

VENDORS = ("open_loyalty", "tracksale")
WIRE = Path(__file__).parent / "wire"


def wire(name: str) -> object:
    """One of the documentation's sample answers."""
    return msgspec.json.decode((WIRE / f"{name}.json").read_bytes())


def body(name: str, **changed: object) -> Json:
    """The body of one of the documentation's sample requests, with some values of a test's own."""
    return merged(Wire("tracksale").request(f"{name}_request.json").expected["json"], changed)


@dataclass(frozen=True, slots=True)
class Desk:
    """The stand-ins, the gateway before them, and their clock."""

    town: Town
    process: Process
    clock: TurnedClock

    async def query(self, document: str, **variables: object) -> Answer:
        """Run an operation; its errors are for the test to judge."""
        return await Engine(self.process).run(Request(document, variables), Caller())

    async def data(self, document: str, **variables: object) -> Json:
        """Run an operation that must go well, and return its data."""
        answer = await self.query(document, **variables)
        assert answer.errors == []
        return answer.data

    @property
    def house(self) -> House:
        """Tracksale's stand-in."""
        return self.town.tracksale

    @property
    def vendor(self) -> Tracksale:
        """The vendor's client."""
        found = self.process.vendors["tracksale"]
        assert isinstance(found, Tracksale)
        return found

    def calls(self) -> list[str]:
        """Return the calls made at Tracksale since the last time."""
        made = [f"{call.method} {call.path}" for call in self.house.calls]
        self.house.reset()
        return made

    def last(self) -> Received:
        """The newest call at Tracksale."""
        return self.house.calls[-1]

    def day(self, days_ago: int) -> str:
        """A day in the account's zone."""
        return str(self.vendor.reads.answers.today() - timedelta(days=days_ago))


Open = Callable[..., Desk]


@pytest.fixture
async def opened() -> AsyncIterator[Open]:
    """Opens a desk with some settings of its own."""
    clock = TurnedClock()
    desks: list[Desk] = []
    async with Town(clock.now, VENDORS).opened() as town:

        def make(**settings: str) -> Desk:
            vendors = entries(VENDORS)
            environment = {"GATEWAY_AUTH": "none", "GATEWAY_DEFAULT_REGION": "RO", **town.settings, **settings}
            process = assemble(read_settings(environment, vendors), vendors, graph=graph_of(vendors), clock=clock)
            desks.append(Desk(town, process, clock))
            return desks[-1]

        yield make
        for desk in desks:
            await desk.process.close()


@pytest.fixture
def desk(opened: Open) -> Desk:
    return opened()
