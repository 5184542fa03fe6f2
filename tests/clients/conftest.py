"""The gateway on a port, in its production defaults but for authentication, over the stand-ins."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from gateway.http.app import application
from gateway.process import assemble
from gateway.reading import read_settings
from gateway.registry import entries
from gateway.sandbox.town import Town, serve_app
from tests.conftest import BASE

PUBLISHED = Path(__file__).parents[2] / "schema.graphql"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def url(town: Town) -> AsyncIterator[str]:
    """Where the graph is served."""
    vendors = entries()
    process = assemble(read_settings({**BASE, **town.settings}, vendors), vendors)
    async with serve_app(application(process)) as port:
        yield f"http://127.0.0.1:{port}/graphql"
    await process.close()


@pytest.fixture
def published() -> Path:
    """The schema as it is in the repository."""
    return PUBLISHED
