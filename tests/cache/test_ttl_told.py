"""What a vendor says about keeping its answers, over a socket; and that failures are never kept."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from pydantic import AnyHttpUrl
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.sandbox.town import serve_app
from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.entry import CATALOGUE, CLOSED_WINDOW, PERSON, SEARCH, SESSION, WINDOW, Ttl
from loaders.upstream.cache.memory import MemoryCache
from loaders.upstream.call import Call
from loaders.upstream.errors import UpstreamError
from loaders.upstream.policy import Policy
from loaders.upstream.read import Read
from loaders.upstream.scope import Scope, entered
from loaders.upstream.settings import VendorSettings
from loaders.upstream.vendor import Kit, Plumbing
from tests.upstream.clock import TurnedClock
from tests.upstream.credentials import NoCredentials


@dataclass(slots=True)
class Peer:
    """A vendor with one route, which answers with some headers, and is asked by reads with some TTL."""

    clock: TurnedClock = field(default_factory=TurnedClock)
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    body: object = "thing"
    calls: int = 0
    port: int = 0

    async def thing(self, _: Request) -> Response:
        self.calls += 1
        return JSONResponse(self.body, self.status, headers=self.headers)

    def read(self, ttl: Ttl, brings: Read[str, object] | None = None) -> Read[str, object]:
        """Declare a read of the peer, with a cache of its own; it may bring along a value of another's."""
        kit = Kit(cache=Cache(MemoryCache(self.clock, 100), b"secret"), clock=self.clock)
        settings = VendorSettings(url=AnyHttpUrl(f"http://127.0.0.1:{self.port}"))
        plumbing = Plumbing("peer", settings, kit, Policy(attempts=1))
        client = plumbing.client(NoCredentials(), zone="UTC")

        async def fetch(_: list[str]) -> list[object]:
            found = await client.find(Call("thing", "GET", "/thing"), object)
            if brings is not None:
                await brings.prime("a", found)
            return [found]

        return plumbing.read("thing", fetch, key=lambda key: (key,), ttl=ttl)


@pytest_asyncio.fixture
async def peer() -> AsyncIterator[Peer]:
    made = Peer()
    async with serve_app(Starlette(routes=[Route("/thing", made.thing)])) as port:
        made.port = port
        yield made


async def fresh_for(read: Read[str, object]) -> float:
    """How long what is read now is fresh."""
    with entered(Scope()) as scope:
        await read.load("a")
    return scope.ledger.used["peer"].fresh_for_s


@pytest.mark.parametrize("ttl", [CATALOGUE, PERSON, WINDOW, CLOSED_WINDOW])
@pytest.mark.parametrize(
    ("headers", "least"),
    [
        ({}, None),
        ({"cache-control": "max-age=7"}, 7),
        ({"Cache-Control": "Public, MAX-AGE=7, must-revalidate"}, 7),
        ({"cache-control": 'max-age="7"'}, 7),
        ({"cache-control": "max-age=10", "age": "3"}, 7),
        ({"cache-control": "max-age=10", "age": "30"}, 0),
        ({"cache-control": "max-age=10", "age": "soon"}, 10),
        ({"cache-control": "max-age=99999999"}, None),
        ({"cache-control": "max-age=soon"}, None),
        ({"cache-control": "max-age=60, no-store"}, 0),
        # What web frameworks send with every answer, asked or not.
        ({"cache-control": "no-cache, private"}, None),
        ({"cache-control": "no-cache, max-age=7"}, 7),
    ],
    ids=lambda value: "; ".join(value.values()) if isinstance(value, dict) else None,
)
async def test_max_age_shortens_every_ttl(peer: Peer, ttl: Ttl, headers: dict[str, str], least: float | None) -> None:
    """Less the time that the answer has lain in a cache of the vendor's; it never makes ours longer."""
    peer.headers = headers

    assert await fresh_for(peer.read(ttl)) == (ttl.fresh_s if least is None else least)


@pytest.mark.parametrize("header", ["no-store", "max-age=0", "max-age=7"])
async def test_what_was_made_lasts_as_long_as_it_does(peer: Peer, header: str) -> None:
    """A visit began; that the answer to beginning it mustn't be kept doesn't end it."""
    peer.headers = {"cache-control": header}

    assert await fresh_for(peer.read(SESSION)) == SESSION.fresh_s


@pytest.mark.parametrize(("header", "fresh_s"), [("no-store", 0), ("max-age=7", 7), ("public", PERSON.fresh_s)])
async def test_max_age_holds_for_what_an_answer_brought_along(peer: Peer, header: str, fresh_s: float) -> None:
    """Another read's value, kept so that it needn't be asked for: it is of the same answer."""
    peer.headers = {"cache-control": header}
    brought = peer.read(PERSON)
    listed = peer.read(PERSON, brings=brought)
    with entered(Scope()):
        await listed.load("list")
    made = peer.calls

    assert await fresh_for(brought) == fresh_s
    assert peer.calls == made + (fresh_s == 0)


async def test_an_answer_is_asked_for_anew_when_its_max_age_is_over(peer: Peer) -> None:
    """Counted at the vendor."""
    peer.headers = {"cache-control": "max-age=7"}
    read = peer.read(PERSON)
    for seconds, calls in ((0, 1), (6.9, 1), (0.2, 2), (6.9, 2)):
        peer.clock.turn(seconds)
        with entered(Scope(max_stale_s=0)):
            await read.load("a")
        assert peer.calls == calls


@pytest.mark.parametrize(
    ("ttl", "status", "body", "kept_s"),
    [(PERSON, 404, "no such thing", 10), (SEARCH, 200, [], 10), (PERSON, 200, [], 30), (SEARCH, 200, [1], 30)],
    ids=["nobody", "nobody found", "somebody has none", "somebody found"],
)
async def test_nobody_is_kept_for_ten_seconds(peer: Peer, ttl: Ttl, status: int, body: object, kept_s: float) -> None:
    """A person who isn't known yet; that a known one has nothing is known as long as anything."""
    peer.status, peer.body = status, body
    read = peer.read(ttl)
    for seconds, calls in ((0, 1), (kept_s - 0.1, 1), (0.2, 2)):
        peer.clock.turn(seconds)
        with entered(Scope(max_stale_s=0)):
            await read.load("a")
        assert peer.calls == calls


@pytest.mark.parametrize("status", [400, 401, 403, 429, 500, 503])
async def test_errors_are_never_kept(peer: Peer, status: int) -> None:
    """Whatever they say about keeping them; the next request asks again, and gets what there is by then."""
    peer.status, peer.headers = status, {"cache-control": "max-age=600", "retry-after": "0"}
    read = peer.read(CATALOGUE)
    for _ in range(2):
        with entered(Scope()), pytest.raises(UpstreamError):
            await read.load("a")
    assert peer.calls == 2

    peer.status = 200
    with entered(Scope()):
        assert await read.load("a") == "thing"
