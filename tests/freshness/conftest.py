"""Gateways over the shared stand-ins, with clocks that stand still; each test finds their caches empty."""

from collections.abc import AsyncIterator
from math import ceil

import pytest
import pytest_asyncio

from gateway.registry import VENDORS
from gateway.sandbox.town import Town
from tests.access.front import Front
from tests.freshness.front import still


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def open_front(town: Town, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Front]:
    """Lets everybody in."""
    async with still(tmp_path_factory.mktemp("open"), town) as served:
        yield served


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def guarded_front(town: Town, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Front]:
    """Lets in who has a key or a token."""
    async with still(tmp_path_factory.mktemp("guarded"), town, AUTH="keys,jwt") as served:
        yield served


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def impatient_front(town: Town, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Front]:
    """Lets everybody in and gives vendors little time."""
    patience = {f"{name.upper()}_TIMEOUT_S": "0.4" for name in VENDORS}
    async with still(tmp_path_factory.mktemp("impatient"), town, patience) as served:
        yield served


@pytest_asyncio.fixture(loop_scope="session")
async def front(open_front: Front, sandbox: Town) -> Front:
    """Lets everybody in, holds nothing; for tests that leave the vendors in peace."""
    return await _emptied(open_front)


@pytest_asyncio.fixture(loop_scope="session")
async def guarded(guarded_front: Front, sandbox: Town) -> Front:
    """Likewise, for who has a key or a token."""
    return await _emptied(guarded_front)


@pytest_asyncio.fixture(loop_scope="session")
async def impatient(impatient_front: Front, sandbox: Town) -> Front:
    """For tests whose vendors don't answer."""
    return await _emptied(impatient_front)


async def _emptied(front: Front) -> Front:
    await front.process.cache.forget({"*"})
    front.clock.ahead_s = ceil(front.clock.ahead_s) + 60  # What failed before is past; and each test begins at a whole second.
    return front
