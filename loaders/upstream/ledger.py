"""What one request used of the vendors: calls made, data taken from the cache and how old it was."""

from dataclasses import dataclass, field
from datetime import datetime

from loaders.upstream.cache.cache import Moment


@dataclass(slots=True)
class Exchange:
    """One call to a vendor as it went; `started_ms` counts from the start of the request. Holds no path, query or body."""

    vendor: str
    operation: str
    started_ms: float
    duration_ms: float = 0.0
    keys: int = 1
    status: int | None = None
    attempts: int = 1
    source: str = "miss"
    "`miss`: called; `hit`, `stale`: taken from the cache; `joined`: another caller's call served it too."
    budget_left: int | None = None
    error: str | None = None
    is_behind: bool = False
    "Whether it renews what was served stale, so that the request didn't wait for it."
    headers: tuple[tuple[str, str], ...] = ()
    "Sent along to tell the vendor which trace the call belongs to."
    is_sent: bool = False
    "Whether the request left: a write that failed before has certainly not happened."


@dataclass(slots=True)
class Used:
    """The oldest data of one vendor that a request used."""

    vendor: str
    stored_at: datetime
    is_stale: bool
    fresh_for_s: float
    "Seconds until the first of it stops being fresh, counted from when it was used."


@dataclass(slots=True)
class Ledger:
    """Kept for one request; the gateway reads it for logs, metrics, freshness and explanations."""

    exchanges: list[Exchange] = field(default_factory=list)
    used: dict[str, Used] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    is_complete: bool = True
    "False once a read failed, or something was used that has no age, so that the whole answer isn't kept."
    is_personal: bool = False
    "Whether something that was used may be about people."
    as_of: Moment | None = None
    "The drops that the first of what was used has outlived; of those after it nothing is known."

    def note(
        self,
        vendor: str,
        stored_at: datetime,
        fresh_for_s: float,
        *,
        is_stale: bool,
        tags: frozenset[str],
        is_personal: bool = True,
        as_of: Moment | None = None,
    ) -> None:
        """Note data that was used; the oldest per vendor stays."""
        self.as_of = self.as_of if as_of is None else as_of.or_before(self.as_of)
        self.tags |= tags
        self.is_personal = self.is_personal or is_personal
        known = self.used.get(vendor)
        if known is None:
            self.used[vendor] = Used(vendor, stored_at, is_stale, fresh_for_s)
            return
        known.stored_at = min(known.stored_at, stored_at)
        known.is_stale = known.is_stale or is_stale
        known.fresh_for_s = min(known.fresh_for_s, fresh_for_s)
