"""The stand-in CareCloud keeps to the vendor's documentation: logins, oddities, writes, refusals."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from loaders.carecloud.sandbox import stand_in
from tests.carecloud.sandbox.project import CUSTOMER, DEVICE, ENTERPRISE, EVERYBODY, LOGIN, SEED, Caller, Clock, basic


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(clock: Clock) -> Starlette:
    return stand_in(EVERYBODY, clock)


@pytest.fixture
async def http(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://carecloud") as client:
        yield client


@pytest.fixture
async def user(http: httpx.AsyncClient) -> Caller:
    answer = await http.post(ENTERPRISE + "/users/actions/login", json=LOGIN)
    token = answer.json()["data"]["bearer_token"]
    return Caller(http, ENTERPRISE, f"Bearer {token}", token)


@pytest.fixture
async def portal(http: httpx.AsyncClient) -> Caller:
    """bearer-customer."""
    token = (await http.post(CUSTOMER + "/tokens", json=DEVICE)).json()["data"]["token_id"]
    return Caller(http, CUSTOMER, f"Bearer {token}", token)


@pytest.fixture
async def seed(http: httpx.AsyncClient) -> Caller:
    """basic-customer."""
    answer = await http.post(SEED + "/tokens", headers={"Authorization": basic("")})
    token = answer.json()["data"]["token_id"]
    return Caller(http, SEED, basic(token), token)
