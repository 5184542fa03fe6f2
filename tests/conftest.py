"""The whole product over real sockets: five stand-ins and a gateway that knows only their settings."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass

import pytest
import pytest_asyncio

from gateway.engine.engine import Answer, Engine, Request
from gateway.process import Process, assemble
from gateway.reading import read_settings
from gateway.registry import VENDORS, entries
from gateway.sandbox.town import Town
from resolvers.context import Caller
from tests.graphs import graph_of


@dataclass(frozen=True, slots=True)
class Gateway:
    """A gateway in this process; vendors are reached over sockets."""

    process: Process
    engine: Engine

    async def query(self, document: str, **variables: object) -> Answer:
        """Run an operation as an unrestricted caller."""
        return await self.engine.run(Request(document, variables), Caller())


# Long deadlines: stand-ins, gateway and tests share one process, on machines that are busy with other tests.
PATIENCE = {
    "GATEWAY_TIMEOUT_S": "60",
    "GATEWAY_CACHE_TIMEOUT_S": "5",
    **{f"{name.upper()}_TIMEOUT_S": "30" for name in VENDORS},
}
BASE = {"GATEWAY_AUTH": "none", "GATEWAY_DEFAULT_REGION": "RO", **PATIENCE}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have what takes long begin first."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town() -> AsyncIterator[Town]:
    """The stand-ins, served once for all tests; don't change their state outside of tests that write."""
    async with Town().opened() as opened:
        yield opened


@pytest.fixture
def sandbox(town: Town) -> Iterator[Town]:
    """The stand-ins, counting from zero and without faults, and without a test's faults afterwards."""
    town.reset()
    yield town
    town.reset()


@pytest_asyncio.fixture(loop_scope="session")
async def own_sandbox() -> AsyncIterator[Town]:
    """Stand-ins of this test's own, for tests that write."""
    async with Town().opened() as opened:
        yield opened


def make(settings: dict[str, str], only: Sequence[str] = VENDORS) -> Gateway:
    """Assemble a gateway from an environment, of `only` some vendors."""
    vendors = entries(only)
    process = assemble(read_settings({**BASE, **settings}, vendors), vendors, graph=graph_of(vendors))
    return Gateway(process, Engine(process))


@pytest_asyncio.fixture(loop_scope="session")
async def gateway(sandbox: Town) -> AsyncIterator[Gateway]:
    """A fresh gateway over the stand-ins, with an empty cache."""
    made = make(sandbox.settings)
    yield made
    await made.process.close()


@pytest_asyncio.fixture(loop_scope="session")
async def own_gateway(own_sandbox: Town) -> AsyncIterator[Gateway]:
    """A gateway over stand-ins of this test's own."""
    made = make(own_sandbox.settings)
    yield made
    await made.process.close()
