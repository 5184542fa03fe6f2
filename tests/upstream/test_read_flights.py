"""Flights that several callers wait for, and what comes in between."""

import asyncio

import pytest

from tests.upstream.clock import TurnedClock
from tests.upstream.reading import Desk, a_cache, a_read, asked, settled


async def test_a_flight_survives_its_first_caller(desk: Desk, clock: TurnedClock) -> None:
    """A caller that goes away or times out doesn't cancel the call that others wait for."""
    read = a_read(desk, a_cache(clock), clock)
    desk.gate.clear()
    first = asyncio.create_task(asked(read, "a"))
    await desk.asked.wait()
    second = asyncio.create_task(asked(read, "a"))
    await settled()
    first.cancel()
    await settled()
    desk.gate.set()

    assert await second == "value of a"
    assert first.cancelled()
    assert await asked(read, "a") == "value of a"
    assert desk.calls == 1


async def test_a_flight_survives_a_caller_that_left_before_it_departed(desk: Desk, clock: TurnedClock) -> None:
    """Cancelled in the very turn in which it asked, with another caller in the same batch."""
    read = a_read(desk, a_cache(clock), clock, max_batch=9)
    first = asyncio.create_task(asked(read, "a"))
    second = asyncio.create_task(asked(read, "b"))
    await asyncio.sleep(0)
    first.cancel()

    assert await second == "value of b"
    assert desk.batches == [["a", "b"]]


async def test_what_was_asked_before_a_drop_is_not_stored_after_it(desk: Desk, clock: TurnedClock) -> None:
    """A write's `forget` while its read is on the way: callers since then ask anew, and the old answer isn't kept."""
    cache = a_cache(clock)
    read = a_read(desk, cache, clock)
    desk.answer = lambda key: f"answer {desk.calls}"
    desk.gate.clear()
    before = asyncio.create_task(asked(read, "a"))
    await desk.asked.wait()
    await cache.forget(["desk:a"])
    after = asyncio.create_task(asked(read, "a"))
    await settled()
    assert desk.calls == 2
    desk.gate.set()
    await asyncio.gather(before, after)
    desk.answer = lambda key: "third"
    assert await asked(read, "a") == "answer 2"


async def test_a_drop_of_something_else_spares_a_flight(desk: Desk, clock: TurnedClock) -> None:
    """Writes about others don't keep an answer out of the cache."""
    cache = a_cache(clock)
    read = a_read(desk, cache, clock)
    desk.gate.clear()
    flight = asyncio.create_task(asked(read, "a"))
    await desk.asked.wait()
    await cache.forget(["desk:b"])
    desk.gate.set()
    await flight
    await asked(read, "a")

    assert desk.calls == 1


@pytest.mark.parametrize(("dropped", "calls"), [("elsewhere:b", 1), ("desk:b", 2), ("desk", 2), ("*", 2)])
async def test_a_drop_at_another_vendor_ends_no_joining(desk: Desk, clock: TurnedClock, dropped: str, calls: int) -> None:
    """Who comes after a drop of this vendor's isn't given what was asked before it; another vendor's is none of its business."""
    cache = a_cache(clock)
    read = a_read(desk, cache, clock)
    desk.gate.clear()
    first = asyncio.create_task(asked(read, "a"))
    await desk.asked.wait()
    await cache.forget([dropped])
    second = asyncio.create_task(asked(read, "a"))
    await asyncio.sleep(0)
    desk.gate.set()

    assert list(await asyncio.gather(first, second)) == ["value of a"] * 2
    assert desk.calls == calls


async def test_a_bug_in_a_fetch_reaches_every_waiter_as_itself(desk: Desk, clock: TurnedClock) -> None:
    """Nobody is left waiting, and nothing is served in its place."""

    def broken(key: str) -> object:
        raise ZeroDivisionError

    read = a_read(desk, a_cache(clock), clock)
    await asked(read, "a")
    clock.turn(10_000)
    desk.answer = broken
    found = await asyncio.gather(asked(read, "a"), asked(read, "a"), return_exceptions=True)

    assert [type(error) for error in found] == [ZeroDivisionError, ZeroDivisionError]


async def test_a_bug_in_tags_leaves_nobody_waiting(desk: Desk, clock: TurnedClock) -> None:
    """Whatever a vendor's declaration does wrong, the flight lands."""

    def broken(key: str, value: object) -> tuple[str, ...]:
        raise LookupError

    read = a_read(desk, a_cache(clock), clock, tags=broken)
    async with asyncio.timeout(5):
        with pytest.raises(LookupError):
            await asked(read, "a")


async def test_drops_one_after_another_make_two_calls_at_a_time(clock: TurnedClock) -> None:
    """One that was under way, one that knows of the first drop; whoever comes after a later one waits for one of them to land."""
    desk, cache = Desk(answer=lambda key: f"{key} {desk.calls}"), a_cache(clock)
    read = a_read(desk, cache, clock)
    desk.gate.clear()
    callers = []
    for _ in range(20):
        callers.append(asyncio.create_task(asked(read, "a")))
        await settled()
        await cache.forget(["desk:b"])
    at_once = desk.calls
    desk.gate.set()
    found = await asyncio.gather(*callers)

    assert at_once == 2
    assert desk.calls == 3
    assert found[-1] == "a 3"
    assert await asked(read, "a") == "a 3"
