"""A gateway over stand-ins that only these tests write to."""

from collections.abc import AsyncIterator

import pytest_asyncio

from gateway.sandbox.town import Town
from tests.conftest import Gateway, make
from tests.live.served import Served, serve


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shops() -> AsyncIterator[Town]:
    """The stand-ins."""
    async with Town().opened() as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def running(shops: Town) -> AsyncIterator[Served]:
    """Open to everybody."""
    async with serve(shops.settings) as one:
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def served(running: Served, shops: Town) -> Served:
    """The same with nobody connected, its stand-ins counting from zero and without faults."""
    await running.begun(0)
    shops.reset()
    return running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def elsewhere(shops: Town) -> AsyncIterator[Gateway]:
    """Another gateway that shares nothing but the vendors."""
    made = make(shops.settings)
    yield made
    await made.process.close()
