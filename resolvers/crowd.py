"""People of one request of whom the same is asked: held together until they are found, since a bulk read is for many at once.

Vendors find people one at a time, so that those of one list would come to the vendor's next read one by one too.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from loaders.upstream.bulk import WORTH_A_LOOK

T = TypeVar("T")

_PATIENCE_S = 2.0
"How long nobody may have come before those who are here go without the rest: one search that hangs holds nobody up for long."


class Crowd:
    """Holds people from ten on; fewer never wait for one another."""

    def __init__(self, patience_s: float = _PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._coming = 0
        self._here = 0
        self._departure = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None

    async def join(self, search: Callable[[], Awaitable[T | None]]) -> T | None:
        """Return whom the search finds once all who were looked for are found, or are known not to be; nobody isn't held."""
        self._coming += 1
        departure: asyncio.Event | None = None
        try:
            await asyncio.sleep(0)  # The fields of one list begin in the same turn of the event loop: all are counted then.
            found = await search()
            if found is not None:
                self._here, departure = self._here + 1, self._departure
        finally:
            self._coming -= 1
            self._look()
        if departure is not None:
            try:
                await departure.wait()
            except asyncio.CancelledError:
                self._leave(departure)
                raise
        return found

    async def gone(self) -> None:
        """Wait until those who are held have asked for what they came for."""
        for _ in range(2):
            await asyncio.sleep(0)  # One turn in which whoever begins now is counted, and one in which they may be found.
        if self._here:
            await self._departure.wait()
        await asyncio.sleep(0)  # Those who are let go ask in the turn after.

    def _leave(self, departure: asyncio.Event) -> None:
        if departure is self._departure:
            self._here -= 1
            self._look()

    def _look(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._coming or self._coming + self._here < WORTH_A_LOOK:
            self._depart()
        elif self._here:
            self._timer = asyncio.get_running_loop().call_later(self._patience_s, self._depart)

    def _depart(self) -> None:
        self._departure.set()
        self._departure, self._here = asyncio.Event(), 0
