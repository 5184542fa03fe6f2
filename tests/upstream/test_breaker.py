"""When a vendor is left alone, over a real socket to a peer that answers as the test says."""

from collections.abc import Callable

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from loaders.upstream.breaker import Breaker, State
from loaders.upstream.errors import (
    CircuitOpen,
    OverBudget,
    Unavailable,
    UpstreamError,
)
from loaders.upstream.policy import Policy
from tests.upstream.clock import TurnedClock
from tests.upstream.peer import READ, Served, good, status


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


@pytest.mark.parametrize(("first_s", "then_s"), [(120, 5), (5, 120)])
def test_the_longer_pause_holds(first_s: float, then_s: float):
    """Of two that a vendor asks for, as answers to calls that were under way together."""
    clock = TurnedClock()
    breaker = Breaker("desk", clock)
    breaker.open_for(first_s, wished="the first")
    breaker.open_for(then_s, wished="the second")
    clock.turn(119)
    with pytest.raises(OverBudget, match="the first" if first_s > then_s else "the second"):
        breaker.admit()
    clock.turn(2)
    breaker.admit()

    assert breaker.state is State.HALF_OPEN
