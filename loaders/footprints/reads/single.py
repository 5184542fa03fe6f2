"""Most of the vendor's requests serve one key each."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def singly(ask: Callable[[K], Awaitable[V]]) -> Callable[[list[K]], Awaitable[list[V]]]:
    """Make a fetch for a read whose batches are of one key."""

    async def fetch(keys: list[K]) -> list[V]:
        return [await ask(key) for key in keys]

    return fetch
