"""One kind of read: this request's memo → cache → the flight already under way → a batch → the vendor.

Declared once per vendor and kind, keyed by the vendor's request, not by the GraphQL field.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar, cast

from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.entry import Entry, Ttl
from loaders.upstream.clock import Clock
from loaders.upstream.errors import UpstreamError
from loaders.upstream.ledger import Exchange
from loaders.upstream.scope import Scope, current, hinted

K = TypeVar("K")
V = TypeVar("V")

Fetch = Callable[[list[K]], Awaitable[Sequence[V | UpstreamError]]]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[V]):
    """How a read ended: a value with its age, or an error."""

    value: V | UpstreamError
    stored_at: datetime
    fresh_until: float
    tags: frozenset[str]
    is_stale: bool = False


@dataclass(slots=True)
class _Flight(Generic[K, V]):
    """A key on its way to the vendor; whoever asks meanwhile waits for the same future, and nobody can cancel it."""

    key: K
    landed: "asyncio.Future[Outcome[V]]"
    generation: int


class Read(Generic[K, V]):
    """Loads values by key. `fetch` answers a batch in order; a key that failed is an error value in its place."""

    def __init__(
        self,
        vendor: str,
        name: str,
        fetch: Fetch[K, V],
        *,
        key: Callable[[K], Iterable[str]],
        tags: Callable[[K, V], Iterable[str]],
        ttl: Ttl,
        cache: Cache,
        clock: Clock,
        max_batch: int = 1,
    ) -> None:
        self.name = name
        self._vendor = vendor
        self._fetch = fetch
        self._key = key
        self._tags = tags
        self._ttl = ttl
        self._cache = cache
        self._clock = clock
        self._max_batch = max_batch
        self._queue: dict[str, _Flight[K, V]] = {}
        self._flights: dict[str, _Flight[K, V]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def load(self, key: K) -> V:
        """Return the value, or raise the error that its read ended with."""
        outcome = await self._outcome(key, current())
        if isinstance(outcome.value, UpstreamError):
            raise outcome.value.with_traceback(None)
        return outcome.value

    async def load_many(self, keys: Iterable[K]) -> list[V | UpstreamError]:
        """Return a value or an error per key, in order."""
        scope = current()
        outcomes = await asyncio.gather(*(self._outcome(key, scope) for key in keys))
        return [outcome.value for outcome in outcomes]

    async def prime(self, key: K, value: V) -> None:
        """Keep a value that another read brought along, so that this one needn't be made."""
        name = self._name(key)
        outcome = await self._stored(name, key, value, self._ttl, self._cache.generation)
        memo: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        memo.set_result(outcome)
        current().memo.setdefault(name, memo)

    def _name(self, key: K) -> str:
        return self._cache.key(self._vendor, self.name, *self._key(key))

    async def _outcome(self, key: K, scope: Scope) -> Outcome[V]:
        name = self._name(key)
        memo = scope.memo.get(name)
        if memo is None:
            memo = self._begin(name, key, scope)
            scope.memo[name] = memo
        outcome = cast("Outcome[V]", memo.result() if memo.done() else await asyncio.shield(memo))
        if isinstance(outcome.value, UpstreamError):
            scope.ledger.is_complete = False
        else:
            fresh_for_s = max(0.0, outcome.fresh_until - self._clock.monotonic())
            scope.ledger.note(self._vendor, outcome.stored_at, fresh_for_s, is_stale=outcome.is_stale, tags=outcome.tags)
        return outcome

    def _begin(self, name: str, key: K, scope: Scope) -> "asyncio.Future[object]":
        """Answer from the cache, or join or start a flight; a stale value is served while one flight renews it."""
        entry = None if scope.skips_cache else self._cache.peek(name)
        now = self._clock.monotonic()
        if entry is None or not (entry.is_fresh(now) or _takes(scope, entry, now)):
            return cast("asyncio.Future[object]", self._join(name, key, scope))
        is_stale = not entry.is_fresh(now)
        if is_stale and name not in self._flights:
            self._join(name, key, scope)
        scope.ledger.exchanges.append(
            Exchange(self._vendor, self.name, scope.elapsed_ms(), source="stale" if is_stale else "hit", attempts=0)
        )
        memo: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        memo.set_result(_held(entry, is_stale=is_stale))
        return memo

    def _join(self, name: str, key: K, scope: Scope) -> "asyncio.Future[Outcome[V]]":
        flight = self._flights.get(name)
        if flight is not None and flight.generation == self._cache.generation:
            scope.ledger.exchanges.append(Exchange(self._vendor, self.name, scope.elapsed_ms(), source="joined", attempts=0))
            return flight.landed
        loop = asyncio.get_running_loop()
        flight = _Flight(key, loop.create_future(), self._cache.generation)
        self._flights[name] = flight
        if not self._queue:
            loop.call_soon(self._depart)
        self._queue[name] = flight
        return flight.landed

    def _depart(self) -> None:
        """Send off everything that was asked for in this turn of the event loop, in batches."""
        queue, self._queue = list(self._queue.items()), {}
        for start in range(0, len(queue), self._max_batch):
            task = asyncio.create_task(self._fly(queue[start : start + self._max_batch]))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _fly(self, batch: list[tuple[str, _Flight[K, V]]]) -> None:
        found = {name: entry for name, _ in batch if (entry := await self._elsewhere(name)) is not None}
        wanted = [(name, flight) for name, flight in batch if name not in found]
        for name, flight in batch:
            if name in found:
                self._land(name, flight, _held(found[name], is_stale=False))
        if not wanted:
            return
        values, ttl = await self._ask([flight.key for _, flight in wanted])
        for (name, flight), value in zip(wanted, values, strict=True):
            self._land(name, flight, await self._settled(name, flight, value, ttl))

    async def _elsewhere(self, name: str) -> Entry | None:
        """What another process left for us, if it is fresh."""
        if current().skips_cache:
            return None
        entry = await self._cache.get(name)
        return entry if entry is not None and entry.is_fresh(self._clock.monotonic()) else None

    async def _ask(self, keys: list[K]) -> tuple[Sequence[V | UpstreamError], Ttl]:
        with hinted() as hint:
            try:
                values: Sequence[V | UpstreamError] = await self._fetch(keys)
            except UpstreamError as error:
                values = [error] * len(keys)
            except Exception as error:  # noqa: BLE001  # a bug in a fetch must reach the waiters, not leave them waiting
                values = [_Bug(self._vendor, error)] * len(keys)
        fresh_s = self._ttl.fresh_s if hint.max_age_s is None else min(self._ttl.fresh_s, hint.max_age_s)
        return values, self._ttl if fresh_s == self._ttl.fresh_s else self._ttl.of(fresh_s)

    async def _settled(self, name: str, flight: _Flight[K, V], value: V | UpstreamError, ttl: Ttl) -> Outcome[V]:
        """Store a value; for an error serve what we still hold, as long as it is honest to."""
        if not isinstance(value, UpstreamError):
            return await self._stored(name, flight.key, value, ttl, flight.generation)
        held = None if isinstance(value, _Bug) else self._cache.peek(name)
        if held is not None:
            return _held(held, is_stale=not held.is_fresh(self._clock.monotonic()))
        return Outcome(value, self._clock.now(), 0.0, frozenset())

    async def _stored(self, name: str, key: K, value: V, ttl: Ttl, generation: int) -> Outcome[V]:
        now, tags = self._clock.monotonic(), frozenset(self._tags(key, value))
        fresh_s = ttl.nobody_s if value is None or value == [] else ttl.fresh_s
        entry = Entry(value, self._clock.now(), now + fresh_s, now + fresh_s + ttl.stale_s, tags)
        if fresh_s > 0 and generation == self._cache.generation:
            await self._cache.put(name, entry)
        return Outcome(value, entry.stored_at, entry.fresh_until, tags)

    def _land(self, name: str, flight: _Flight[K, V], outcome: Outcome[V]) -> None:
        if self._flights.get(name) is flight:
            del self._flights[name]
        if isinstance(outcome.value, _Bug):
            flight.landed.set_exception(outcome.value.bug)
            flight.landed.exception()  # Marks it as seen: a background refresh has no waiter.
        else:
            flight.landed.set_result(outcome)


class _Bug(UpstreamError):
    """Carries a programming error to the waiters; it is raised there as itself."""

    def __init__(self, vendor: str, bug: Exception) -> None:
        super().__init__(vendor, type(bug).__name__)
        self.bug = bug


def _takes(scope: Scope, entry: Entry, now: float) -> bool:
    """Whether this caller takes an entry that is no longer fresh."""
    return entry.is_usable(now) and (scope.max_stale_s is None or now - entry.fresh_until <= scope.max_stale_s)


def _held(entry: Entry, *, is_stale: bool) -> Outcome[V]:
    return Outcome(entry.value, entry.stored_at, entry.fresh_until, entry.tags, is_stale)  # type: ignore[arg-type]  # stored by this very read
