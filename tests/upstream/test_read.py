"""Reads: batches, the cache's windows, single flight, and what is stored."""

import asyncio

import pytest

from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.entry import UNKEPT
from loaders.upstream.errors import Rejected, Unavailable, UpstreamError
from loaders.upstream.scope import Scope, entered, hint_max_age
from tests.upstream.clock import TurnedClock
from tests.upstream.reading import Desk, a_cache, a_read, asked, settled

DOWN = Unavailable("desk", "expected an answer, got none")


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_keys_of_one_turn_are_one_batch(desk: Desk, clock: TurnedClock) -> None:
    """What is asked for in one turn of the event loop is one call, each key once, in batches of the vendor's size."""
    read = a_read(desk, a_cache(clock), clock, max_batch=3)
    with entered(Scope()):
        values = await read.load_many(["a", "b", "a", "c", "d"])

    assert values == ["value of a", "value of b", "value of a", "value of c", "value of d"]
    assert desk.batches == [["a", "b", "c"], ["d"]]


async def test_a_failed_key_is_an_error_in_its_place(desk: Desk, clock: TurnedClock) -> None:
    """One key's failure leaves the others of its batch alone."""
    desk.answer = lambda key: DOWN if key == "b" else key
    read = a_read(desk, a_cache(clock), clock, max_batch=9)
    with entered(Scope()) as scope:
        assert await read.load_many(["a", "b", "c"]) == ["a", DOWN, "c"]

    assert not scope.ledger.is_complete


async def test_the_same_read_twice_in_a_request_is_one_call_without_a_cache(desk: Desk, clock: TurnedClock) -> None:
    """Also where nothing is kept between requests, a request asks once."""
    read = a_read(desk, Cache(None, b"secret"), clock)
    with entered(Scope()):
        await read.load("a")
        await asyncio.gather(read.load("a"), read.load("a"))
    assert desk.calls == 1

    await asked(read, "a")
    assert desk.calls == 2


async def test_fresh_then_stale_then_gone(desk: Desk, clock: TurnedClock) -> None:
    """Fresh: no call. Stale: served at once and renewed by one call. Past both: asked anew."""
    read = a_read(desk, a_cache(clock), clock)
    await asked(read, "a")
    clock.turn(29)
    await asked(read, "a")
    assert desk.calls == 1

    clock.turn(2)
    desk.answer = lambda key: "newer"
    scope = Scope()
    assert await asked(read, "a", scope) == "value of a"
    assert scope.ledger.used["desk"].is_stale
    await settled()
    assert desk.calls == 2
    assert await asked(read, "a") == "newer"

    clock.turn(631)
    desk.answer = lambda key: "newest"
    assert await asked(read, "a") == "newest"


async def test_many_who_find_it_stale_cause_one_refresh(desk: Desk, clock: TurnedClock) -> None:
    """A hundred requests at the moment it goes stale are served at once, and one call is made."""
    read = a_read(desk, a_cache(clock), clock)
    await asked(read, "a")
    clock.turn(31)
    desk.gate.clear()

    values = await asyncio.gather(*(asked(read, "a") for _ in range(100)))
    desk.gate.set()
    await settled()

    assert set(values) == {"value of a"}
    assert desk.calls == 2


async def test_a_failing_vendor_is_covered_by_what_is_held(desk: Desk, clock: TurnedClock) -> None:
    """Stale is served while the vendor fails, and says so; past its limit the failure shows."""
    read = a_read(desk, a_cache(clock), clock)
    await asked(read, "a")
    desk.answer = lambda key: DOWN
    clock.turn(620)

    for _ in range(3):
        scope = Scope()
        assert await asked(read, "a", scope) == "value of a"
        assert scope.ledger.used["desk"].is_stale
        await settled()

    clock.turn(11)
    assert await asked(read, "a") is DOWN


async def test_a_caller_who_wants_fresh_waits_and_learns_of_the_failure(desk: Desk, clock: TurnedClock) -> None:
    """`max_stale_s` bounds what is served instead of an error, for this caller alone."""
    read = a_read(desk, a_cache(clock), clock)
    await asked(read, "a")
    clock.turn(100)
    desk.answer = lambda key: DOWN

    assert await asked(read, "a", Scope(max_stale_s=10)) is DOWN
    assert await asked(read, "a", Scope(max_stale_s=80)) == "value of a"

    desk.answer = lambda key: "newer"
    assert await asked(read, "a", Scope(max_stale_s=0)) == "newer"


async def test_a_caller_may_skip_the_cache(desk: Desk, clock: TurnedClock) -> None:
    """`skips_cache` asks the vendor, once per request, and what comes is kept for the others."""
    read = a_read(desk, a_cache(clock), clock)
    await asked(read, "a")
    desk.answer = lambda key: "newer"
    with entered(Scope(skips_cache=True)):
        assert [await read.load("a"), await read.load("a")] == ["newer", "newer"]

    assert await asked(read, "a") == "newer"
    assert desk.calls == 2


async def test_nobody_is_kept_briefly_and_never_served_stale(desk: Desk, clock: TurnedClock) -> None:
    """ "Nobody knows this person" is asked anew after ten seconds, but serves when asking fails."""
    read = a_read(desk, a_cache(clock), clock)
    desk.answer = lambda key: None
    await asked(read, "a")
    clock.turn(9)
    await asked(read, "a")
    assert desk.calls == 1

    clock.turn(2)
    desk.answer = lambda key: DOWN
    assert await asked(read, "a") is None
    desk.answer = lambda key: "known by now"
    assert await asked(read, "a") == "known by now"


async def test_errors_are_never_kept(desk: Desk, clock: TurnedClock) -> None:
    """The next request asks again."""
    read = a_read(desk, a_cache(clock), clock)
    desk.answer = lambda key: DOWN
    assert await asked(read, "a") is DOWN
    desk.answer = lambda key: "up"

    assert await asked(read, "a") == "up"


async def test_a_refusal_drops_what_is_held(desk: Desk, clock: TurnedClock) -> None:
    """A vendor that says no isn't failing: what was deleted there isn't shown for another hour."""
    read = a_read(desk, a_cache(clock), clock)
    await asked(read, "a")
    clock.turn(31)
    gone = Rejected("desk", 404)
    desk.answer = lambda key: gone
    await asked(read, "a")
    await settled()

    assert await asked(read, "a") is gone


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


@pytest.mark.parametrize("tag", ["desk:a", "desk", "*"])
async def test_forget_drops_by_tag_by_vendor_and_all(desk: Desk, clock: TurnedClock, tag: str) -> None:
    """A vendor's name is a tag of all its entries, and the star is everybody's."""
    cache = a_cache(clock)
    read = a_read(desk, cache, clock)
    await asked(read, "a")
    await cache.forget(["desk:b", "other"])
    await asked(read, "a")
    assert desk.calls == 1

    await cache.forget([tag])
    await asked(read, "a")
    assert desk.calls == 2


async def test_a_vendors_max_age_is_honoured(desk: Desk, clock: TurnedClock) -> None:
    """A shorter `max-age` shortens the fresh time, `no-store` (0) keeps nothing; a longer one changes nothing."""

    def answer(key: str) -> object:
        hint_max_age(float(key))
        return "value"

    desk.answer = answer
    read = a_read(desk, a_cache(clock), clock)
    for key in ("0", "5", "500"):
        await asked(read, key)
    clock.turn(4)
    scopes = [Scope() for _ in range(3)]
    for key, scope in zip(("0", "5", "500"), scopes, strict=True):
        await asked(read, key, scope)

    sources = [scope.ledger.exchanges[0].source if scope.ledger.exchanges else "miss" for scope in scopes]
    assert sources == ["miss", "hit", "hit"]
    assert [round(scope.ledger.used["desk"].fresh_for_s) for scope in scopes] == [0, 1, 26]


async def test_an_unkept_read_is_asked_every_time(desk: Desk, clock: TurnedClock) -> None:
    """A read declared as never kept is one call per request."""
    read = a_read(desk, a_cache(clock), clock, ttl=UNKEPT)
    await asked(read, "a")
    await asked(read, "a")

    assert desk.calls == 2


async def test_a_read_made_of_another_is_as_old_and_as_tagged_as_that(desk: Desk, clock: TurnedClock) -> None:
    """What is dropped below is dropped above, and an answer never says it is younger than what it was made from."""
    cache = a_cache(clock)
    below = a_read(desk, cache, clock)
    await asked(below, "a")
    clock.turn(20)

    upper = Desk(work=below.load)
    above = a_read(upper, cache, clock, name="sums")
    scope = Scope()
    await asked(above, "a", scope)
    used = scope.ledger.used["desk"]
    assert (used.stored_at, used.fresh_for_s) == (clock.started, 10)

    await cache.forget(["desk:a"])
    await asked(above, "a")
    assert (upper.calls, desk.calls) == (2, 2)


async def test_primed_values_are_as_old_as_the_flight_that_brought_them(desk: Desk, clock: TurnedClock) -> None:
    """A drop during the flight keeps also those out of the cache."""
    cache = a_cache(clock)
    sibling = a_read(desk, cache, clock, name="siblings")

    async def bring_along(_key: str) -> object:
        await sibling.prime("a", "primed")
        return "list"

    lists = Desk(work=bring_along)
    read = a_read(lists, cache, clock)
    await asked(read, "all")
    assert await asked(sibling, "a") == "primed"

    lists.gate.clear()
    lists.asked.clear()
    await cache.forget(["desk:a", "desk:all"])
    flight = asyncio.create_task(asked(read, "all"))
    await lists.asked.wait()
    await cache.forget(["desk:a"])
    lists.gate.set()
    await flight
    assert await asked(sibling, "a") == "value of a"


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


async def test_every_use_is_in_the_ledger(desk: Desk, clock: TurnedClock) -> None:
    """Hits, stale values and joined calls are told apart, for explanations and metrics."""
    read = a_read(desk, a_cache(clock), clock)
    desk.gate.clear()
    first, second = Scope(), Scope()
    flights = [asyncio.create_task(asked(read, "a", scope)) for scope in (first, second)]
    await settled()
    desk.gate.set()
    await asyncio.gather(*flights)
    hit, stale = Scope(), Scope()
    await asked(read, "a", hit)
    clock.turn(31)
    await asked(read, "a", stale)

    assert [[used.source for used in scope.ledger.exchanges] for scope in (first, second, hit, stale)] == [
        [],
        ["joined"],
        ["hit"],
        ["stale"],
    ]


async def test_an_error_is_raised_as_it_came(desk: Desk, clock: TurnedClock) -> None:
    """`load` raises the vendor's error with its evidence."""
    read = a_read(desk, a_cache(clock), clock)
    desk.answer = lambda key: DOWN
    with entered(Scope()), pytest.raises(UpstreamError) as caught:
        await read.load("a")

    assert caught.value is DOWN
