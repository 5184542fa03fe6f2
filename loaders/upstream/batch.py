"""How a read's batch is answered: a value or an error for each key, in the order of the keys."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from loaders.upstream.errors import Rejected, RejectedTogether, UpstreamError
from loaders.upstream.flights import Fetch

K = TypeVar("K")
V = TypeVar("V")


def singly(ask: Callable[[K], Awaitable[V]]) -> Callable[[list[K]], Awaitable[list[V]]]:
    """Make a fetch for a read whose batches are of one key, as most requests serve one."""

    async def fetch(keys: list[K]) -> list[V]:
        return [await ask(key) for key in keys]

    return fetch


def narrowed(ask: Callable[[list[K]], Awaitable[Sequence[V | UpstreamError]]]) -> Fetch[K, V]:
    """Make a fetch that asks again in halves where the vendor refuses a batch, so that a key which it doesn't take fails alone.

    That costs two calls for each halving, 12 for one of 50 keys; where it refuses both halves it refuses the rest as a whole.
    """

    async def fetch(keys: list[K]) -> Sequence[V | UpstreamError]:
        try:
            return await ask(keys)
        except Rejected as error:
            found: list[V | UpstreamError] = _of(error, len(keys))
        start, stop = 0, len(keys)
        while stop - start > 1:
            middle = (start + stop) // 2
            halves = [slice(start, middle), slice(middle, stop)]
            answers = await asyncio.gather(*(settled(ask(keys[half])) for half in halves))
            for half, answer in zip(halves, answers, strict=True):
                found[half] = _of(answer, half.stop - half.start) if isinstance(answer, UpstreamError) else answer
            refused = [half for half, answer in zip(halves, answers, strict=True) if isinstance(answer, Rejected)]
            if len(refused) != 1:
                break
            start, stop = refused[0].start, refused[0].stop
        return found

    return fetch


def _of(error: UpstreamError, count: int) -> "list[V | UpstreamError]":
    """Return what a call for so many keys failed with, for each of them."""
    return [RejectedTogether(error) if isinstance(error, Rejected) and count > 1 else error] * count


async def settled(asking: Awaitable[V]) -> V | UpstreamError:
    """Return what asking for one key of several comes to: an error is a value of its key and leaves the others theirs."""
    try:
        return await asking
    except UpstreamError as error:
        return error
