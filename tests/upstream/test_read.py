"""Batches of keys, errors in their places, and the account of what was used."""

import asyncio

import pytest

from loaders.upstream.cache.cache import Cache
from loaders.upstream.errors import UpstreamError
from loaders.upstream.scope import Scope, entered
from tests.upstream.clock import TurnedClock
from tests.upstream.reading import DOWN, Desk, a_cache, a_read, asked, settled


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
