"""The slices, run once for all tests of this folder."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from gateway.engine.engine import Engine
from gateway.process import assemble
from gateway.reading import read_settings
from gateway.registry import entries
from gateway.sandbox.town import Town
from tests.conftest import BASE, Gateway
from tests.federation.slices import Slices, running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def slices(town: Town, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Slices]:
    """Five processes over the stand-ins, in the production defaults."""
    async with running(town.settings, tmp_path_factory.mktemp("slices")) as served:
        yield served


@pytest_asyncio.fixture(loop_scope="session")
async def tracksale_slice(sandbox: Town) -> AsyncIterator[Gateway]:
    """One vendor's slice, with an empty cache."""
    vendors = entries()
    process = assemble(read_settings({**BASE, **sandbox.settings}, vendors), vendors, only=["tracksale"])
    yield Gateway(process, Engine(process))
    await process.close()
