"""What tests of reads and of the client share."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.routing import Route

from gateway.sandbox.faults import Trouble
from gateway.sandbox.town import serve_app
from tests.upstream.clock import TurnedClock
from tests.upstream.peer import Peer, Served
from tests.upstream.reading import Desk


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest_asyncio.fixture(loop_scope="session")
async def served() -> AsyncIterator[Served]:
    """A peer on a socket."""
    peer = Peer()
    app = Starlette(routes=[Route("/thing", peer.thing, methods=["GET", "POST"])])
    trouble = Trouble(app, peer.recorder.record)
    async with serve_app(trouble) as port:
        peer.port = port
        yield Served(peer, trouble)
