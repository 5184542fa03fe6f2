"""What one caller may use up of a vendor's budget, which is kept for all of them together."""

import asyncio

import pytest

from loaders.upstream.errors import OverBudget, OverShare
from loaders.upstream.scope import Scope, entered
from loaders.upstream.share import Shared
from tests.upstream.clock import TurnedClock

IN_TURN, AT_ONCE = "one after another", "at once"


class Kept:
    """A budget that is kept elsewhere, which takes a moment; gone once `left` is 0."""

    def __init__(self, left: int) -> None:
        self.left = left

    async def take(self) -> None:
        """Take one call."""
        await asyncio.sleep(0)
        if not self.left:
            raise OverBudget("desk", "the budget is used up")
        self.left -= 1


async def taken(shared: Shared, calls: int, how: str, *, caller: str = "greedy") -> list[type[Exception] | None]:
    """What each of a caller's calls ended with."""

    async def one() -> type[Exception] | None:
        try:
            await shared.take()
        except (OverBudget, OverShare) as error:
            return type(error)
        return None

    with entered(Scope(caller=caller)):
        return (
            list(await asyncio.gather(*(one() for _ in range(calls))))
            if how == AT_ONCE
            else [await one() for _ in range(calls)]
        )


@pytest.mark.parametrize("how", [IN_TURN, AT_ONCE])
@pytest.mark.parametrize(("share", "most"), [(0.01, 10), (0.1, 100), (0.6, 600)])
async def test_one_caller_takes_no_more_than_their_share(clock: TurnedClock, share: float, most: int, how: str) -> None:
    """One call after another, and all at once; the others have what is left."""
    budget = Kept(1_000)
    shared = Shared("desk", budget, share, 300, clock)
    found = await taken(shared, 1_200, how)

    assert (found.count(None), found.count(OverShare), budget.left) == (most, 1_200 - most, 1_000 - most)
    assert await taken(shared, 5, how, caller="modest") == [None] * 5


async def test_what_the_budget_refused_is_not_counted(clock: TurnedClock) -> None:
    """A caller who was told that nothing is left has their whole share when there is something again."""
    budget = Kept(0)
    shared = Shared("desk", budget, 0.5, 300, clock)
    assert await taken(shared, 9, IN_TURN) == [OverBudget] * 9
    budget.left = 10

    found = await taken(shared, 9, IN_TURN)
    assert (found.count(None), found.count(OverShare), budget.left) == (5, 4, 5)
