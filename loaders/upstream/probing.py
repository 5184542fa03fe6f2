"""Who tries a vendor again that was left alone for failing: one process of all that share a store, as one call of a process does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from loaders.upstream.breaker import Breaker
from loaders.upstream.cache.line import Away, Line
from loaders.upstream.cache.scripts import PROBE, TRIED


class Probing(Protocol):
    """The place of the one that tries."""

    async def claim(self, vendor: str, for_s: float) -> bool:
        """Take the place for so long, or say that another process has it."""

    async def release(self, vendor: str) -> None:
        """Give it up: the vendor is back, or it is as unknown as before."""


class Alone:
    """A process that shares nothing."""

    async def claim(self, vendor: str, for_s: float) -> bool:
        """Have it."""
        return True

    async def release(self, vendor: str) -> None:
        """Nobody waits for it."""


class Together:
    """Kept at the store; each process by itself while that is away."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def claim(self, vendor: str, for_s: float) -> bool:
        """Take it, also where this process has it already."""
        try:
            return bool(await self._line.run(PROBE, [vendor], self._line.token, round(for_s * 1000)))
        except Away:
            return True

    async def release(self, vendor: str) -> None:
        """Give it up, unless another has it by now."""
        try:
            await self._line.run(TRIED, [vendor], self._line.token)
        except Away:
            return  # It lapses by itself.


@asynccontextmanager
async def admitted(breaker: Breaker, probing: Probing) -> AsyncIterator[None]:
    """Let a call pass the breaker, or raise as it does; a probe only where no other process makes one, until it is known what came of
    it.
    """
    if not breaker.admit():
        yield
        return
    try:
        is_ours = await probing.claim(breaker.vendor, breaker.pause_s)
    except BaseException:
        breaker.abandon()
        raise
    if not is_ours:
        raise breaker.defer()
    try:
        yield
    finally:
        if breaker.wait_s:
            await probing.claim(breaker.vendor, breaker.wait_s)
        else:
            await probing.release(breaker.vendor)
