"""One kind of read: this request's memo → cache → the flight already under way → a batch → the vendor.

Declared once per vendor and kind, keyed by the vendor's request, not by the GraphQL field.
"""

import asyncio
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar, cast

from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.entry import Ttl
from loaders.upstream.clock import Clock
from loaders.upstream.errors import UpstreamError
from loaders.upstream.flight import ASKED, Fetched, Outcome, held, settled, takes
from loaders.upstream.flights import Fetch, Flights
from loaders.upstream.keeping import Keeping
from loaders.upstream.ledger import Ledger
from loaders.upstream.renewals import Renewals
from loaders.upstream.scope import Scope, current, hinted_max_age
from loaders.upstream.watch import Unwatched, Watch

K = TypeVar("K")
V = TypeVar("V")


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
        self._key = key
        self._keeping = Keeping(vendor, ttl, tags, cache, clock)
        self._cache = cache
        self._clock = clock
        self._flights = Flights(
            vendor,
            name,
            fetch,
            ttl=ttl,
            keeping=self._keeping,
            cache=cache,
            clock=clock,
            max_batch=max_batch,
            watch=watch or Unwatched(),
            renewals=renewals or Renewals(clock),
        )

    async def load(self, key: K) -> V:
        """Return the value, or raise the error that its read ended with."""
        (value,) = await self.load_many((key,))
        if isinstance(value, UpstreamError):
            raise value.with_traceback(None)
        return value

    async def load_many(self, keys: Iterable[K]) -> list[V | UpstreamError]:
        """Return a value or an error per key, in order."""
        scope = current()
        asked = [(key, self._asked(key, scope)) for key in keys]
        landed = [await _landed(memo) for _, memo in asked]
        while again := [at for at, outcome in enumerate(landed) if outcome.is_only_for_another(scope)]:
            for at in again:
                asked[at] = asked[at][0], self._asked_again(*asked[at], scope)
            for at in again:
                landed[at] = await _landed(asked[at][1])
        return [cast("V | UpstreamError", outcome.used_by(scope, self._vendor, self._clock)) for outcome in landed]

    def holds(self, key: K) -> bool:
        """Whether loading this key now makes no call of its own: this request read it, it is fresh in memory, or it is on its way."""
        name = self._name(key)
        if name in current().memo or name in self._flights:
            return True
        entry = None if current().skips_cache else self._cache.peek(name)
        return entry is not None and entry.is_fresh(self._clock.monotonic())

    def has(self, key: K) -> bool:
        """Whether loading this key now is answered from memory, be it with something stale."""
        scope, entry = current(), self._cache.peek(self._name(key))
        now = self._clock.monotonic()
        return entry is not None and not scope.skips_cache and (entry.is_fresh(now) or takes(scope, entry, now))

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

    def _asked_again(self, key: K, memo: "asyncio.Future[object]", scope: Scope) -> "asyncio.Future[object]":
        """Ask on one's own, instead of for another, unless this request has done so meanwhile."""
        name = self._name(key)
        if scope.memo.get(name, memo) is memo:
            scope.memo[name] = cast("asyncio.Future[object]", self._flights.join(name, key, scope, is_anew=True).landed)
        return scope.memo[name]

    def _begun(self, name: str, key: K, scope: Scope) -> "asyncio.Future[object]":
        """Answer from the cache, or join or start a flight; a stale value is served while one flight renews it."""
        entry = None if scope.skips_cache else self._cache.peek(name)
        now = self._clock.monotonic()
        if entry is None or not (entry.is_fresh(now) or (takes(scope, entry, now) and not scope.is_renewal)):
            return cast("asyncio.Future[object]", self._flights.join(name, key, scope).landed)
        is_stale = not entry.is_fresh(now)
        if is_stale and scope.refreshes and name not in self._flights:
            self._flights.renew(name, key)
        self._flights.note(scope, "stale" if is_stale else "hit")
        return settled(held(entry, self._cache.moment(), is_stale=is_stale))


async def _landed(memo: "asyncio.Future[object]") -> "Outcome[object]":
    """Wait for a flight that nobody can cancel."""
    return cast("Outcome[object]", memo.result() if memo.done() else await asyncio.shield(memo))
