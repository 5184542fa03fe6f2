"""The one client, over a real socket to a peer that answers as the test says."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from pydantic import AnyHttpUrl
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from gateway.sandbox.faults import Fault, Trouble
from gateway.sandbox.recorded import Recorder
from gateway.sandbox.town import serve_app
from loaders.upstream.breaker import State
from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.memory import MemoryCache
from loaders.upstream.call import Call
from loaders.upstream.client import Client
from loaders.upstream.clock import SystemClock
from loaders.upstream.errors import (
    AuthFailed,
    CircuitOpen,
    Malformed,
    OutcomeUnknown,
    OverBudget,
    Rejected,
    TimedOut,
    Unavailable,
    UpstreamError,
)
from loaders.upstream.policy import Policy
from loaders.upstream.scope import Scope, entered
from loaders.upstream.settings import VendorSettings
from loaders.upstream.tokens import Token, TokenBroker
from loaders.upstream.transport import Unsent
from loaders.upstream.vendor import Kit, Plumbing

READ = Call("thing", "GET", "/thing")
WRITE = Call("make thing", "POST", "/thing").with_json({"name": "one"})
CHECK = "read `things` to see whether it is there"


class Tokens:
    """Credentials that the peer may stop to take."""

    def __init__(self) -> None:
        self.fetched = 0
        self._broker = TokenBroker(self._fetch, SystemClock())

    async def authorize(self, call: Call) -> Call:
        return call.with_headers(("Authorization", (await self._broker.token()).text))

    def refused(self, call: Call) -> bool:
        self._broker.refuse(dict(call.headers)["Authorization"])
        return True

    async def _fetch(self, _spent: Token | None) -> Token:
        self.fetched += 1
        return Token(f"token {self.fetched}", expires_in_s=3600)


@dataclass(slots=True)
class Peer:
    """A vendor of one route: `answers` are given in order, the last one again and again."""

    answers: list[Callable[[Request], Response]] = field(default_factory=lambda: [lambda _: JSONResponse({"name": "one"})])
    recorder: Recorder = field(default_factory=Recorder)
    tokens: Tokens = field(default_factory=Tokens)
    port: int = 0

    async def thing(self, request: Request) -> Response:
        """Give the next answer."""
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer(request)

    def client(self, policy: Policy) -> Client:
        """A client that knows the peer's address."""
        settings = VendorSettings(url=AnyHttpUrl(f"http://127.0.0.1:{self.port}"))
        kit = Kit(cache=Cache(MemoryCache(SystemClock(), 10), b"secret"))
        return Plumbing("peer", settings, kit, policy).client(self.tokens, zone="UTC")

    @property
    def calls(self) -> int:
        """How many requests came over the wire."""
        return len(self.recorder.calls)


@dataclass(slots=True)
class Served:
    """The peer and what makes it fail below HTTP."""

    peer: Peer
    trouble: Trouble


@pytest_asyncio.fixture(loop_scope="session")
async def served() -> AsyncIterator[Served]:
    """A peer on a socket."""
    peer = Peer()
    app = Starlette(routes=[Route("/thing", peer.thing, methods=["GET", "POST"])])
    trouble = Trouble(app, peer.recorder.record)
    async with serve_app(trouble) as port:
        peer.port = port
        yield Served(peer, trouble)


def status(code: int, **headers: str) -> Callable[[Request], Response]:
    """Answer with a status and an error text."""
    return lambda _: JSONResponse({"error": "no"}, code, headers=headers)


def good(_: Request) -> Response:
    """Answer as documented."""
    return JSONResponse({"name": "one"})


@pytest.mark.parametrize("trouble", [status(500), status(503), status(429, **{"Retry-After": "1"})])
async def test_a_read_is_repeated_until_it_is_answered(served: Served, trouble: Callable[[Request], Response]):
    """One failure costs one call more."""
    served.peer.answers = [trouble, good]
    client = served.peer.client(Policy(timeout_s=10))

    assert await client.read(READ, dict[str, str]) == {"name": "one"}
    assert served.peer.calls == 2
    await client.close()


@pytest.mark.parametrize(
    ("answer", "error", "calls"),
    [
        (status(400), Rejected, 1),
        (status(404), Rejected, 1),
        (status(429, **{"Retry-After": "60"}), OverBudget, 1),
        (status(401), AuthFailed, 2),
        (lambda _: HTMLResponse("<b>busy</b>"), Malformed, 1),
        (lambda _: JSONResponse([1, 2]), Malformed, 1),
        (status(500), Unavailable, 3),
    ],
)
async def test_a_read_that_cannot_be_answered_says_why(
    served: Served, answer: Callable[[Request], Response], error: type[UpstreamError], calls: int
):
    """What will not change is not asked again; new credentials are tried once."""
    served.peer.answers = [answer]
    client = served.peer.client(Policy(timeout_s=10))

    with pytest.raises(error):
        await client.read(READ, dict[str, str])

    assert served.peer.calls == calls
    await client.close()


async def test_there_is_no_such_thing_is_an_answer(served: Served):
    """Nothing failed: neither the request's own account of the call nor the vendor's state names an error; it is asked once."""
    served.peer.answers = [status(404)]
    client = served.peer.client(Policy(timeout_s=10))

    with entered(Scope()) as scope:
        async with client.stream(READ) as opened:
            found = (await client.find(READ, dict[str, str]), opened)

    assert found == (None, None)
    assert [(exchange.status, exchange.error) for exchange in scope.ledger.exchanges] == [(404, None)] * 2
    assert (client.last_error, client.has_answered, served.peer.calls) == (None, True, 2)
    await client.close()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.CLOSED, OutcomeUnknown),
        (Fault.HALF_BODY, OutcomeUnknown),
        (Fault.HANG, OutcomeUnknown),
        (Fault.ERROR_500, OutcomeUnknown),
        (Fault.GARBAGE, OutcomeUnknown),
        (Fault.TOO_MANY, OverBudget),
    ],
)
async def test_a_write_is_sent_once_whatever_happens(served: Served, fault: Fault, error: type[UpstreamError]):
    """A lost answer is unknown, not failed, and says which read tells."""
    served.trouble.fault = fault
    client = served.peer.client(Policy(timeout_s=1))

    with pytest.raises(error) as caught:
        await client.write(WRITE, dict[str, str], check=CHECK)

    assert served.peer.calls == 1
    assert (CHECK in str(caught.value)) == (error is OutcomeUnknown)
    await client.close()


async def test_a_write_that_never_left_has_certainly_not_happened(served: Served):
    """Nobody listens at the port."""
    served.peer.port = 1
    client = served.peer.client(Policy(timeout_s=2))

    with pytest.raises(Unavailable):
        await client.write(WRITE, dict[str, str], check=CHECK)
    await client.close()


async def test_a_refused_token_is_renewed_once_for_all(served: Served):
    """The 401 says that nothing was done, so a write may follow it too."""
    served.peer.answers = [status(401), good]
    client = served.peer.client(Policy(timeout_s=5))

    assert await client.write(WRITE, dict[str, str], check=CHECK) == {"name": "one"}
    assert [call.headers["authorization"] for call in served.peer.recorder.calls] == ["token 1", "token 2"]
    assert served.peer.tokens.fetched == 2
    await client.close()


async def test_no_answer_in_time_is_a_timeout(served: Served):
    """The deadline is for the read with all its attempts."""
    served.trouble.fault = Fault.HANG
    client = served.peer.client(Policy(timeout_s=0.5))

    with pytest.raises(TimedOut):
        await client.read(READ, dict[str, str])

    assert served.peer.calls == 1
    await client.close()


async def test_too_many_failures_open_the_circuit(served: Served):
    """Then nothing is sent, and the error says when to come back."""
    served.peer.answers = [status(500)]
    client = served.peer.client(Policy(timeout_s=10, attempts=1))
    for _ in range(5):
        with pytest.raises(Unavailable):
            await client.read(READ, dict[str, str])

    with pytest.raises(CircuitOpen) as caught:
        await client.read(READ, dict[str, str])

    assert client.breaker.state is State.OPEN
    assert caught.value.retry_after_s is not None
    assert served.peer.calls == 5
    await client.close()


async def test_a_call_counts_once_however_often_it_was_tried(served: Served):
    """Two calls of three attempts are two failures, so that a vendor that is back after a moment is asked at once."""
    served.peer.answers = [status(500)]
    client = served.peer.client(Policy(timeout_s=10, attempts=3))
    for _ in range(2):
        with pytest.raises(Unavailable):
            await client.read(READ, dict[str, str])

    served.peer.answers = [good]
    await client.read(READ, dict[str, str])

    assert client.breaker.state is State.CLOSED
    assert served.peer.calls == 7
    await client.close()


async def test_a_vendor_that_asks_for_fewer_calls_counts_once_too(served: Served):
    """However often it said so to one call."""
    served.peer.answers = [status(429, **{"Retry-After": "0"})]
    client = served.peer.client(Policy(timeout_s=10, attempts=3))
    for _ in range(4):
        with pytest.raises(OverBudget):
            await client.read(READ, dict[str, str])
    before = client.breaker.state
    with pytest.raises(OverBudget):
        await client.read(READ, dict[str, str])

    assert (before, client.breaker.state) == (State.CLOSED, State.OPEN)
    await client.close()


@pytest.mark.parametrize("trouble", [status(500), status(429)])
async def test_a_probe_that_fails_is_not_repeated(served: Served, trouble: Callable[[Request], Response]):
    """One attempt tells enough of a vendor that was left alone for failing."""
    served.peer.answers = [trouble]
    client = served.peer.client(Policy(timeout_s=10, attempts=3))
    client.breaker.open_for(0)

    with pytest.raises(UpstreamError):
        await client.read(READ, dict[str, str])

    assert client.breaker.state is State.OPEN
    assert served.peer.calls == 1
    await client.close()


async def test_a_locked_account_is_left_alone(served: Served):
    """A CAPTCHA instead of an answer is never asked again; a real 405 in JSON is a refusal."""
    served.peer.answers = [lambda _: HTMLResponse("<form>CAPTCHA</form>", 405)]
    client = served.peer.client(Policy(timeout_s=10, lock_status=405))

    for _ in range(2):
        with pytest.raises(OverBudget):
            await client.read(READ, dict[str, str])

    assert client.breaker.state is State.OPEN
    assert served.peer.calls == 1
    await client.close()


async def test_the_budget_is_kept_before_anything_is_sent(served: Served):
    """Two calls in five minutes, then an error with the seconds to wait."""
    client = served.peer.client(Policy(timeout_s=10, calls=2))
    await client.read(READ, dict[str, str])
    await client.read(READ, dict[str, str])

    with pytest.raises(OverBudget) as caught:
        await client.read(READ, dict[str, str])

    assert 290 < (caught.value.retry_after_s or 0) <= 300
    assert served.peer.calls == 2
    await client.close()


async def test_an_answer_that_is_still_read_holds_its_slot(served: Served):
    """With one slot, the next call leaves when the picture has been read, not while it is."""
    client = served.peer.client(Policy(timeout_s=10, concurrency=1))
    async with client.stream(READ) as opened:
        assert opened is not None and client.slots.taken == 1
        following = asyncio.create_task(client.read(READ, dict[str, str]))
        await asyncio.sleep(0)
        assert client.slots.waiting == 1
        assert (await opened.aread(), served.peer.calls) == (b'{"name":"one"}', 1)

    assert await following == {"name": "one"}
    assert (client.slots.taken, served.peer.calls) == (0, 2)
    await client.close()


async def test_a_picture_that_cannot_be_asked_for_was_never_sent(served: Served):
    """Opening an answer tells failures apart as reading one does."""
    served.peer.port = 1
    client = served.peer.client(Policy(timeout_s=10, attempts=1))

    with pytest.raises(Unsent):
        async with client.stream(READ):
            pass

    assert client.slots.taken == 0
    await client.close()
