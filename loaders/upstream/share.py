"""Keeps a part of a vendor's budget for the others: no caller uses it up alone."""

from collections import deque

from loaders.upstream.budget import Budget
from loaders.upstream.clock import Clock
from loaders.upstream.errors import OverShare
from loaders.upstream.scope import current

_MOST_CALLERS = 10_000


class Shared:
    """A budget of which one caller takes at most `share` of what the others left, counted in this process.

    Work for nobody in particular, and installations that don't tell callers apart, are held to the budget alone.
    """

    def __init__(self, vendor: str, budget: Budget, share: float, per_s: float, clock: Clock) -> None:
        self._vendor = vendor
        self._budget = budget
        self._share = share
        self._per_s = per_s
        self._clock = clock
        self._taken: dict[str, deque[float]] = {}
        self._under_way = 0
        "Calls that are being taken, of which what is left doesn't know yet."

    @property
    def left(self) -> int | None:
        """Calls left for all callers together."""
        return self._budget.left

    async def take(self) -> None:
        """Take one call, or raise OverShare where it would be another caller's."""
        caller, left = current().caller, self._budget.left
        if caller is None or left is None:
            await self._budget.take()
            return
        own = self._own(caller)
        if len(own) + 1 > self._share * (left - self._under_way + len(own)) and own:
            wait_s = own[0] + self._per_s - self._clock.monotonic()
            reason = f"this caller has had its share of the budget, {self._share:.0%} of what the others leave"
            raise OverShare(self._vendor, reason, retry_after_s=wait_s)
        own.append(self._clock.monotonic())
        self._under_way += 1
        try:
            await self._budget.take()
        except BaseException:
            own.pop()
            raise
        finally:
            self._under_way -= 1

    def _own(self, caller: str) -> deque[float]:
        """Return when the caller took calls within the window."""
        own = self._taken.setdefault(caller, deque())
        since = self._clock.monotonic() - self._per_s
        while own and own[0] <= since:
            own.popleft()
        if len(self._taken) > _MOST_CALLERS:
            self._taken = {name: taken for name, taken in self._taken.items() if taken and taken[-1] > since}
            self._taken[caller] = own
        return own
