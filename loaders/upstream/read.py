"""One kind of read: this request's memo → cache → the flight already under way → a batch → the vendor.

Declared once per vendor and kind, keyed by the vendor's request, not by the GraphQL field.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from typing import Generic, TypeVar, cast

from loaders.upstream.cache.cache import Cache, Moment, Shared
from loaders.upstream.cache.claims import elsewhere
from loaders.upstream.cache.entry import Entry, Ttl
from loaders.upstream.clock import Clock
from loaders.upstream.errors import UpstreamError
from loaders.upstream.flight import ASKED, Bug, Fetched, Flight, Outcome, held, settled, takes
from loaders.upstream.keeping import Keeping
from loaders.upstream.ledger import Exchange, Ledger
from loaders.upstream.renewals import Renewals
from loaders.upstream.renewing import Renewing
from loaders.upstream.scope import Scope, current, entered, hinted, hinted_max_age
from loaders.upstream.watch import Unwatched, Watch

K = TypeVar("K")
V = TypeVar("V")

Fetch = Callable[[list[K]], Awaitable[Sequence[V | UpstreamError]]]


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
        ttl: Callable[[K], Ttl],
        cache: Cache,
        clock: Clock,
        max_batch: int = 1,
        watch: Watch | None = None,
        renewals: Renewals | None = None,
    ) -> None:
        self.name = name
        self._vendor = vendor
        self._fetch = fetch
        self._key = key
        self._keeping = Keeping(vendor, ttl, tags, cache, clock)
        self._ttl = ttl
        self._cache = cache
        self._clock = clock
        self._max_batch = max_batch
        self._watch = watch or Unwatched()
        self._renewing = Renewing(renewals or Renewals(clock), cache, clock, self._join, max_batch)
        self._queue: dict[str, Flight[K, V]] = {}
        self._flights: dict[str, Flight[K, V]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def load(self, key: K) -> V:
        """Return the value, or raise the error that its read ended with."""
        scope = current()
        value = await self._landed(self._asked(key, scope), scope)
        if isinstance(value, UpstreamError):
            raise value.with_traceback(None)
        return value

    async def load_many(self, keys: Iterable[K]) -> list[V | UpstreamError]:
        """Return a value or an error per key, in order."""
        scope = current()
        asked = [self._asked(key, scope) for key in keys]
        return [await self._landed(memo, scope) for memo in asked]

    def holds(self, key: K) -> bool:
        """Whether loading this key now makes no call of its own: this request read it, it is fresh in memory, or it is on its way."""
        name = self._name(key)
        if name in current().memo or name in self._flights:
            return True
        entry = None if current().skips_cache else self._cache.peek(name)
        return entry is not None and entry.is_fresh(self._clock.monotonic())

    def is_asked(self, key: K) -> bool:
        """Whether this request has asked for this key already, so that loading it costs nothing, nor waits for anybody else's call."""
        return self._name(key) in current().memo

    async def prime(self, key: K, value: V) -> None:
        """Keep a value that another read's fetch brought along, so that this one needn't be made."""
        await self.prime_many([(key, value)])

    async def prime_many(self, values: Iterable[tuple[K, V]]) -> None:
        """Keep values that another read's fetch brought along, all at once."""
        asked, kept = ASKED.get() or self._cache.moment(), {}
        for key, value in values:
            name = self._name(key)
            outcome, entry = self._keeping.stored(name, key, value, Fetched([value], hinted_max_age(), Ledger()), asked)
            current().memo.setdefault(name, settled(outcome))
            if entry is not None:
                kept[name] = entry
        await self._keeping.share(kept, asked)

    async def drop(self, key: K, is_spent: Callable[[V], bool]) -> None:
        """Drop the value held under the key if it is spent, so that the next load asks anew; one renewed meanwhile stays."""
        name, memo = self._name(key), current().memo
        known = memo.get(name)
        if known is not None and known.done():
            outcome = cast("Outcome[V]", known.result())
            if isinstance(outcome.value, UpstreamError) or is_spent(outcome.value):
                del memo[name]
        entry = await self._cache.get(name)
        if entry is not None and is_spent(cast("V", entry.value)):
            await self._cache.drop(name)

    def _name(self, key: K) -> str:
        return self._cache.key(self._vendor, self.name, *self._key(key))

    def _asked(self, key: K, scope: Scope) -> "asyncio.Future[object]":
        name = self._name(key)
        memo = scope.memo.get(name)
        if memo is None:
            memo = scope.memo[name] = self._begun(name, key, scope)
        return memo

    async def _landed(self, memo: "asyncio.Future[object]", scope: Scope) -> V | UpstreamError:
        landed = cast("Outcome[V]", memo.result() if memo.done() else await asyncio.shield(memo))
        return landed.used_by(scope, self._vendor, self._clock)

    def _begun(self, name: str, key: K, scope: Scope) -> "asyncio.Future[object]":
        """Answer from the cache, or join or start a flight; a stale value is served while one flight renews it."""
        entry = None if scope.skips_cache else self._cache.peek(name)
        now = self._clock.monotonic()
        if entry is None or not (entry.is_fresh(now) or takes(scope, entry, now)):
            return cast("asyncio.Future[object]", self._join(name, key, scope).landed)
        is_stale = not entry.is_fresh(now)
        if is_stale and scope.refreshes and name not in self._flights:
            self._renewing.begin(name, key)
        self._note(scope, "stale" if is_stale else "hit")
        return settled(held(entry, is_stale=is_stale))

    def _join(self, name: str, key: K, scope: Scope) -> Flight[K, V]:
        flight = self._flights.get(name)
        now = self._cache.moment()
        if flight is not None and name in self._queue and (scope.skips_cache or flight.scope.is_renewal):
            flight.scope = scope  # It is asked as whoever wants the most of it wishes.
        is_overtaken = flight is not None and self._cache.was_touched(self._vendor, flight.asked)
        if flight is not None and flight.serves(scope, is_overtaken=is_overtaken):
            flight.wait(scope)
            self._note(scope, "joined")
            return flight
        loop = asyncio.get_running_loop()
        flight = Flight(key, scope, loop.create_future(), now)
        self._flights[name] = flight
        if not self._queue:
            loop.call_soon(self._depart)
        if self._queue and next(iter(self._queue.values())).scope is not scope:
            self._note(scope, "joined")
        else:
            self._watch.used(self._vendor, self.name, "miss")
        self._queue[name] = flight
        return flight

    def _note(self, scope: Scope, source: str) -> None:
        exchange = Exchange(self._vendor, self.name, scope.elapsed_ms(), source=source, attempts=0)
        scope.ledger.exchanges.append(exchange)
        self._watch.used(self._vendor, self.name, source)

    def _depart(self) -> None:
        """Send off everything that was asked for in this turn of the event loop, in batches."""
        queue, self._queue = self._queue, {}
        claimed = {name: flight for name, flight in queue.items() if self._cache.shared is not None and self._is_kept(flight)}
        if claimed:
            self._begin_task(self._fly(claimed))
        self._send({name: flight for name, flight in queue.items() if name not in claimed})

    def _is_kept(self, flight: Flight[K, V]) -> bool:
        return not flight.scope.skips_cache and self._ttl(flight.key).fresh_s > 0

    def _send(self, flights: dict[str, Flight[K, V]]) -> None:
        """Ask for these, in batches."""
        some = list(flights.items())
        for start in range(0, len(some), self._max_batch):
            self._begin_task(self._ask_for(dict(some[start : start + self._max_batch])))

    def _begin_task(self, work: "Awaitable[None]") -> None:
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _fly(self, flights: dict[str, Flight[K, V]]) -> None:
        """Take what other processes have, renewing what is stale; wait for what they are asking for, and ask for the rest."""
        async for entries, names in elsewhere(cast("Shared", self._cache.shared), flights, self._clock):
            for name, (entry, is_stale) in entries.items():
                flight = flights[name]
                self._cache.keep(name, entry, flight.asked)
                self._land(name, flight, held(entry, is_stale=is_stale))
                if is_stale and flight.scope.refreshes:
                    self._renewing.begin(name, flight.key)
            self._send({name: flights[name] for name in names})

    async def _ask_for(self, batch: dict[str, Flight[K, V]]) -> None:
        asked = self._cache.moment()
        for flight in batch.values():
            flight.asked, flight.is_asked = asked, True
        try:
            await self._settle(batch, await self._fetched(list(batch.values())), asked)
        except Exception as error:  # noqa: BLE001  # nobody may be left waiting, whatever a vendor's tags or times do
            bug = await self._keeping.failed("", Bug(self._vendor, error))
            for name, flight in batch.items():
                if not flight.landed.done():
                    self._land(name, flight, bug)
            await self._keeping.share({}, asked, batch)

    async def _settle(self, batch: dict[str, Flight[K, V]], fetched: Fetched[V], asked: Moment) -> None:
        """Land all of a batch before any of it is shared: nobody here waits for the other processes' sake."""
        kept: dict[str, Entry] = {}
        gone: list[str] = []
        for (name, flight), value in zip(batch.items(), fetched.values, strict=True):
            entry = None
            if isinstance(value, UpstreamError):
                outcome = await self._keeping.failed(name, value)
            else:
                outcome, entry = self._keeping.stored(name, flight.key, value, fetched, asked)
            self._land(name, flight, outcome)
            if entry is not None:
                kept[name] = entry
            elif fetched.max_age_s == 0 and not isinstance(value, UpstreamError):
                gone.append(name)  # What was held is no answer any more, also when this one is used up.
        for name in gone:
            await self._cache.drop(name)
        await self._keeping.share(kept, asked, batch)

    async def _fetched(self, flights: list[Flight[K, V]]) -> Fetched[V]:
        """Fetch a batch. What other reads it uses is counted apart: it is this read's own age then, not its callers' use."""
        scope = flights[0].scope
        is_renewal = all(flight.scope.is_renewal for flight in flights)
        sources = Ledger(exchanges=scope.ledger.exchanges)
        ASKED.set(flights[0].asked)
        with hinted() as hint, entered(replace(scope, ledger=sources, is_renewal=is_renewal)):
            try:
                values = list(await self._fetch([flight.key for flight in flights]))
            except UpstreamError as error:
                values = [error] * len(flights)
            except Exception as error:  # noqa: BLE001  # a bug in a fetch must reach the waiters, not leave them waiting
                values = [Bug(self._vendor, error)] * len(flights)
        if not sources.is_complete:
            scope.ledger.is_complete = False
        return Fetched(values, hint.max_age_s, sources)

    def _land(self, name: str, flight: Flight[K, V], outcome: Outcome[V]) -> None:
        if self._flights.get(name) is flight:
            del self._flights[name]
        if isinstance(outcome.value, Bug):
            flight.landed.set_exception(outcome.value.bug)
            flight.landed.exception()  # Marks it as seen: a background refresh has no waiter.
        else:
            flight.landed.set_result(outcome)
