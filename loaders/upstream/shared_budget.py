"""A vendor's call budget, kept by all processes together: one atomic sliding window at Redis or Valkey.

Half of what is left is kept back there in equal parts, one for each process. A process that can't ask the store takes from its part,
and tells of it later: so whatever the others take meanwhile, and whatever became of a question that wasn't answered, all of them
together never take more than there is. A process that was told nothing for a whole window keeps to its part of a whole budget.
"""

import asyncio
from collections import deque

from loaders.upstream.cache.line import Away, Line
from loaders.upstream.cache.scripts import SETTLE, TAKE
from loaders.upstream.clock import Clock
from loaders.upstream.errors import OverBudget

_MICRO = 1_000_000
_SOON_S = 0.5
"Until the processes have told each other again what they need."
_STRANGERS = 8
"So many processes are reckoned with as long as the store, who knows how many there are, was never reached."


class SharedWindow:
    """At most `calls` in any `per_s` seconds, counted over all processes that share the store; `workers` are known to be ours."""

    def __init__(self, vendor: str, calls: int, per_s: float, *, line: Line, clock: Clock, workers: int) -> None:
        self._vendor = vendor
        self._calls = calls
        self._per_s = per_s
        self._line = line
        self._clock = clock
        self._workers = workers
        self._mine: deque[tuple[float, str]] = deque()
        self._untold: list[tuple[float, str]] = []
        self._number = 0
        self._left = calls
        self._part = 0
        self._told_at: float | None = None
        self._settling = asyncio.Lock()
        line.on_back.append(self._restore)
        line.on_beat.append(self._settle)

    @property
    def left(self) -> int | None:
        """Calls left in the window for all processes, as far as this one knows."""
        return self._left

    async def take(self) -> None:
        """Take one call, or raise OverBudget with the seconds until there is one."""
        self._number += 1
        name = f"{self._line.token}:{self._number}"
        try:
            if self._told_at is None:
                await self._settle()
            keys, window_us = self._keys, int(self._per_s * _MICRO)
            granted, left, wait_us = await self._line.run(TAKE, keys, window_us, self._calls, name)
        except Away:
            # Where the store is only slow to answer, it will be asked again soon.
            self._take_own(name, wait_s=_SOON_S if self._line.is_up else None)
            return
        self._left = int(left)
        if granted:
            self._note(name)
        elif self._left:
            self._take_own(name, wait_s=_SOON_S)
        else:
            raise self._over(int(wait_us) / _MICRO)

    @property
    def _keys(self) -> list[str]:
        budget = f"{self._line.prefix}budget:{self._vendor}"
        return [budget, f"{budget}:kept"]

    def _take_own(self, name: str, wait_s: float | None = None) -> None:
        """Take a call from this process's part."""
        if self._own() <= 0:
            now = self._clock.monotonic()
            oldest = self._mine[0][0] if self._mine else now
            raise self._over(max(0.1, oldest + self._per_s - now)) if wait_s is None else self._kept_for_others(wait_s)
        self._part -= 1
        self._note(name)
        self._untold.append(self._mine[-1])

    def _own(self) -> int:
        """Return how many calls this process may still take by itself."""
        now = self._clock.monotonic()
        self._expire(now)
        if self._told_at is not None and now - self._told_at < self._per_s:
            return self._part
        processes = max(self._workers, _STRANGERS if self._told_at is None else self._line.processes)
        return self._calls // processes - len(self._mine)

    def _note(self, name: str) -> None:
        now = self._clock.monotonic()
        self._expire(now)
        self._mine.append((now, name))

    def _expire(self, now: float) -> None:
        while self._mine and self._mine[0][0] <= now - self._per_s:
            self._mine.popleft()

    async def _settle(self) -> None:
        """Tell the store what was taken from the part, and learn how large it is from now on; a smaller one is acknowledged at once."""
        async with self._settling:
            if await self._agreed():
                await self._agreed()

    async def _agreed(self) -> bool:
        """Agree with the store on the part, and return whether it has become smaller."""
        has, told = (max(0, self._part) if self._told_at is not None else 0), list(self._untold)
        left, keeps = await self._said(has, self._calls, told)
        taken_meanwhile = len(self._untold) - len(told)
        del self._untold[: len(told)]
        self._left, self._part, self._told_at = left, max(0, keeps - taken_meanwhile), self._clock.monotonic()
        return keeps < has

    async def _restore(self) -> None:
        """Tell a store that may have lost its count what this process took of the window, and what it may still take by itself."""
        async with self._settling:
            own = max(0, self._own())
            self._part, self._told_at = own, self._clock.monotonic()
            await self._said(own, own, list(self._mine), is_early=True)

    async def _said(self, has: int, most: int, calls: list[tuple[float, str]], *, is_early: bool = False) -> tuple[int, int]:
        now = self._clock.monotonic()
        told = [word for moment, name in calls for word in (name, int((now - moment) * _MICRO))]
        window_us = int(self._per_s * _MICRO)
        left, keeps = await self._line.run(
            SETTLE, self._keys, window_us, self._calls, self._line.token, has, most, *told, is_early=is_early
        )
        return int(left), int(keeps)

    def _over(self, wait_s: float) -> OverBudget:
        reason = f"the budget of {self._calls} calls in {self._per_s:g} s is used up"
        return OverBudget(self._vendor, reason, retry_after_s=wait_s)

    def _kept_for_others(self, wait_s: float) -> OverBudget:
        return OverBudget(self._vendor, "what is left of the budget is shared out anew in a moment", retry_after_s=wait_s)
