"""How often a vendor may be called: a sliding window per process."""

from collections import deque
from typing import Protocol

from loaders.upstream.clock import Clock
from loaders.upstream.errors import OverBudget


class Budget(Protocol):
    """What a call is taken from before it is made."""

    async def take(self) -> None:
        """Take one call, or raise OverBudget with the seconds until there is one."""

    @property
    def left(self) -> int | None:
        """Calls left in the window, or None where there is no limit."""


class Unlimited:
    """No limit is known for this vendor."""

    left: int | None = None

    async def take(self) -> None:
        """Always succeeds."""


class SlidingWindow:
    """At most `calls` in any `per_s` seconds, counted in this process."""

    def __init__(self, vendor: str, calls: int, per_s: float, clock: Clock) -> None:
        self._vendor = vendor
        self._calls = calls
        self._per_s = per_s
        self._clock = clock
        self._taken: deque[float] = deque()

    @property
    def left(self) -> int | None:
        self._forget_old()
        return self._calls - len(self._taken)

    async def take(self) -> None:
        now = self._forget_old()
        if len(self._taken) >= self._calls:
            wait_s = self._taken[0] + self._per_s - now
            raise OverBudget(
                self._vendor, f"the budget of {self._calls} calls in {self._per_s:g} s is used up", retry_after_s=wait_s
            )
        self._taken.append(now)

    def _forget_old(self) -> float:
        now = self._clock.monotonic()
        while self._taken and self._taken[0] <= now - self._per_s:
            self._taken.popleft()
        return now
