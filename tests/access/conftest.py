"""A gateway in its production defaults, over the stand-ins."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from gateway.sandbox.town import Town
from tests.access.front import Front, serve


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def front(town: Town, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Front]:
    """One for all tests of a module."""
    async with serve(tmp_path_factory.mktemp("front"), town.settings) as served:
        yield served
