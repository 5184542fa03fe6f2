"""The one client, over a real socket to a peer that answers as the test says."""

import asyncio
from collections.abc import Callable

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from gateway.sandbox.faults import Fault
from loaders.upstream.errors import (
    AuthFailed,
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
from loaders.upstream.transport import Unsent
from tests.upstream.peer import CHECK, READ, WRITE, Served, good, status


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
