"""A key on its way to the vendor, and how its read ends."""

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from typing import Generic, TypeVar, cast

from loaders.upstream.cache.cache import Moment
from loaders.upstream.cache.entry import Entry, Ttl
from loaders.upstream.clock import Clock
from loaders.upstream.errors import OverShare, UpstreamError
from loaders.upstream.ledger import Ledger
from loaders.upstream.scope import Asker, Scope

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[V]):
    """How a read ended: a value with its age, or an error."""

    value: V | UpstreamError
    stored_at: datetime
    fresh_until: float
    tags: frozenset[str]
    is_stale: bool = False
    is_personal: bool = True
    failure: UpstreamError | None = None
    "Why nothing newer was had, where this is an older value in its place."
    as_of: Moment | None = None
    "The drops that it has outlived."
    asked_for: Asker | None = None
    "Whom it was asked for; None for what was held."
    is_made: bool = False
    "Whether it is made of other reads."

    def is_only_for_another(self, scope: Scope) -> bool:
        """Whether a caller must ask for themselves: it was refused as another's share, or made of older data than they take."""
        asker = self.asked_for
        if asker is None or asker.started == scope.started:
            return False
        if isinstance(self.failure or self.value, OverShare):
            return asker.caller != scope.caller
        if self.is_made and scope.skips_cache and not asker.skips_cache:
            return True
        return self.is_stale and self.failure is None and scope.takes_less_stale_than(asker)

    def used_by(self, scope: Scope, vendor: str, clock: Clock) -> "V | UpstreamError":
        """Return the value, or the error, that a caller gets, and note what they used."""
        outcome = self._for_caller(scope, clock)
        if isinstance(outcome.value, UpstreamError):
            scope.ledger.is_complete = False
            return outcome.value
        scope.ledger.note(
            vendor,
            outcome.stored_at,
            max(0.0, outcome.fresh_until - clock.monotonic()),
            is_stale=outcome.is_stale,
            tags=outcome.tags,
            is_personal=outcome.is_personal,
            as_of=outcome.as_of,
        )
        return outcome.value

    def _for_caller(self, scope: Scope, clock: Clock) -> "Outcome[V]":
        """Return it as this caller is to have it: with the error where they don't take a value as old as this, as a renewal takes
        nothing stale. For one who wanted nothing that is kept, what is held in a newer one's place has been stale from the start.
        """
        if self.failure is None:
            return self
        limit, is_refused = scope.max_stale_s, scope.skips_cache
        stale_s = (clock.now() - self.stored_at).total_seconds() if is_refused else clock.monotonic() - self.fresh_until
        if (limit is not None and stale_s > limit) or (scope.is_renewal and self.is_stale):
            return replace(self, value=self.failure)
        return replace(self, is_stale=True, fresh_until=0.0) if is_refused else self


@dataclass(slots=True)
class Flight(Generic[K, V]):
    """A key on its way to the vendor; whoever asks meanwhile waits for the same future, and nobody can cancel it."""

    key: K
    scope: Scope
    "Of the request that it is asked for."
    landed: "asyncio.Future[Outcome[V]]"
    asked: Moment
    is_overtaken: bool = False
    "Whether the vendor has answered what was asked for later."
    is_asked: bool = False
    "Whether the vendor is being asked; until then what is dropped doesn't concern it."
    stale_s: float = inf
    "How long past its freshness another process's value may be, for all who wait."

    def __post_init__(self) -> None:
        self.wait(self.scope)
        if self.scope.is_renewal:
            self.stale_s = 0.0

    def wait(self, scope: Scope) -> None:
        """Have this caller wait for it: it takes nothing older than they do."""
        if scope.max_stale_s is not None:
            self.stale_s = min(self.stale_s, scope.max_stale_s)

    def takes(self, entry: Entry, now: float) -> bool:
        """Whether all who wait take an entry that another process left."""
        return entry.is_fresh(now) or (not entry.is_nobody and entry.is_usable(now) and now - entry.fresh_until < self.stale_s)

    def serves(self, scope: Scope, *, is_overtaken: bool) -> bool:
        """Whether a caller of now may wait for it too: not where something of its vendor was dropped since it was asked for; and one
        who wants nothing kept doesn't wait for another process's answer.
        """
        return not is_overtaken if self.is_asked else self.scope.skips_cache or not scope.skips_cache


@dataclass(frozen=True, slots=True)
class Fetched(Generic[V]):
    """A batch as it came: what the vendor said about keeping it, and what other reads it was made from."""

    values: "list[V | UpstreamError]"
    max_age_s: float | None
    sources: Ledger
    asked_for: Asker | None = None
    "Whom it was asked for."

    def ttl(self, ttl: Ttl) -> Ttl:
        """Keep a value no longer fresh than its vendor says, nor than what it was made from."""
        limits = [used.fresh_for_s for used in self.sources.used.values()]
        if self.max_age_s is not None and not ttl.is_made:
            limits.append(self.max_age_s)
        least = min(limits, default=ttl.fresh_s)
        return ttl if least >= ttl.fresh_s else ttl.of(least)

    def as_of(self, asked: Moment) -> Moment:
        """Return the drops that it and all its sources have outlived."""
        return asked.or_before(self.sources.as_of)

    @property
    def is_stale(self) -> bool:
        """Whether one of its sources is."""
        return any(used.is_stale for used in self.sources.used.values())

    def stored_at(self, now: datetime) -> datetime:
        """The moment of its oldest source."""
        return min((used.stored_at for used in self.sources.used.values()), default=now)


class Bug(UpstreamError):
    """Carries a programming error to the waiters; it is raised there as itself."""

    def __init__(self, vendor: str, bug: Exception) -> None:
        super().__init__(vendor, type(bug).__name__)
        self.bug = bug


ASKED: ContextVar[Moment | None] = ContextVar("asked", default=None)
"When the running fetch was begun: what it brings along for other reads is as old as that."


def held(entry: Entry, as_of: Moment, *, is_stale: bool, failure: UpstreamError | None = None) -> "Outcome[V]":
    """Return an entry, which was there after the drops until then, as an outcome of the read that stored it."""
    value = cast("V", entry.value)
    return Outcome(value, entry.stored_at, entry.fresh_until, entry.tags, is_stale, entry.is_personal, failure, as_of)


def takes(scope: Scope, entry: Entry, now: float) -> bool:
    """Whether this caller takes an entry that is no longer fresh."""
    if entry.is_nobody or not entry.is_usable(now):
        return False
    return scope.max_stale_s is None or now - entry.fresh_until <= scope.max_stale_s


def settled(outcome: Outcome[V]) -> "asyncio.Future[object]":
    """Return a future that has landed already."""
    future: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    future.set_result(outcome)
    return future


def landed(scope: Scope) -> dict[str, object]:
    """Return what a request's reads ended with, values by key; not those that failed, nor those still under way."""
    ended = {
        key: memo.result() for key, memo in scope.memo.items() if memo.done() and not memo.cancelled() and not memo.exception()
    }
    # A window's list of chunks stands in the memo too, beside the chunks that it was read by.
    values = {key: outcome.value for key, outcome in ended.items() if isinstance(outcome, Outcome)}
    return {key: value for key, value in values.items() if not isinstance(value, UpstreamError)}
