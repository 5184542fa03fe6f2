"""How much each key and each user may ask per minute: requests, and cost. Shared over Redis where the installation has one."""

import time

import structlog
from graphql import GraphQLError
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError

from resolvers.context import Caller

_REDIS_WAIT_S = 0.25

log = structlog.get_logger("gateway.access")


class OverQuota(Exception):
    """The caller has used up its minute."""

    def __init__(self, what: str, most: int, retry_after_s: float) -> None:
        super().__init__(f"This caller's quota of {most} {what} per minute is used up; try again in {retry_after_s:.0f} s.")
        self.retry_after_s = retry_after_s

    def told(self) -> GraphQLError:
        """Return the error as a client is told it."""
        return GraphQLError(str(self), extensions={"code": "RATE_LIMITED", "retryAfter": round(self.retry_after_s)})


class OverWholeQuota(Exception):
    """The operation costs more than the caller has in any minute: coming again is of no use."""

    def __init__(self, cost: int, most: int) -> None:
        super().__init__(f"The operation may cost {cost}; this caller's quota is {most} per minute. Ask for fewer items.")
        self.cost = cost
        self.most = most

    def told(self) -> GraphQLError:
        """Return the error as a client is told it."""
        return GraphQLError(str(self), extensions={"code": "QUERY_TOO_COMPLEX", "cost": self.cost, "limit": self.most})


class Quotas:
    """Counts in a sliding minute. `requests` and `cost` are for callers without numbers of their own; 0 is no quota."""

    def __init__(self, requests: int, cost: int, store_url: str | None) -> None:
        self._requests = requests
        self._cost = cost
        self._memory = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._shared = _shared(store_url)
        self._items: dict[int, RateLimitItemPerMinute] = {}

    async def enter(self, caller: Caller) -> None:
        """Count a request, or raise OverQuota."""
        await self._take("requests", caller, caller.requests_per_minute or self._requests, 1)

    async def spend(self, caller: Caller, cost: int) -> None:
        """Count an operation's cost, or raise OverQuota; OverWholeQuota where no minute has as much."""
        most = caller.cost_per_minute or self._cost
        if 0 < most < cost:
            raise OverWholeQuota(cost, most)
        await self._take("cost", caller, most, max(1, cost))

    async def _take(self, what: str, caller: Caller, most: int, amount: int) -> None:
        if most == 0:
            return
        item = self._items.setdefault(most, RateLimitItemPerMinute(most))
        if self._shared is not None:
            try:
                await self._taken(self._shared, item, what, caller, amount)
                return
            except StorageError:
                # Without Redis each process counts for itself: a caller may get more, never nothing.
                log.warning("quotas_not_shared")
        await self._taken(self._memory, item, what, caller, amount)

    async def _taken(
        self, limiter: SlidingWindowCounterRateLimiter, item: RateLimitItemPerMinute, what: str, caller: Caller, amount: int
    ) -> None:
        if await limiter.hit(item, what, caller.name, cost=amount):
            return
        reset, _ = await limiter.get_window_stats(item, what, caller.name)
        raise OverQuota(what, item.amount, max(1.0, reset - time.time()))


def _shared(store_url: str | None) -> SlidingWindowCounterRateLimiter | None:
    if store_url is None:
        return None
    storage = RedisStorage(
        f"async+{store_url}",
        wrap_exceptions=True,
        implementation="redispy",
        key_prefix="gateway:quota",
        socket_timeout=_REDIS_WAIT_S,
        socket_connect_timeout=_REDIS_WAIT_S,
    )
    return SlidingWindowCounterRateLimiter(storage)
