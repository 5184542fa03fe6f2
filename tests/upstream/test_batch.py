"""A batch that a vendor refuses for one key of it."""

import pytest

from loaders.upstream.batch import narrowed
from loaders.upstream.errors import Rejected, Unavailable, UpstreamError
from loaders.upstream.read import Read
from loaders.upstream.scope import Scope, entered
from tests.upstream.clock import TurnedClock
from tests.upstream.reading import TTL, a_cache

KEYS = [f"{number:02}" for number in range(50)]


class Picky:
    """A vendor that takes no batch with one of these keys."""

    def __init__(self, *disliked: str) -> None:
        self.disliked = frozenset(disliked)
        self.calls = 0

    async def ask(self, keys: list[str]) -> list[str | UpstreamError]:
        """Answer for all, or refuse."""
        self.calls += 1
        if self.disliked & set(keys):
            raise Rejected("desk", 400)
        return [key.upper() for key in keys]


@pytest.mark.parametrize("disliked", ["00", "17", "49"])
async def test_one_key_that_is_refused_fails_alone(disliked: str) -> None:
    """Wherever it stands; two calls for each halving."""
    picky = Picky(disliked)
    found = await narrowed(picky.ask)(KEYS)

    assert [key for key, value in zip(KEYS, found, strict=True) if isinstance(value, Rejected)] == [disliked]
    assert [value for value in found if not isinstance(value, UpstreamError)] == [key for key in KEYS if key != disliked]
    assert picky.calls <= 13


async def test_a_vendor_that_refuses_everything_is_asked_three_times() -> None:
    """It is no key's fault then."""
    picky = Picky(*KEYS)
    found = await narrowed(picky.ask)(KEYS)

    assert all(isinstance(value, Rejected) for value in found)
    assert picky.calls == 3


async def test_what_a_half_fails_with_is_its_own() -> None:
    """The other's values stay."""
    picky = Picky("17")

    async def ask(keys: list[str]) -> list[str | UpstreamError]:
        if len(keys) == 25 and "49" in keys:
            raise Unavailable("desk", "expected an answer, got none")
        return await picky.ask(keys)

    found = await narrowed(ask)(KEYS)
    assert {type(value) for value in found[25:]} == {Unavailable}
    assert sum(isinstance(value, str) for value in found[:25]) == 24


async def test_one_key_is_asked_for_once() -> None:
    """There is nothing to part."""
    picky = Picky("a")
    (refused,) = await narrowed(picky.ask)(["a"])

    assert isinstance(refused, Rejected)
    assert picky.calls == 1


async def test_two_keys_that_are_refused_leave_the_others_what_is_held_of_them(clock: TurnedClock) -> None:
    """Which keys the vendor means isn't known then: whoever takes something stale of the others has it, and it stays held."""
    picky, good = Picky(), ["b", "c", "e", "f"]
    read = Read(
        "desk",
        "things",
        narrowed(picky.ask),
        key=lambda key: (key,),
        tags=lambda _key, _value: (),
        ttl=lambda _key: TTL,
        cache=a_cache(clock),
        clock=clock,
        max_batch=9,
    )
    with entered(Scope()):
        await read.load_many(good)
    clock.turn(31)
    picky.disliked = frozenset("ad")
    found: list[list[object]] = []
    for scope in (Scope(max_stale_s=0), Scope(skips_cache=True)):
        with entered(scope):
            found.append(list(await read.load_many("abcdef")))
        assert [read.has(key) for key in "abcdef"] == [False, True, True, False, True, True]

    assert all(isinstance(value, Rejected) for value in [*found[0], found[1][0], found[1][3]])
    assert [value for value in found[1] if not isinstance(value, Rejected)] == ["B", "C", "E", "F"]
    assert scope.ledger.used["desk"].is_stale
