"""A vendor's call budget, kept by all processes together: one atomic sliding window at Redis or Valkey.

While the store is away every process keeps to a share that is safe whatever the others took before: what was left when the store was
last heard of, and what is the window's, each divided by the processes that were alive.
"""

from collections import deque

from loaders.upstream.cache.line import Away, Line
from loaders.upstream.cache.scripts import RESTORE, TAKE
from loaders.upstream.clock import Clock
from loaders.upstream.errors import OverBudget

_MICRO = 1_000_000


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
        self._number = 0
        self._left = calls
        self._alone_since: float | None = None
        self._alone = 0
        line.on_back.append(self._restore)
        line.on_beat.append(self._look)

    @property
    def left(self) -> int | None:
        """Calls left in the window for all processes, as far as this one knows."""
        return self._left

    async def take(self) -> None:
        """Take one call, or raise OverBudget with the seconds until there is one."""
        self._number += 1
        name = f"{self._line.token}:{self._number}"
        try:
            is_granted, left, wait_us = await self._asked(name)
        except Away:
            self._take_alone(name)
            return
        self._alone_since, self._left = None, left
        if not is_granted:
            raise self._over(wait_us / _MICRO)
        self._note(name)

    async def _asked(self, name: str) -> tuple[int, int, int]:
        granted, left, wait_us = await self._line.run(TAKE, [self._key], int(self._per_s * _MICRO), self._calls, name)
        return int(granted), max(0, int(left)), int(wait_us)

    @property
    def _key(self) -> str:
        return f"{self._line.prefix}budget:{self._vendor}"

    def _take_alone(self, name: str) -> None:
        """Take from this process's share of what was left, and of the window."""
        now = self._clock.monotonic()
        if self._alone_since is None:
            self._alone_since, self._alone = now, 0
        self._expire(now)
        processes = max(self._workers, self._line.processes)
        share = self._calls // processes - len(self._mine)
        if now - self._alone_since < self._per_s:
            share = min(share, self._left // processes - self._alone)
        if share <= 0:
            oldest = self._mine[0][0] if self._mine else self._alone_since
            raise self._over(max(0.1, oldest + self._per_s - now))
        self._alone += 1
        self._note(name)

    def _note(self, name: str) -> None:
        now = self._clock.monotonic()
        self._expire(now)
        self._mine.append((now, name))

    def _expire(self, now: float) -> None:
        while self._mine and self._mine[0][0] <= now - self._per_s:
            self._mine.popleft()

    async def _look(self) -> None:
        """Learn what the other processes have left, so that the share is right when the store goes away."""
        if self._alone_since is not None:
            await self._restore()
        _, self._left, _ = await self._asked("")
        self._alone_since = None

    async def _restore(self) -> None:
        """Tell a store that may have lost its count what this process took of the window."""
        now = self._clock.monotonic()
        self._expire(now)
        taken: list[str | int] = []
        for moment, name in self._mine:
            taken += (name, int((now - moment) * _MICRO))
        if taken:
            await self._line.run(RESTORE, [self._key], int(self._per_s * _MICRO), *taken, is_early=True)

    def _over(self, wait_s: float) -> OverBudget:
        reason = f"the budget of {self._calls} calls in {self._per_s:g} s is used up"
        return OverBudget(self._vendor, reason, retry_after_s=wait_s)
