"""Keys on their way to the vendor: one flight for each, whoever asks; what is asked for in one turn of the event loop goes together."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Generic, TypeVar, cast

import structlog

from loaders.upstream.cache.cache import Cache, Moment, Shared
from loaders.upstream.cache.claims import elsewhere
from loaders.upstream.cache.entry import Entry, Ttl
from loaders.upstream.clock import Clock
from loaders.upstream.errors import UpstreamError
from loaders.upstream.flight import ASKED, Bug, Fetched, Flight, Outcome, held
from loaders.upstream.keeping import Keeping
from loaders.upstream.ledger import Exchange, Ledger
from loaders.upstream.renewals import Renewals
from loaders.upstream.renewing import Renewing
from loaders.upstream.scope import Scope, entered, hinted
from loaders.upstream.watch import Watch

K = TypeVar("K")
V = TypeVar("V")

_MOST_ASKING = 2

log = structlog.get_logger("gateway.cache")

Fetch = Callable[[list[K]], Awaitable[Sequence[V | UpstreamError]]]


class Flights(Generic[K, V]):
    """One read's."""

    def __init__(
        self,
        vendor: str,
        read: str,
        fetch: Fetch[K, V],
        *,
        ttl: Callable[[K], Ttl],
        keeping: Keeping[K, V],
        cache: Cache,
        clock: Clock,
        max_batch: int,
        watch: Watch,
        renewals: Renewals,
    ) -> None:
        self._vendor = vendor
        self._read = read
        self._fetch = fetch
        self._ttl = ttl
        self._keeping = keeping
        self._cache = cache
        self._clock = clock
        self._max_batch = max_batch
        self._watch = watch
        self._renewing = Renewing(renewals, cache, clock, self.join, max_batch)
        self._queue: dict[str, Flight[K, V]] = {}
        self._flights: dict[str, Flight[K, V]] = {}
        self._asking: dict[str, list[Flight[K, V]]] = {}
        "What is under way for a key, in the order of asking: one more where something was dropped meanwhile, and no more than that."
        self._following: dict[str, Flight[K, V]] = {}
        "What departs when one of those has landed."
        self._tasks: set[asyncio.Task[None]] = set()

    def __contains__(self, name: str) -> bool:
        """Whether a key is on its way."""
        return name in self._flights

    def renew(self, name: str, key: K) -> None:
        """Ask for what is stale, for nobody in particular."""
        self._renewing.begin(name, key)

    def note(self, scope: Scope, source: str) -> None:
        """Note in a request's ledger where it had a value from without a call of its own."""
        exchange = Exchange(self._vendor, self._read, scope.elapsed_ms(), source=source, attempts=0)
        scope.ledger.exchanges.append(exchange)
        self._watch.used(self._vendor, self._read, source)

    def join(self, name: str, key: K, scope: Scope, *, is_anew: bool = False) -> Flight[K, V]:
        """Wait for the flight that is under way, or begin one; `is_anew`: one of their own."""
        flight = self._following.get(name) or self._flights.get(name)
        now = self._cache.moment()
        is_queued = name in self._queue or name in self._following
        joining = scope
        if flight is not None and is_queued and (is_anew or scope.skips_cache or flight.scope.is_renewal):
            joining, flight.scope = flight.scope, scope  # It is asked as whoever wants the most of it wishes.
        is_overtaken = flight is not None and self._cache.was_touched(self._vendor, flight.asked)
        if flight is not None and (is_queued or not is_anew) and flight.serves(scope, is_overtaken=is_overtaken):
            flight.wait(scope)
            self.note(joining, "joined")
            return flight
        flight = Flight(key, scope, asyncio.get_running_loop().create_future(), now)
        if len(self._asking.get(name, ())) >= _MOST_ASKING:
            self._following[name] = flight
            return flight
        self._enqueue(name, flight)
        return flight

    def _enqueue(self, name: str, flight: Flight[K, V]) -> None:
        if not self._queue:
            asyncio.get_running_loop().call_soon(self._depart)
        self._flights[name] = self._queue[name] = flight

    def _depart(self) -> None:
        """Send off everything that was asked for in this turn of the event loop, in batches."""
        queue, self._queue = self._queue, {}
        is_shared = self._cache.shared is not None
        claimed = {name: flight for name, flight in queue.items() if is_shared and self._is_kept(flight)}
        if claimed:
            self._begin_task(self._fly(claimed))
        self._send({name: flight for name, flight in queue.items() if name not in claimed})

    def _is_kept(self, flight: Flight[K, V]) -> bool:
        try:
            return not flight.scope.skips_cache and self._ttl(flight.key).fresh_s > 0
        except Exception:  # noqa: BLE001  # a bug, which is told to whoever waits when the answer is to be kept
            return False

    def _send(self, flights: dict[str, Flight[K, V]]) -> None:
        """Ask for these, in batches of those who take equally old data: a batch is asked for as the first of them wishes."""
        groups: dict[object, list[tuple[str, Flight[K, V]]]] = {}
        for name, flight in flights.items():
            groups.setdefault((flight.scope.skips_cache, flight.scope.max_stale_s), []).append((name, flight))
        for some in groups.values():
            for start in range(0, len(some), self._max_batch):
                self._begin_task(self._ask_for(dict(some[start : start + self._max_batch])))

    def _begin_task(self, work: "Awaitable[None]") -> None:
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _fly(self, flights: dict[str, Flight[K, V]]) -> None:
        """Take what other processes have, renewing what is stale; wait for what they are asking for, and ask for the rest."""
        left = dict(flights)
        try:
            async for found in elsewhere(self._cache, cast("Shared", self._cache.shared), flights, self._clock):
                for name, (entry, is_stale) in found.entries.items():
                    flight = left.pop(name)
                    self.note(flight.scope, "joined" if found.was_awaited else "stale" if is_stale else "hit")
                    self._cache.keep(name, entry, found.as_of, is_older=True)
                    self._land(name, flight, held(entry, found.as_of, is_stale=is_stale))
                    if is_stale and flight.scope.refreshes:
                        self._renewing.begin(name, flight.key)
                self._send({name: left.pop(name) for name in found.mine})
        except Exception as error:  # noqa: BLE001  # nobody may be left waiting, whatever the store holds
            log.error("shared_cache_unreadable", read=self._read, error=type(error).__name__)
            self._send(left)

    async def _ask_for(self, batch: dict[str, Flight[K, V]]) -> None:
        asked = self._cache.moment()
        first = next(iter(batch.values())).scope
        for name, flight in batch.items():
            flight.asked, flight.is_asked = asked, True
            self._asking.setdefault(name, []).append(flight)
            if flight.scope is first:
                self._watch.used(self._vendor, self._read, "miss")
            else:
                self.note(flight.scope, "joined")
        try:
            await self._settle(batch, await self._fetched(list(batch.values())), asked)
        except Exception as error:  # noqa: BLE001  # nobody may be left waiting, whatever a vendor's tags or times do
            bugs = await self._keeping.failed(dict.fromkeys(batch, Bug(self._vendor, error)))
            for name, flight in batch.items():
                if not flight.landed.done():
                    self._land(name, flight, bugs[name])
            await self._keeping.share({}, asked, (), batch)

    async def _settle(self, batch: dict[str, Flight[K, V]], fetched: Fetched[V], asked: Moment) -> None:
        """Land all of a batch before any of it is shared: nobody here waits for the other processes' sake."""
        kept: dict[str, Entry] = {}
        gone: list[str] = []
        asked = fetched.as_of(asked)
        values = dict(zip(batch, fetched.values, strict=True))
        failed = await self._keeping.failed({name: value for name, value in values.items() if isinstance(value, UpstreamError)})
        for name, value in values.items():
            flight, entry = batch[name], None
            if isinstance(value, UpstreamError):
                outcome = failed[name]
            else:
                outcome, entry = self._keeping.stored(name, flight.key, value, fetched, asked, is_last=not flight.is_overtaken)
            self._land(name, flight, replace(outcome, asked_for=fetched.asked_for, is_made=bool(fetched.sources.used)))
            if entry is not None:
                kept[name] = entry
            elif fetched.max_age_s == 0 and not isinstance(value, UpstreamError):
                gone.append(name)  # What was held is no answer any more, also when this one is used up.
        await self._cache.drop(*gone)
        over = {name for name in batch if name not in self._flights}  # Another of ours may be under way by the same claim.
        # What may not be kept is of no use to whoever waits for it elsewhere, as if it had failed.
        lost = over & (failed.keys() | (batch.keys() - kept.keys() if fetched.max_age_s == 0 else set()))
        await self._keeping.share(kept, asked, over - lost, lost)

    async def _fetched(self, flights: list[Flight[K, V]]) -> Fetched[V]:
        """Fetch a batch. What other reads it uses is counted apart: it is this read's own age then, not its callers' use."""
        scope = flights[0].scope
        is_renewal = all(flight.scope.is_renewal for flight in flights)
        sources = Ledger(exchanges=scope.ledger.exchanges)
        ASKED.set(flights[0].asked)
        trial = scope.trial if is_renewal else None
        with hinted() as hint, entered(replace(scope, ledger=sources, is_renewal=is_renewal, trial=trial)):
            try:
                values = list(await self._fetch([flight.key for flight in flights]))
            except UpstreamError as error:
                values = [error] * len(flights)
            except Exception as error:  # noqa: BLE001  # a bug in a fetch must reach the waiters, not leave them waiting
                values = [Bug(self._vendor, error)] * len(flights)
        if not sources.is_complete:
            scope.ledger.is_complete = False
        return Fetched(values, hint.max_age_s, sources, scope.asker)

    def _leave(self, name: str, flight: Flight[K, V], *, is_answered: bool) -> None:
        """Note that a flight is over; one that was asked for before an answered one has nothing newer to say."""
        under_way = self._asking[name]
        at = next(index for index, one in enumerate(under_way) if one is flight)
        for earlier in under_way[:at]:
            earlier.is_overtaken = earlier.is_overtaken or is_answered
        del under_way[at]
        if not under_way:
            del self._asking[name]

    def _land(self, name: str, flight: Flight[K, V], outcome: Outcome[V]) -> None:
        if self._flights.get(name) is flight:
            del self._flights[name]
        if flight.is_asked:
            self._leave(name, flight, is_answered=not isinstance(outcome.failure or outcome.value, UpstreamError))
            if name in self._following:
                self._enqueue(name, self._following.pop(name))
        if isinstance(outcome.value, Bug):
            flight.landed.set_exception(outcome.value.bug)
            flight.landed.exception()  # Marks it as seen: a background refresh has no waiter.
        else:
            flight.landed.set_result(outcome)
