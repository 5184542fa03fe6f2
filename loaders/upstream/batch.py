"""How a read's batch is answered: a value or an error for each key, in the order of the keys."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from loaders.upstream.errors import UpstreamError

K = TypeVar("K")
V = TypeVar("V")


def singly(ask: Callable[[K], Awaitable[V]]) -> Callable[[list[K]], Awaitable[list[V]]]:
    """Make a fetch for a read whose batches are of one key, as most requests serve one."""

    async def fetch(keys: list[K]) -> list[V]:
        return [await ask(key) for key in keys]

    return fetch


async def settled(asking: Awaitable[V]) -> V | UpstreamError:
    """Return what asking for one key of several comes to: an error is a value of its key and leaves the others theirs."""
    try:
        return await asking
    except UpstreamError as error:
        return error
