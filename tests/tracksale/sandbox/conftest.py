"""The stand-in behaves as Tracksale's page says, oddities and refusals included."""

from collections.abc import AsyncIterator

import httpx
import pytest

from loaders.sandbox.people import people
from loaders.tracksale.sandbox import stand_in
from tests.tracksale.sandbox.account import TOKEN, Clock, Vendor


@pytest.fixture
async def vendor() -> AsyncIterator[Vendor]:
    clock = Clock()
    app = stand_in(people(), clock)
    headers = {"authorization": f"bearer {TOKEN}"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://tracksale", headers=headers) as http:
        yield Vendor(app, clock, http)
