"""Chromium, and gateways over the stand-ins for it to look at."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser
from starlette.types import ASGIApp

from gateway.explorer.build import build
from gateway.http.app import application
from gateway.process import assemble
from gateway.reading import read_settings
from gateway.registry import entries
from gateway.sandbox.town import Town, serve_app
from tests.conftest import BASE
from tests.explorer.browser import Explorer, chromium, opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests."""
    async with chromium() as launched:
        yield launched


@pytest.fixture(scope="session")
def _parts() -> None:
    """GraphiQL's parts, brought by npm where they aren't there yet."""
    build()


@asynccontextmanager
async def app(settings: dict[str, str]) -> AsyncIterator[ASGIApp]:
    """A gateway that shows its schema, as an application."""
    known = entries()
    process = assemble(read_settings({**BASE, "GATEWAY_INTROSPECTION": "true", **settings}, known), known)
    yield application(process)
    await process.close()


@asynccontextmanager
async def served(settings: dict[str, str]) -> AsyncIterator[str]:
    """A gateway that shows its schema, on a port; yields the explorer's address."""
    async with app(settings) as made, serve_app(made) as port:
        yield f"http://127.0.0.1:{port}/graphql"


@pytest_asyncio.fixture(loop_scope="session")
async def explorer(browser: Browser, address: str) -> AsyncIterator[Explorer]:
    """The explorer as it opens."""
    async with opened(browser, address) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def address(sandbox: Town, _parts: None) -> AsyncIterator[str]:
    """A fresh gateway over the stand-ins."""
    async with served(sandbox.settings) as found:
        yield found


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go, outside of the repository."""
    return tmp_path_factory.mktemp("pictures")
