"""One read's stale values: renewed in the background, those found in one turn of the event loop together."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Generic, TypeVar

from loaders.upstream.cache.cache import Cache
from loaders.upstream.clock import Clock
from loaders.upstream.errors import Rejected, UpstreamError
from loaders.upstream.flight import Flight
from loaders.upstream.renewals import Renewals, Turn
from loaders.upstream.scope import Scope, current
from loaders.upstream.trial import Trial

K = TypeVar("K")
V = TypeVar("V")

Join = Callable[[str, K, Scope], Flight[K, V]]
"Joins the flight to a key, or starts one."


class Renewing(Generic[K, V]):
    """What is stale and waits for the vendor's turn; nobody waits for it, so it is no flight until then."""

    def __init__(self, renewals: Renewals, cache: Cache, clock: Clock, join: Join[K, V], max_batch: int) -> None:
        self._renewals = renewals
        self._cache = cache
        self._clock = clock
        self._join = join
        self._max_batch = max_batch
        self._found: dict[str, K] = {}
        self._waiting: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, name: str, key: K) -> None:
        """Renew a value as soon as its vendor may be asked, unless it is about to be."""
        if name in self._waiting or not self._renewals.may(name):
            return
        if not self._found:
            asyncio.get_running_loop().call_soon(self._depart)
        self._waiting.add(name)
        self._found[name] = key

    def _depart(self) -> None:
        found, self._found = list(self._found.items()), {}
        for start in range(0, len(found), self._max_batch):
            task = asyncio.ensure_future(self._renew(dict(found[start : start + self._max_batch])))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _renew(self, stale: dict[str, K]) -> None:
        async with self._renewals.turn(stale) as turn:
            self._waiting.difference_update(stale)
            if not turn.may_ask:
                return
            # For nobody in particular: a caller's share of the budget is no matter of the others'.
            scope = replace(current(), is_renewal=True, caller=None, trial=Trial())
            flights = [self._join(name, key, scope) for name, key in stale.items() if not self._is_fresh(name)]
            if flights:
                await asyncio.wait([flight.landed for flight in flights])
            _tell(turn, flights, self._clock.monotonic())

    def _is_fresh(self, name: str) -> bool:
        entry = self._cache.peek(name)
        return entry is not None and entry.is_fresh(self._clock.monotonic())


def _tell(turn: Turn, flights: list[Flight[K, V]], now: float) -> None:
    """Tell how it went. A bug says nothing about the vendor, nor does what came from another process or was made of stale parts."""
    for flight in flights:
        if not flight.is_asked or flight.landed.exception() is not None:
            continue
        outcome = flight.landed.result()
        failure = outcome.value if isinstance(outcome.value, UpstreamError) else outcome.failure
        if isinstance(failure, Rejected) or (failure is None and outcome.fresh_until > now):
            turn.has_answered, turn.failure = True, None
            return
        turn.failure = failure or turn.failure
