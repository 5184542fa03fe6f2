"""A batch that a vendor refuses for one key of it."""

import pytest

from loaders.upstream.batch import narrowed
from loaders.upstream.errors import Rejected, Unavailable, UpstreamError

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
