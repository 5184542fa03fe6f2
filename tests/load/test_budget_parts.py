"""How processes share a budget: never more than there is, whatever becomes of the store and of its answers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from typing import Any

import pytest_asyncio

from gateway.sandbox.town import free_port
from loaders.upstream.cache.line import Away, Line
from loaders.upstream.errors import OverBudget
from loaders.upstream.shared_budget import SharedWindow
from tests.cache.server import Server
from tests.cache.test_full_store import EVICT
from tests.load.clients import until
from tests.upstream.clock import TurnedClock

CALLS, PER_S = 900, 300.0
Join = Callable[[str], "Member"]
_AGREED = "return redis.call('HEXISTS', ARGV[1] .. 'budget:vendor:kept', ARGV[2])"


class Lossy(Line):
    """A line on which every third answer gets lost: the store has done what it was asked for."""

    asked = 0
    loses = False

    async def run(self, script: str, keys: list[str], *args: str | bytes | int, is_early: bool = False) -> Any:
        answer = await super().run(script, keys, *args, is_early=is_early)
        self.asked += 1
        if self.loses and self.asked % 3 == 0:
            raise Away
        return answer


class Member:
    """One process's budget, and what it took of it."""

    def __init__(self, url: str) -> None:
        self.line, self.clock = Lossy(url), TurnedClock()
        self.budget = SharedWindow("vendor", CALLS, PER_S, line=self.line, clock=self.clock, workers=1)
        self.taken = 0
        self.line.open()

    async def take(self) -> None:
        """Take as much as there is; what is refused for a moment is asked for again."""
        while True:
            try:
                await self.budget.take()
            except OverBudget as error:
                if error.retry_after_s is None or error.retry_after_s > 2:
                    return
                await asyncio.sleep(error.retry_after_s)
            else:
                self.taken += 1

    async def is_up(self) -> bool:
        """Whether it reaches the store and has agreed with it on its part."""
        return self.line.is_up and bool(await self.line.run(_AGREED, [], self.line.token))


@pytest_asyncio.fixture
async def join() -> AsyncIterator[Join]:
    """Makes processes that share a store, and ends them with the test."""
    async with AsyncExitStack() as stack:

        def joined(url: str) -> Member:
            member = Member(url)
            stack.push_async_callback(member.line.close)
            return member

        yield joined


async def together(works: Sequence[Awaitable[object]]) -> None:
    async with asyncio.timeout(30):
        await asyncio.gather(*works)


async def test_all_of_it_is_used_and_no_more(store: Server, join: Join) -> None:
    """By four at once, and also where all the work comes to one of them."""
    members = [join(store.url) for _ in range(4)]
    for member in members:
        await until(member.is_up)

    await together([members[0].take() for _ in range(4)])
    await together([member.take() for member in members])

    assert sum(member.taken for member in members) == CALLS


async def test_lost_answers_cost_nothing_twice(store: Server, join: Join) -> None:
    """A call whose grant got lost is taken from the process's own part, and told of later under the same name."""
    members = [join(store.url) for _ in range(3)]
    for member in members:
        await until(member.is_up)
        member.line.loses = True

    await together([member.take() for member in members for _ in range(2)])

    assert CALLS * 0.85 <= sum(member.taken for member in members) <= CALLS


async def test_a_store_that_is_emptied_while_it_is_up_grants_nothing_twice(store: Server, join: Join) -> None:
    """No connection is lost by that; still the processes notice at their next question, and tell it what they have taken."""
    members = [join(store.url) for _ in range(4)]
    for member in members:
        await until(member.is_up)
    await together([member.take() for member in members])

    await members[0].line.ask(lambda held: held.raw("flushall"))
    await together([member.take() for member in members])
    for member in members:
        await until(member.is_up)
    await together([member.take() for member in members])

    assert sum(member.taken for member in members) == CALLS


async def test_a_full_store_grants_nothing_twice(store: Server, join: Join) -> None:
    """What has been taken, and what is kept, isn't among what it may evict."""
    members = [join(store.url) for _ in range(4)]
    for member in members:
        await until(member.is_up)

    await together([members[0].take()])
    await members[0].line.run(EVICT, [])
    await together([member.take() for member in members])

    assert sum(member.taken for member in members) == CALLS


async def test_without_the_store_each_has_a_part_of_what_was_left(store: Server, join: Join) -> None:
    """The one who was at work when it went away has used up more than the others know of; together they keep the budget."""
    members = [join(store.url) for _ in range(4)]
    for member in members:
        await until(member.is_up)

    async def has_taken() -> bool:
        return members[0].taken >= CALLS / 2

    working = asyncio.gather(*(members[0].take() for _ in range(4)))
    await until(has_taken)
    await store.kill()
    await working
    await together([member.take() for member in members])

    assert all(member.taken > 0 for member in members)
    assert sum(member.taken for member in members) <= CALLS


async def test_after_a_window_without_the_store_each_has_its_part_of_a_whole_budget(store: Server, join: Join) -> None:
    """What was taken before is no longer counted by the vendor; what each takes now is, for another window."""
    members = [join(store.url) for _ in range(3)]
    for member in members:
        await until(member.is_up)
    await store.kill()
    await together([member.take() for member in members])
    for member in members:
        member.clock.turn(PER_S + 1)
        member.taken = 0
    await together([member.take() for member in members])
    await together([member.take() for member in members])

    assert [member.taken for member in members] == [CALLS // 3] * 3


async def test_a_store_that_was_never_reached_leaves_room_for_processes_one_knows_nothing_of(join: Join) -> None:
    """Eight such processes keep the budget together."""
    members = [join(f"redis://127.0.0.1:{free_port()}/0") for _ in range(8)]

    await together([member.take() for member in members])

    assert [member.taken for member in members] == [CALLS // 8] * 8
