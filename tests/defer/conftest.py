"""The toy graph on a port, in the production defaults but for authentication."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.http.conftest import Served, serve


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def served() -> AsyncIterator[Served]:
    """For questions that don't wait."""
    async with serve() as running:
        yield running
