"""A vendor that was left alone is tried again by one process of all that share a store, and by each alone where none is there."""

import asyncio
from contextlib import suppress

import pytest

from loaders.upstream.breaker import Breaker, State
from loaders.upstream.errors import CircuitOpen, Unavailable
from loaders.upstream.probing import Together, admitted
from tests.cache.conftest import Node
from tests.cache.reading import Join
from tests.cache.server import Server
from tests.upstream.clock import TurnedClock


class Gateway:
    """One process's way to a vendor that is down until `is_back`; its circuit was open, and the pause is over."""

    def __init__(self, node: Node, clock: TurnedClock) -> None:
        self.breaker = Breaker("desk", clock)
        self.breaker.open_for(0)
        self.asked = 0
        self.is_asking = asyncio.Event()
        self.is_back = False
        self._probing = Together(node.line)

    async def ask(self, until: asyncio.Event | None = None) -> bool:
        """Ask where the breaker lets it, and return whether it did; the vendor answers when it is told to."""
        with suppress(CircuitOpen, Unavailable):
            async with admitted(self.breaker, self._probing):
                self.asked += 1
                self.is_asking.set()
                if until is not None:
                    await until.wait()
                if self.is_back:
                    self.breaker.succeed()
                    return True
                self.breaker.falter()
                raise Unavailable("desk", "is down")
        return False


@pytest.fixture
def two(store: Server, join: Join, clock: TurnedClock) -> tuple[Gateway, Gateway]:
    """Two processes that share a store, and a clock for their breakers."""
    return Gateway(join(store), clock), Gateway(join(store), clock)


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


async def test_one_probe_at_a_time(two: tuple[Gateway, Gateway]):
    """While one waits for the vendor's answer the other refuses at once, and says when to come back."""
    one, other = two
    release = asyncio.Event()
    probe = asyncio.create_task(one.ask(release))
    await one.is_asking.wait()
    await other.ask()
    with pytest.raises(CircuitOpen) as refused:
        other.breaker.admit()
    release.set()
    await probe

    assert (one.asked, other.asked) == (1, 0)
    assert refused.value.retry_after_s == 1


async def test_one_probe_per_window(two: tuple[Gateway, Gateway], clock: TurnedClock):
    """The other's own pause is over long before the place of who tried last is free."""
    one, other = two
    await one.ask()
    for _ in range(5):
        clock.turn(1.5)
        await other.ask()

    assert (one.asked, other.asked) == (1, 0)


async def test_who_has_the_place_tries_again(two: tuple[Gateway, Gateway], clock: TurnedClock):
    """After its own pause, whatever is left of the place's time."""
    one, _ = two
    await one.ask()
    clock.turn(11)
    await one.ask()

    assert one.asked == 2


async def test_a_vendor_that_is_back_is_asked_by_all(two: tuple[Gateway, Gateway], clock: TurnedClock):
    """The other, which was refused while the first tried, a second later."""
    one, other = two
    one.is_back = other.is_back = True
    release = asyncio.Event()
    probe = asyncio.create_task(one.ask(release))
    await one.is_asking.wait()
    assert not await other.ask()
    release.set()
    assert await probe
    clock.turn(1.1)
    assert await other.ask()

    assert [gateway.breaker.state for gateway in two] == [State.CLOSED] * 2


async def test_a_probe_that_was_given_up_leaves_its_place(two: tuple[Gateway, Gateway]):
    """Its caller went away: nothing is known of the vendor, so whoever comes next may try."""
    one, other = two
    probe = asyncio.create_task(one.ask(asyncio.Event()))
    await one.is_asking.wait()
    probe.cancel()
    with suppress(asyncio.CancelledError):
        await probe
    await other.ask()

    assert (one.asked, other.asked) == (1, 1)


async def test_a_place_lapses(store: Server, join: Join):
    """Its process died: the others try when its time is over."""
    one, other = Together(join(store).line), Together(join(store).line)
    claimed = [await one.claim("desk", 0.2), await other.claim("desk", 0.2)]
    await asyncio.sleep(0.3)
    claimed.append(await other.claim("desk", 0.2))

    assert claimed == [True, False, True]


async def test_a_place_is_given_up_by_who_has_it(store: Server, join: Join):
    """One whose time was over when its call ended leaves it to the one that tries by then."""
    one, other, third = (Together(join(store).line) for _ in range(3))
    await one.claim("desk", 0.1)
    await asyncio.sleep(0.2)
    assert await other.claim("desk", 10)
    await one.release("desk")
    refused = await third.claim("desk", 10)
    await other.release("desk")

    assert not refused
    assert await third.claim("desk", 10)


async def test_without_the_store_each_tries_by_itself(two: tuple[Gateway, Gateway], store: Server):
    """The vendor's calls are worth less than that nobody would ever find it is back."""
    one, other = two
    await store.kill()
    await asyncio.gather(one.ask(), other.ask())

    assert (one.asked, other.asked) == (1, 1)


async def test_vendors_are_tried_apart(store: Server, join: Join):
    """One vendor's place is not another's."""
    one, other = Together(join(store).line), Together(join(store).line)

    assert [await one.claim("desk", 5), await other.claim("till", 5)] == [True, True]
