"""The gateway in its production defaults: keys and tokens, no introspection, every limit at its default."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from gateway.sandbox.town import Town
from tests.access.front import EVERY_READ, Front, serve


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def front(town: Town, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Front]:
    """One for all tests of a module."""
    async with serve(tmp_path_factory.mktemp("security"), town.settings, QUOTA_REQUESTS="0", QUOTA_COST="0") as served:
        yield served


@pytest.fixture(scope="module")
def key(front: Front) -> str:
    """A partner's key that may read everything."""
    return front.key("partner", *EVERY_READ)
