"""A subscription tells what changed, and nothing otherwise."""

import asyncio

import pytest

from gateway.sandbox.faults import Fault
from gateway.sandbox.town import Town
from loaders.upstream.policy import Policy
from tests.conftest import Gateway
from tests.live.served import ANA, BOGDAN, Events, Served, Wire, buy, changed

PURCHASES = "id purchases { couponCode }"
ASKED = f'{{ customer(by: {{email: "{ANA}"}}) {{ {PURCHASES} }} }}'


async def _coupons(wire: Wire) -> list[str]:
    told = await wire.hear()
    assert told["type"] == "next"
    return [one["couponCode"] for one in told["payload"]["data"]["customerChanged"]["purchases"]]


async def test_a_write_is_told(served: Served, shops: Town):
    """Once, with what is new and how old it is; it costs the call that it made stale, beside the write itself."""
    async with served.wire() as wire:
        await wire.subscribe(changed(PURCHASES))
        await served.begun()
        shops.reset()
        bought = await served.mutate(buy())
        told = await wire.hear()

    purchases = told["payload"]["data"]["customerChanged"]["purchases"]
    assert {"couponCode": bought["buyReward"]["purchase"]["coupons"][0]} in purchases
    assert {one["vendor"] for one in told["payload"]["extensions"]["freshness"]} == {"CARECLOUD", "OPEN_LOYALTY"}
    assert shops.calls() - shops.open_loyalty.hits("POST .*/buy") == 1


async def test_what_another_person_does_is_not_told(served: Served, shops: Town):
    """The next answer is that of the person's own write, and the other's cost nobody a call."""
    async with served.wire() as wire:
        await wire.subscribe(changed(PURCHASES))
        await served.begun()
        await served.mutate(buy(BOGDAN))
        own = (await served.mutate(buy()))["buyReward"]["purchase"]["coupons"][0]

        assert own in await _coupons(wire)
        assert not await _is_anything_left(wire)


async def test_a_write_that_changes_nothing_selected_is_not_told(served: Served, shops: Town):
    """The name stays what it was, though the row it is in was dropped."""
    async with served.wire() as wire:
        await wire.subscribe(changed("firstName"), "names")
        await wire.subscribe(changed(PURCHASES), "purchases")
        await served.begun(2)
        await served.mutate(buy())
        told = await wire.hear()

        assert told["id"] == "purchases"
        assert not await _is_anything_left(wire)


async def _is_anything_left(wire: Wire) -> bool:
    """Whether more than the answer to a last question comes; by then what was set off before is through."""
    for number in range(20):
        await asyncio.sleep(0.01)  # Nothing tells of what doesn't happen.
        await wire.subscribe("{ vendors { vendor } }", f"last {number}")
        told, end = await wire.hear(), await wire.hear()
        if {told["id"], end["id"]} != {f"last {number}"}:
            return True
    return False


@pytest.mark.parametrize("tag", ["open_loyalty", "*"])
async def test_an_invalidation_is_told_where_the_vendor_tells_something_new(served: Served, elsewhere: Gateway, tag: str):
    """What happened past this gateway shows with the first drop after it; a drop without news shows nothing."""
    async with served.wire() as wire:
        await wire.subscribe(changed(PURCHASES))
        await served.begun()
        await served.process.cache.forget([tag])
        assert not await _is_anything_left(wire)
        bought = await elsewhere.query(buy())
        assert not await _is_anything_left(wire)
        await served.process.cache.forget([tag])

        assert bought.data["buyReward"]["purchase"]["coupons"][0] in await _coupons(wire)


async def test_a_refresh_in_the_background_is_told_where_it_brought_something_new(served: Served, elsewhere: Gateway):
    """Set off by whoever asks; the subscription itself has nothing refreshed."""
    async with served.wire() as wire:
        await wire.subscribe(changed(PURCHASES))
        await served.begun()
        bought = await elsewhere.query(buy())
        served.clock.ahead_s += 60
        assert not await _is_anything_left(wire)
        stale = (await wire.ask(ASKED))["extensions"]["freshness"]

        assert {one["stale"] for one in stale} == {True}
        assert bought.data["buyReward"]["purchase"]["coupons"][0] in await _coupons(wire)


async def test_waiting_asks_no_vendor(served: Served, shops: Town):
    """However long: past every time that the cache keeps anything fresh or usable, with the credentials looked at meanwhile."""
    async with served.events(changed(f"firstName leads {{ nodes {{ id }} }} {PURCHASES}")) as stream:
        shops.reset()
        before = served.clock.ahead_s
        for _ in range(5):
            served.clock.ahead_s += 3_600
            await _beaten(stream, 3)

        assert served.clock.ahead_s - before == 18_000
        assert shops.calls() == 0


async def test_what_comes_together_is_looked_at_once(served: Served, shops: Town):
    """A hundred drops are one look, and one answer at most."""
    async with served.wire() as wire:
        await wire.subscribe(changed(PURCHASES))
        await served.begun()
        shops.reset()
        await asyncio.gather(*(served.process.cache.forget(["open_loyalty"]) for _ in range(100)))
        assert not await _is_anything_left(wire)

        assert shops.open_loyalty.hits("GET .*/customer.*") == shops.calls()
        assert 1 <= shops.calls() <= 2


async def test_a_vendor_in_trouble_changes_nobody(served: Served, shops: Town, elsewhere: Gateway):
    """Its field isn't told as gone; it is asked again, and what happened meanwhile is told then."""
    async with served.wire() as wire:
        await wire.subscribe(changed(f"firstName {PURCHASES}"))
        await served.begun()
        bought = (await served.mutate(buy()))["buyReward"]["purchase"]["coupons"][0]
        assert bought in await _coupons(wire)
        shops.open_loyalty.fault(Fault.ERROR_500)
        failed = shops.open_loyalty.hits("GET .*") + Policy().attempts
        await served.process.cache.forget(["open_loyalty"])
        while shops.open_loyalty.hits("GET .*") < failed:  # noqa: ASYNC110  # what looks again tells nobody
            await asyncio.sleep(0.01)
        assert not await _is_anything_left(wire)
        shops.open_loyalty.fault(None)
        later = (await elsewhere.query(buy())).data["buyReward"]["purchase"]["coupons"][0]
        served.clock.ahead_s += 60

        assert later in await _coupons(wire)


async def _beaten(stream: Events, times: int) -> None:
    """Wait for signs of life, and for nothing else."""
    until = stream.beats + times
    while stream.beats < until:
        assert (await stream.next())[0] == "beat"
