"""The stand-in Open Loyalty server behaves as the documentation and the notes say."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from loaders.open_loyalty.sandbox import SETTINGS, stand_in
from loaders.sandbox.people import people
from tests.open_loyalty.sandbox.programme import Clock, client_of, log_in


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(clock: Clock) -> Starlette:
    return stand_in(people(), clock)


@pytest.fixture
async def stranger(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client


@pytest.fixture
async def admin(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield await log_in(client, "admin", SETTINGS["OPEN_LOYALTY_USERNAME"])


@pytest.fixture
async def seller(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield await log_in(client, "seller", "seller@example.com")
