"""One request's share of the process: what it has read already, its ledger, and how fresh it wants its data.

The scope travels in a context variable, so that a read knows its request without every function passing it on; tasks copy
the context, so whatever a request starts belongs to it.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from loaders.upstream.ledger import Ledger
from loaders.upstream.trial import Trial


@dataclass(frozen=True, slots=True)
class Asker:
    """What of a request tells whether what was asked for it is another's too; not the request, which holds all that it has read."""

    started: float
    caller: str | None
    skips_cache: bool
    max_stale_s: float | None


@dataclass(slots=True)
class Scope:
    """Made when a request begins and dropped when it ends."""

    ledger: Ledger = field(default_factory=Ledger)
    memo: dict[str, "asyncio.Future[object]"] = field(default_factory=dict)
    "Reads of this request by their key, so that the same read asked twice in any branch is one call, cache or not."
    started: float = field(default_factory=time.perf_counter)
    caller: str | None = None
    "Whose request it is, where callers are told apart: no caller may use up a vendor's budget."
    skips_cache: bool = False
    "The caller asked for fresh data: nothing that was stored before the request began is used."
    max_stale_s: float | None = None
    "The oldest stale data the caller takes, in seconds past its freshness; None leaves it to the gateway."

    refreshes: bool = True
    "Whether using something stale has it renewed in the background. A subscription that looks again asks only for what is gone."
    is_renewal: bool = False
    "Whether nobody waits for what is asked: it is tried once, and what is held served further where that fails."

    trial: Trial | None = None
    "A renewal's calls, of which the first goes alone."

    @property
    def asker(self) -> Asker:
        """Say who asks."""
        return Asker(self.started, self.caller, self.skips_cache, self.max_stale_s)

    def takes_less_stale_than(self, other: Asker) -> bool:
        """Whether this request's limit is below another's."""
        limit = self.max_stale_s
        return limit is not None and (other.max_stale_s is None or limit < other.max_stale_s)

    def elapsed_ms(self) -> float:
        """Milliseconds since the request began."""
        return (time.perf_counter() - self.started) * 1000


_SCOPE: ContextVar[Scope] = ContextVar("scope")


def current() -> Scope:
    """Return the running request's scope; work outside of a request gets one of its own."""
    scope = _SCOPE.get(None)
    if scope is None:
        scope = Scope()
        _SCOPE.set(scope)
    return scope


@contextmanager
def entered(scope: Scope) -> Iterator[Scope]:
    """Make this the scope of everything that starts inside."""
    before = _SCOPE.set(scope)
    try:
        yield scope
    finally:
        _SCOPE.reset(before)


@dataclass(slots=True)
class Hint:
    """What a vendor said about keeping the answers of one fetch."""

    max_age_s: float | None = None

    def lower(self, max_age_s: float | None) -> None:
        """Take the least of what several answers said."""
        if max_age_s is not None:
            self.max_age_s = max_age_s if self.max_age_s is None else min(self.max_age_s, max_age_s)


_HINT: ContextVar[Hint | None] = ContextVar("hint", default=None)


@contextmanager
def hinted() -> Iterator[Hint]:
    """Collect what vendors say about keeping the answers of the calls made inside."""
    hint = Hint()
    before = _HINT.set(hint)
    try:
        yield hint
    finally:
        _HINT.reset(before)


def hint_max_age(max_age_s: float | None) -> None:
    """Pass on a vendor's `max-age` to whoever fetches."""
    hint = _HINT.get()
    if hint is not None:
        hint.lower(max_age_s)


def hinted_max_age() -> float | None:
    """Return what vendors said so far about keeping the answers of the running fetch."""
    hint = _HINT.get()
    return None if hint is None else hint.max_age_s
