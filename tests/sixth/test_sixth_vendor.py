"""A sixth vendor joins with its own folders and one registry entry; nothing else is edited."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import strawberry
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse
from starlette.routing import Route

from gateway.engine.engine import Engine
from gateway.process import assemble
from gateway.registry import Entry, entries
from gateway.sandbox.town import Town, serve_app
from gateway.settings import read_settings
from schema.subgraph import Clash, Subgraph, compose
from tests.conftest import BASE, Gateway
from tests.sixth.graph import SUBGRAPH
from tests.sixth.parcels import Parcels

SIXTH = Entry("parcels", Parcels, SUBGRAPH)


async def _addressee(request: HttpRequest) -> JSONResponse:
    if request.headers["authorization"] != "Bearer parcels-token":
        return JSONResponse({"error": "who are you?"}, 401)
    if request.query_params.get("email") != "ana.popescu0@example.com":
        return JSONResponse(None, 404)
    return JSONResponse({"addressee": "a1", "email": "Ana.Popescu0@example.com", "parcels": [{"tracking_code": "P-1"}]})


@pytest_asyncio.fixture(loop_scope="session")
async def six(sandbox: Town) -> AsyncIterator[Gateway]:
    """A gateway over six vendors."""
    async with serve_app(Starlette(routes=[Route("/addressee", _addressee)])) as port:
        settings = {**BASE, **sandbox.settings, "PARCELS_URL": f"http://127.0.0.1:{port}", "PARCELS_TOKEN": "parcels-token"}
        vendors = [*entries(), SIXTH]
        process = assemble(read_settings(settings, vendors), vendors)
        yield Gateway(process, Engine(process))
        await process.close()


async def test_a_sixth_vendor_answers_beside_the_five(six: Gateway):
    """Its field, its identity and its enum value are there."""
    answer = await six.query(
        "query Q($email: String!) { customer(by: {email: $email}) { parcels { code } rewards { id } identities { vendor id } } }",
        email="ANA.popescu0@example.com",
    )

    assert answer.errors == []
    customer = answer.data["customer"]
    assert customer["parcels"] == [{"code": "P-1"}]
    assert customer["rewards"]
    assert {"vendor": "PARCELS", "id": "a1"} in customer["identities"]


def test_two_vendors_with_the_same_field_are_refused():
    """Plain inheritance would silently keep the first."""

    @strawberry.type
    class Impostor:
        parcels: str | None = None

    with pytest.raises(Clash, match=r"Customer\.parcels"):
        compose([SUBGRAPH, Subgraph("impostor", "…", customer=Impostor)])
