"""What an answer tells of itself: how old its data is, and which upstream calls it took."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TypedDict

from gateway.engine.cost import Cost
from gateway.engine.wishes import Wishes
from loaders.upstream.ledger import Exchange, Ledger, Used

_SAME_TURN_MS = 1.0


def told(wished: Wishes, cost: Cost, ledger: Ledger, now: datetime) -> dict[str, object]:
    """Return an answer's extensions: how old its data is, and what its caller wished to know of how it was had."""
    extensions: dict[str, object] = {"freshness": freshness(ledger.used.values(), now)} if ledger.used else {}
    if wished.explains:
        extensions["upstream"] = upstream(ledger.exchanges)
    if wished.shows_cost:
        extensions["cost"] = {"total": cost.total, "calls": cost.calls, "objects": cost.objects}
    return extensions


class Freshness(TypedDict):
    """How old the oldest data of one vendor is, in seconds at the moment of sending, and when it came, which stays true however
    long the answer is kept on its way; whether it was past its freshness.
    """

    vendor: str
    age: int
    stale: bool
    storedAt: str


def freshness(used: Iterable[Used], now: datetime) -> list[Freshness]:
    """Say per vendor how old what was used is; in one order, so that equal answers are told alike."""
    return [
        {
            "vendor": one.vendor.upper(),
            "age": max(0, round((now - one.stored_at).total_seconds())),
            "stale": one.is_stale,
            "storedAt": f"{one.stored_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        }
        for one in sorted(used, key=lambda one: one.vendor)
    ]


def older(told: Sequence[Freshness], by_s: int) -> list[Freshness]:
    """Return the same some seconds later."""
    return [{**one, "age": one["age"] + by_s} for one in told]


def upstream(exchanges: Iterable[Exchange]) -> list[dict[str, object]]:
    """List every call to a vendor and every use of the cache, in the order they began; `cache` is what saved a call, or `miss`. Logins
    aren't listed: their tokens serve every request, and their time is part of the call that waited for them.

    Keys of one read that the cache answered within a millisecond of each other are one of them. One that is `behind` renews what was
    served stale: the answer didn't wait for it, and while it runs it has no duration. Holds no path, query or body.
    """
    return [
        {
            "vendor": exchange.vendor.upper(),
            "operation": exchange.operation,
            "start": round(exchange.started_ms, 1),
            "duration": round(exchange.duration_ms, 1),
            "keys": keys,
            "status": exchange.status,
            "cache": exchange.source,
            "behind": exchange.is_behind,
            "attempts": exchange.attempts,
            "budgetLeft": exchange.budget_left,
            "error": exchange.error,
        }
        for exchange, keys in _folded(sorted(exchanges, key=lambda exchange: exchange.started_ms))
    ]


def _folded(exchanges: Iterable[Exchange]) -> Iterator[tuple[Exchange, int]]:
    """Yield exchanges with the keys each was for, uses of the cache that differ in nothing as one."""
    first: Exchange | None = None
    before_ms, keys = 0.0, 0
    for exchange in exchanges:
        is_same = exchange.source != "miss" and first is not None and _use(first) == _use(exchange)
        if first is not None and not (is_same and exchange.started_ms - before_ms <= _SAME_TURN_MS):
            yield first, keys
            first, keys = None, 0
        first, before_ms, keys = first or exchange, exchange.started_ms, keys + exchange.keys
    if first is not None:
        yield first, keys


def _use(exchange: Exchange) -> tuple[str, str, str]:
    return exchange.vendor, exchange.operation, exchange.source
