"""How long a value is kept, when it is refreshed, and what ends it."""

import asyncio
from dataclasses import replace

import pytest

from loaders.upstream.cache.entry import UNKEPT, Ttl
from loaders.upstream.errors import Rejected
from loaders.upstream.scope import Scope, entered
from tests.upstream.clock import TurnedClock
from tests.upstream.reading import DOWN, TTL, Desk, a_cache, a_read, asked, settled


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


async def test_what_is_in_trouble_alone_doesnt_keep_the_rest_from_being_renewed(desk: Desk, clock: TurnedClock) -> None:
    """A scout goes first for its vendor; where it failed, the next one is somebody else."""
    read = a_read(desk, a_cache(clock), clock)
    keys = ["bad", "a", "b"]
    for key in keys:
        await asked(read, key)
    clock.turn(31)
    desk.answer = lambda key: DOWN if key == "bad" else f"newer {key}"
    seen = []
    for seconds in (0, 5, 5, 10):
        clock.turn(seconds)
        made = len(desk.batches)
        for key in keys:
            await asked(read, key)
        await settled()
        await settled()
        seen.append([key for batch in desk.batches[made:] for key in batch])

    assert seen == [["bad"], [], ["a", "b"], ["bad"]]


async def test_all_that_is_stale_is_renewed_once_one_was_answered(desk: Desk, clock: TurnedClock) -> None:
    """The others wait for the scout, whatever it takes, and then go together."""
    read = a_read(desk, a_cache(clock), clock)
    for key in "abc":
        await asked(read, key)
    clock.turn(31)
    made = desk.calls
    desk.gate.clear()
    for key in "abc":
        await asked(read, key)
    await settled()
    scouts = desk.batches[made:]
    desk.gate.set()
    await settled()
    await settled()

    assert scouts == [["a"]]
    assert desk.batches[made:] == [["a"], ["b"], ["c"]]


@pytest.mark.parametrize(("nobody", "ttl"), [(None, TTL), ([], replace(TTL, is_search=True))])
async def test_nobody_is_kept_briefly_and_never_served_stale(desk: Desk, clock: TurnedClock, nobody: object, ttl: Ttl) -> None:
    """ "Nobody knows this person" is asked anew after ten seconds, but serves when asking fails."""
    read = a_read(desk, a_cache(clock), clock, ttl=ttl)
    desk.answer = lambda key: nobody
    await asked(read, "a")
    clock.turn(9)
    await asked(read, "a")
    assert desk.calls == 1

    clock.turn(2)
    desk.answer = lambda key: DOWN
    assert await asked(read, "a") == nobody
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
