"""Flights that several callers wait for, and what comes in between."""

import asyncio
import gc

import pytest

from loaders.upstream.cache.entry import UNKEPT, Ttl
from loaders.upstream.cache.line import Line
from loaders.upstream.cache.tier import Tier
from loaders.upstream.read import Read
from loaders.upstream.scope import Scope, entered
from tests.upstream.clock import TurnedClock
from tests.upstream.reading import DOWN, Desk, a_cache, a_read, asked, settled


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


@pytest.mark.parametrize("tiers", ["memory", "memory and a store"])
async def test_a_bug_in_a_ttl_leaves_nobody_waiting(desk: Desk, clock: TurnedClock, tiers: str) -> None:
    """Also where a store is configured, which is asked only for what may be kept."""

    def broken(key: str) -> Ttl:
        raise LookupError

    cache = a_cache(clock)
    cache.shared = Tier(Line("redis://127.0.0.1:1"), clock, cache.hear) if "store" in tiers else None
    read = Read("desk", "things", desk.fetch, key=lambda key: (key,), tags=lambda *_: (), ttl=broken, cache=cache, clock=clock)
    async with asyncio.timeout(5):
        found = await asyncio.gather(asked(read, "a"), asked(read, "a"), return_exceptions=True)

    assert [type(error) for error in found] == [LookupError, LookupError]


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


@pytest.mark.parametrize(("newer", "kept"), [("newer", "newer"), (DOWN, "older")])
async def test_what_was_asked_for_earlier_and_lands_last_replaces_nothing_newer(
    desk: Desk, clock: TurnedClock, newer: object, kept: str
) -> None:
    """Two calls for a key are under way after a drop of something else; what the later one failed with is nothing newer."""
    cache = a_cache(clock)
    answers: list[asyncio.Future[object]] = [asyncio.get_running_loop().create_future() for _ in range(2)]

    async def answer(_key: str) -> object:
        return await answers[desk.calls - 1]

    desk.work = answer
    read = a_read(desk, cache, clock)
    earlier = asyncio.create_task(asked(read, "a"))
    await settled()
    await cache.forget(["desk:b"])
    later = asyncio.create_task(asked(read, "a"))
    await settled()
    answers[1].set_result(newer)
    assert await later == newer
    answers[0].set_result("older")
    assert await earlier == "older"

    assert await asked(read, "a") == kept
    assert desk.calls == 2


async def test_what_was_read_holds_no_finished_request(clock: TurnedClock) -> None:
    """Requests that each begin while the last is under way, and wait for what it asked for, would all be held by the newest."""
    gates = [asyncio.Event() for _ in range(52)]

    async def answer(key: str) -> object:
        return await gates[int(key)].wait()

    desk = Desk(work=answer)
    read = a_read(desk, a_cache(clock), clock, ttl=UNKEPT)

    async def request(number: int) -> None:
        with entered(Scope()):
            await read.load_many([str(number), str(number + 1)])

    gates[0].set()
    before, requests = scopes(), []
    for number in range(50):
        requests.append(asyncio.create_task(request(number)))
        await settled()
        gates[number].set()
        await settled()
    assert [number for number, one in enumerate(requests) if not one.done()] == [49]
    assert desk.calls == 51
    assert scopes() - before < 10

    gates[50].set()
    await requests[-1]


def scopes() -> int:
    """How many requests the process holds."""
    gc.collect()
    return sum(isinstance(one, Scope) for one in gc.get_objects())
