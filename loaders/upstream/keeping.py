"""What becomes of what a read brought: kept here and for other processes, or, where it failed, what is held served instead."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Generic, TypeVar

from loaders.upstream.cache.cache import EVERYTHING, Cache, Moment
from loaders.upstream.cache.entry import Entry, Ttl
from loaders.upstream.cache.size import size_of
from loaders.upstream.clock import Clock
from loaders.upstream.errors import Rejected, RejectedTogether, UpstreamError
from loaders.upstream.flight import Bug, Fetched, Outcome, held

K = TypeVar("K")
V = TypeVar("V")


class Keeping(Generic[K, V]):
    """One read's."""

    def __init__(
        self,
        vendor: str,
        ttl: Callable[[K], Ttl],
        tags: Callable[[K, V], Iterable[str]],
        cache: Cache,
        clock: Clock,
    ) -> None:
        self._vendor = vendor
        self._ttl = ttl
        self._tags = tags
        self._cache = cache
        self._clock = clock

    async def failed(self, errors: Mapping[str, UpstreamError]) -> Mapping[str, Outcome[V]]:
        """Serve what we still hold, as long as it is honest to: not where the vendor itself said no."""
        refused = {
            name for name, error in errors.items() if isinstance(error, Rejected) and not isinstance(error, RejectedTogether)
        }
        await self._cache.drop(*refused)
        moment = self._cache.moment()
        entries = await self._cache.get_many(
            [name for name, error in errors.items() if name not in refused and not isinstance(error, Bug)]
        )
        now = self._clock.monotonic()
        usable = {name: entry for name, entry in entries.items() if entry.is_usable(now)}
        for name, entry in usable.items():
            self._cache.keep(
                name, entry, moment, is_older=True
            )  # Where another process held it: the next to ask finds it here.
        return {name: self._instead(error, usable.get(name), moment, now) for name, error in errors.items()}

    def _instead(self, error: UpstreamError, entry: Entry | None, moment: Moment, now: float) -> Outcome[V]:
        if entry is None:
            return Outcome(error, self._clock.now(), 0.0, frozenset())
        return held(entry, moment, is_stale=not entry.is_fresh(now), failure=error)

    def stored(
        self, name: str, key: K, value: V, fetched: Fetched[V], asked: Moment, *, is_last: bool = True
    ) -> tuple[Outcome[V], Entry | None]:
        """Keep a value in memory; with it comes the entry for the shared tier, or None where it mustn't be kept, as where it isn't the
        last word.
        """
        ttl, now = fetched.ttl(self._ttl(key)), self._clock.monotonic()
        fresh_s, is_nobody = ttl.fresh_for(value), ttl.is_nobody(value)
        tags = frozenset(self._tags(key, value)) | fetched.sources.tags | {self._vendor, EVERYTHING}
        stored_at, until = fetched.stored_at(self._clock.now()), now + fresh_s
        outcome = Outcome(value, stored_at, until, tags, fetched.is_stale, ttl.is_personal, as_of=asked)
        if fresh_s <= 0 or not self._cache.is_kept or not is_last:
            return outcome, None
        entry = Entry(value, stored_at, until, until + ttl.stale_s, tags, size_of(value), is_nobody, ttl.is_personal)
        return outcome, entry if self._cache.keep(name, entry, asked) else None

    async def share(
        self, kept: Mapping[str, Entry], asked: Moment, claimed: Collection[str] = (), failed: Collection[str] = ()
    ) -> None:
        """Pass entries on to the other processes, and give back what was claimed with the last of them, all at once, saying for what
        asking failed.

        A claim that was given back before the others of its batch would have another process ask for that key alone.
        """
        if self._cache.shared is not None:
            await self._cache.shared.put(kept, asked.heard, claimed, failed)
