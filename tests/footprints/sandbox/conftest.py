"""The stand-in behaves as the vendor's page says: credentials, shapes, writes that are read back, and refusals."""

from collections.abc import AsyncIterator

import httpx
import pytest

from loaders.footprints.sandbox import stand_in
from loaders.sandbox.people import people
from tests.footprints.sandbox.tenant import KEY, SECRET, Clock, Vendor


@pytest.fixture
async def vendor() -> AsyncIterator[Vendor]:
    clock = Clock()
    app = stand_in(people(), clock)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://footprints") as http:
        answer = await http.post("/api/token", data={"grant_type": "client_credentials"}, auth=(KEY, SECRET))
        yield Vendor(http, clock, answer.json()["access_token"], app.state.expire_tokens)
