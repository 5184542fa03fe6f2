"""A value that is made of other reads, or was asked for by another caller, is no better than where it comes from."""

import asyncio
from collections.abc import Callable

import pytest

from loaders.upstream.cache.cache import Cache
from loaders.upstream.errors import OverShare, Unavailable
from loaders.upstream.read import Read
from loaders.upstream.scope import Scope, current, entered
from tests.upstream.clock import TurnedClock
from tests.upstream.reading import Desk, a_cache, a_read, asked, settled

SPENT = OverShare("desk", "this caller has had its share")


async def test_what_is_made_of_something_dropped_meanwhile_is_not_kept(clock: TurnedClock) -> None:
    """Also where the part was read earlier in the request, before the drop, and the whole was asked for after it."""
    cache, parts = a_cache(clock), Desk(answer=lambda key: f"{key} {parts.calls}")
    below = a_read(parts, cache, clock)
    above = a_read(Desk(work=below.load), cache, clock, name="sums")
    scope = Scope()
    await asked(below, "a", scope)
    await cache.forget(["desk:a"])

    assert await asked(above, "a", scope) == "a 1"
    assert await asked(above, "a") == "a 2"


async def test_what_was_held_before_a_drop_is_as_old_as_that(clock: TurnedClock) -> None:
    """A request that took it from the cache has it from then on, whatever is dropped."""
    cache, parts = a_cache(clock), Desk(answer=lambda key: f"{key} {parts.calls}")
    below = a_read(parts, cache, clock)
    above = a_read(Desk(work=below.load), cache, clock, name="sums")
    await asked(below, "a")
    scope = Scope()
    await asked(below, "a", scope)
    await cache.forget(["desk:a"])

    assert await asked(above, "a", scope) == "a 1"
    assert await asked(above, "a") == "a 2"


async def test_what_is_made_of_something_stale_is_told_as_stale(clock: TurnedClock) -> None:
    """Whether its vendor fails or is only asked in the background."""
    cache, parts = a_cache(clock), Desk()
    below = a_read(parts, cache, clock)
    await asked(below, "a")
    clock.turn(31)
    parts.answer = lambda key: Unavailable("desk", "expected an answer, got none")
    scope = Scope()

    assert await asked(a_read(Desk(work=below.load), cache, clock, name="sums"), "a", scope) == "value of a"
    assert scope.ledger.used["desk"].is_stale


async def both_of(below: Read[str, object], cache: Cache, clock: TurnedClock, wish: Scope) -> list[object]:
    """What is made of another read, for anybody and for one with a wish who came while it was being made."""
    begun, whole = asyncio.Event(), asyncio.Event()

    async def made(key: str) -> object:
        value = await below.load(key)
        begun.set()
        await whole.wait()
        return value

    above = a_read(Desk(work=made), cache, clock, name="sums")
    anybody = asyncio.create_task(asked(above, "a"))
    await begun.wait()
    wishing = asyncio.create_task(asked(above, "a", wish))
    await settled()
    whole.set()
    return [await anybody, await wishing]


async def test_who_takes_nothing_so_stale_asks_for_themselves(clock: TurnedClock) -> None:
    """Where they waited for what was asked for another, who takes anything."""
    cache, parts = a_cache(clock), Desk(answer=lambda key: f"{key} {parts.calls}")
    below = a_read(parts, cache, clock)
    await asked(below, "a")
    clock.turn(31)

    assert await both_of(below, cache, clock, Scope(max_stale_s=0)) == ["a 1", "a 2"]


async def test_one_callers_share_is_not_anothers(clock: TurnedClock) -> None:
    """Who joined a call that was refused to another caller asks for themselves; who is that caller doesn't."""
    desk = Desk(answer=lambda key: SPENT if current().caller == "greedy" else f"{key} for {current().caller}")
    read = a_read(desk, a_cache(clock), clock)
    callers = ["greedy", "modest", "greedy", "modest"]
    found = await asyncio.gather(*(asked(read, "a", Scope(caller=name)) for name in callers))

    assert found == [SPENT, "a for modest"] * 2
    assert desk.calls <= 3


@pytest.mark.parametrize(
    ("known", "age_s", "request_of", "refused"),
    [
        ("older", 31, lambda caller: Scope(caller=caller, max_stale_s=0), SPENT),
        ("older", 5, lambda caller: Scope(caller=caller, skips_cache=True), "older"),
        (None, 11, lambda caller: Scope(caller=caller), None),
    ],
)
async def test_one_callers_share_is_not_anothers_where_something_is_held(
    clock: TurnedClock, known: object, age_s: float, request_of: Callable[[str], Scope], refused: object
) -> None:
    """Too old for them, unwanted or nobody: it stands in for the answer of the one who was refused, not for the other's."""
    desk = Desk(answer=lambda key: known)
    read = a_read(desk, a_cache(clock), clock)
    await asked(read, "a")
    clock.turn(age_s)
    desk.answer = lambda key: SPENT if current().caller == "greedy" else f"newer for {current().caller}"
    desk.asked.clear()
    desk.gate.clear()
    greedy = asyncio.create_task(asked(read, "a", request_of("greedy")))
    await desk.asked.wait()
    modest = asyncio.create_task(asked(read, "a", request_of("modest")))
    await settled()
    desk.gate.set()

    assert await modest == "newer for modest"
    assert await greedy == refused


async def test_a_batch_that_another_was_refused_is_asked_for_as_one(clock: TurnedClock) -> None:
    """Who joined it asks for themselves for all of its keys at once."""
    keys = [f"{number:02}" for number in range(50)]
    desk = Desk(answer=lambda key: SPENT if current().caller == "greedy" else key)
    read = a_read(desk, a_cache(clock), clock, max_batch=50)

    async def many(caller: str) -> list[object]:
        with entered(Scope(caller=caller)):
            return list(await read.load_many(keys))

    assert list(await asyncio.gather(many("greedy"), many("modest"))) == [[SPENT] * 50, keys]
    assert desk.batches == [keys, keys]


async def test_who_asks_again_may_have_forgotten_meanwhile_what_they_read(clock: TurnedClock) -> None:
    """As a write in another branch of the same request makes it forget."""
    desk = Desk(answer=lambda key: SPENT if current().caller == "greedy" else f"{key} for {current().caller}")
    desk.gate.clear()
    read, request = a_read(desk, a_cache(clock), clock), Scope(caller="modest")
    greedy = asyncio.create_task(asked(read, "a", Scope(caller="greedy")))
    await desk.asked.wait()
    modest = asyncio.create_task(asked(read, "a", request))
    await settled()
    request.memo.clear()
    desk.gate.set()

    assert [await greedy, await modest] == [SPENT, "a for modest"]


async def test_who_wants_nothing_kept_takes_nothing_made_of_it(clock: TurnedClock) -> None:
    """Where they waited for what was asked for another, who takes what is held of its parts, they ask for themselves."""
    cache, parts = a_cache(clock), Desk(answer=lambda key: f"{key} {parts.calls}")
    below = a_read(parts, cache, clock)
    await asked(below, "a")

    assert await both_of(below, cache, clock, Scope(skips_cache=True)) == ["a 1", "a 2"]


async def test_who_wants_nothing_kept_is_in_no_batch_with_who_takes_it(clock: TurnedClock) -> None:
    """Asked for in the same turn, of a read that is made of another."""
    cache, parts = a_cache(clock), Desk(answer=lambda key: f"{key} {parts.calls}")
    below = a_read(parts, cache, clock)
    await asked(below, "a")
    await asked(below, "b")
    above = a_read(Desk(work=below.load), cache, clock, name="sums", max_batch=9)

    found = await asyncio.gather(asked(above, "a"), asked(above, "b", Scope(skips_cache=True)))
    assert list(found) == ["a 1", "b 3"]
