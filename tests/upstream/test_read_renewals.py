"""What is stale is renewed for everybody, whoever found it so, and as a whole."""

import pytest

from loaders.upstream.errors import OverShare
from loaders.upstream.renewals import Renewals
from loaders.upstream.scope import Scope, current
from tests.upstream.clock import TurnedClock
from tests.upstream.reading import DOWN, Desk, a_cache, a_read, asked, settled

SPENT = OverShare("desk", "this caller has had its share")


async def test_who_is_over_their_share_keeps_nothing_from_being_renewed(desk: Desk, clock: TurnedClock) -> None:
    """They are served what is stale, and it is renewed for nobody in particular."""
    read = a_read(desk, a_cache(clock), clock)
    await asked(read, "a")
    clock.turn(31)
    desk.answer = lambda key: SPENT if current().caller == "greedy" else "newer"
    assert await asked(read, "a", Scope(caller="greedy")) == "value of a"
    await settled()

    assert await asked(read, "a", Scope(caller="greedy")) == "newer"
    assert desk.calls == 2


@pytest.mark.parametrize("pause_s", [31, 60, 300])
async def test_what_is_made_of_something_stale_is_renewed_as_a_whole(clock: TurnedClock, pause_s: float) -> None:
    """However far apart requests come, each is served what the last one had renewed, and never anything older."""
    cache, renewals = a_cache(clock), Renewals(clock)
    parts = Desk(answer=lambda key: f"{key} {parts.calls}")
    below = a_read(parts, cache, clock, renewals=renewals)
    sums = Desk(work=below.load)
    above = a_read(sums, cache, clock, name="sums", renewals=renewals)
    await asked(above, "a")
    found, ages = [], []
    for _ in range(8):
        clock.turn(pause_s)
        scope = Scope()
        found.append(await asked(above, "a", scope))
        ages.append((clock.now() - scope.ledger.used["desk"].stored_at).total_seconds())
        await settled()
        await settled()

    assert ages == [pause_s] * 8
    assert found == [f"a {number}" for number in range(1, 9)]
    assert (sums.calls, parts.calls) == (9, 9)


async def test_what_is_made_of_something_stale_costs_a_vendor_that_is_down_one_attempt_for_each_pause(
    clock: TurnedClock,
) -> None:
    """Twenty seconds of requests are two pauses of ten; what is held is served meanwhile, and renewed once the vendor is back."""
    cache, renewals = a_cache(clock), Renewals(clock)
    parts = Desk()
    below = a_read(parts, cache, clock, renewals=renewals)
    above = a_read(Desk(work=below.load), cache, clock, name="sums", renewals=renewals)
    await asked(above, "a")
    clock.turn(31)
    parts.answer = lambda key: DOWN
    found = set()
    for _ in range(40):
        found.add(await asked(above, "a"))
        await settled()
        await settled()
        clock.turn(0.5)
    assert found == {"value of a"}
    assert parts.calls == 3

    parts.answer = lambda key: "newer"
    clock.turn(10)
    await asked(above, "a")
    await settled()
    await settled()
    assert await asked(above, "a") == "newer"
