"""A gateway over stand-ins of Footprints and Tracksale, by a clock that the test turns."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from gateway.engine.engine import Engine, Request
from gateway.process import Process, assemble
from gateway.reading import read_settings
from gateway.registry import entries
from gateway.sandbox.town import House, Town
from resolvers.context import Caller
from tests.conftest import BASE
from tests.graphs import graph_of
from tests.upstream.clock import TurnedClock

VENDORS = ("footprints", "tracksale")

Json = Any
"An answer's data: what a test looks into is what it asked for."


@dataclass(frozen=True, slots=True)
class Counter:
    """Where reports are asked for through the graph, and their calls counted at the vendor."""

    town: Town
    process: Process
    clock: TurnedClock

    async def data(self, document: str, **variables: object) -> Json:
        """Run an operation that must go well, and wait for what is no longer fresh."""
        asked = Request(document, variables, extensions={"maxStale": 0})
        answer = await Engine(self.process).run(asked, Caller())
        assert answer.errors == []
        return answer.data

    def asked(self, house: House, line: str) -> list[str]:
        """The days of the calls since the last time, as they were sent: `2025-10-31/2026-11-22`."""
        names = ("start", "end") if house.name == "tracksale" else ("startDate", "endDate")
        queries = [dict(call.query) for call in house.matching(line)]
        house.reset()
        return ["/".join(query[name] for name in names) for query in queries]


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    clock = TurnedClock()
    async with Town(clock.now, VENDORS).opened() as town:
        vendors = entries(VENDORS)
        process = assemble(read_settings({**BASE, **town.settings}, vendors), vendors, graph=graph_of(vendors), clock=clock)
        yield Counter(town, process, clock)
        await process.close()
