"""A renewal's calls: the first goes alone, and tells whether the others are worth making."""

import asyncio
from collections.abc import Callable

import pytest
from starlette.requests import Request
from starlette.responses import Response

from gateway.sandbox.faults import Fault
from loaders.upstream.client import Client
from loaders.upstream.errors import Malformed, OverBudget, Rejected, TimedOut, Unavailable, UpstreamError
from loaders.upstream.policy import Policy
from loaders.upstream.read import Read
from loaders.upstream.scope import Scope
from loaders.upstream.trial import Trial
from tests.upstream.clock import TurnedClock
from tests.upstream.peer import READ, Served, good, status
from tests.upstream.reading import Desk, a_cache, a_read, asked, settled


class Calls:
    """Several calls of one renewal, each of which the test ends."""

    def __init__(self, count: int) -> None:
        self.begun: list[int] = []
        self._trial = Trial()
        self._ends: list[asyncio.Future[str]] = [asyncio.get_running_loop().create_future() for _ in range(count)]
        self.made = [asyncio.create_task(self._made(number)) for number in range(count)]

    def end(self, number: int, how: str | UpstreamError) -> None:
        """Answer a call, or have it fail."""
        if isinstance(how, UpstreamError):
            self._ends[number].set_exception(how)
        else:
            self._ends[number].set_result(how)

    async def _made(self, number: int) -> str | UpstreamError:
        try:
            async with self._trial.call():
                self.begun.append(number)
                return await self._ends[number]
        except UpstreamError as error:
            return error


@pytest.mark.parametrize("answer", ["answered", Rejected("desk", 404)])
async def test_the_others_go_together_once_the_first_is_answered(answer: str | UpstreamError) -> None:
    """A vendor that says no is there, too."""
    calls = Calls(4)
    await settled()
    assert calls.begun == [0]

    calls.end(0, answer)
    await settled()
    assert calls.begun == [0, 1, 2, 3]

    for number in (3, 1, 2):
        calls.end(number, f"answered {number}")
    assert await asyncio.gather(*calls.made) == [answer, "answered 1", "answered 2", "answered 3"]


@pytest.mark.parametrize(
    "failure",
    [
        Unavailable("desk", "expected an answer, got none"),
        TimedOut("desk", 5),
        OverBudget("desk", "the budget is used up"),
        Malformed("desk", path="[0]", expected="a thing", got="null"),
    ],
)
async def test_none_of_the_others_goes_where_the_first_fails(failure: UpstreamError) -> None:
    """They all end as it did, also those that are made later."""
    calls = Calls(4)
    await settled()
    calls.end(0, failure)

    assert await asyncio.gather(*calls.made) == [failure] * 4
    assert calls.begun == [0]


async def test_what_fails_once_the_first_was_answered_fails_alone() -> None:
    """Nothing is made of it for the others."""
    calls, down = Calls(3), Unavailable("desk", "expected an answer, got none")
    await settled()
    calls.end(0, "answered")
    await settled()
    calls.end(1, down)
    await settled()
    calls.end(2, "answered too")

    assert await asyncio.gather(*calls.made) == ["answered", down, "answered too"]


async def test_where_the_first_is_given_up_another_goes_alone() -> None:
    """Nothing was learned of the vendor by then."""
    calls = Calls(3)
    await settled()
    calls.made[0].cancel()
    await settled()

    assert calls.begun == [0, 1]
    calls.end(1, "answered")
    await settled()
    assert calls.begun == [0, 1, 2]
    calls.end(2, "answered too")
    assert await asyncio.gather(*calls.made[1:]) == ["answered", "answered too"]


def of_several(client: Client) -> Desk:
    """A vendor whose every value is made of the answers to four calls."""

    async def whole(_key: str) -> object:
        things = await asyncio.gather(*(client.read(READ, dict[str, str]) for _ in range(4)), return_exceptions=True)
        failures = [thing for thing in things if isinstance(thing, UpstreamError)]
        return failures[0] if failures else things

    return Desk(work=whole)


async def being_renewed(client: Client, clock: TurnedClock) -> tuple[Desk, Read[str, object]]:
    """A read of such values, one of which was found stale."""
    desk = of_several(client)
    read = a_read(desk, a_cache(clock), clock)
    await read.prime("a", "older")
    clock.turn(31)
    assert await asked(read, "a", Scope()) == "older"
    await desk.asked.wait()
    return desk, read


@pytest.mark.parametrize(
    ("fault", "answer", "error"),
    [(Fault.HANG, good, TimedOut), (Fault.CLOSED, good, Unavailable), (None, status(500), Unavailable)],
)
async def test_what_is_stale_costs_a_vendor_in_trouble_one_call(
    served: Served,
    clock: TurnedClock,
    fault: Fault | None,
    answer: Callable[[Request], Response],
    error: type[UpstreamError],
) -> None:
    """However many calls it is made of, and whoever waits for them."""
    served.trouble.fault, served.trouble.gate, served.peer.answers = fault, asyncio.Event(), [answer]
    client = served.peer.client(Policy(timeout_s=0.5 if fault is Fault.HANG else 10))
    desk, read = await being_renewed(client, clock)
    strict = asyncio.create_task(asked(read, "a", Scope(max_stale_s=0)))
    await settled()
    served.trouble.gate.set()

    assert isinstance(await strict, error)
    assert (desk.calls, served.peer.calls) == (1, 1)
    assert await asked(read, "a", Scope()) == "older"
    await client.close()


async def test_what_is_stale_is_renewed_by_all_its_calls(served: Served, clock: TurnedClock) -> None:
    """Where the vendor answers the first of them."""
    client = served.peer.client(Policy(timeout_s=10))
    desk, read = await being_renewed(client, clock)

    assert await asked(read, "a", Scope(max_stale_s=0)) == [{"name": "one"}] * 4
    assert (desk.calls, served.peer.calls) == (1, 4)
    await client.close()
