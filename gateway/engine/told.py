"""What an answer tells of itself: how old its data is, and which upstream calls it took."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TypedDict

from gateway.engine.cost import Cost
from gateway.engine.wishes import Wishes
from loaders.upstream.ledger import Exchange, Ledger, Used


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
    """Say per vendor how old what was used is."""
    return [
        {
            "vendor": one.vendor.upper(),
            "age": max(0, round((now - one.stored_at).total_seconds())),
            "stale": one.is_stale,
            "storedAt": f"{one.stored_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        }
        for one in used
    ]


def older(told: Sequence[Freshness], by_s: int) -> list[Freshness]:
    """Return the same some seconds later."""
    return [{**one, "age": one["age"] + by_s} for one in told]


def upstream(exchanges: Iterable[Exchange]) -> list[dict[str, object]]:
    """List every call to a vendor and every use of the cache, in the order they began; `cache` is what saved a call, or `miss`.

    One that is `behind` renews what was served stale: the answer didn't wait for it, and while it runs it has no duration. Holds no
    path, query or body.
    """
    return [
        {
            "vendor": exchange.vendor.upper(),
            "operation": exchange.operation,
            "start": round(exchange.started_ms, 1),
            "duration": round(exchange.duration_ms, 1),
            "keys": exchange.keys,
            "status": exchange.status,
            "cache": exchange.source,
            "behind": exchange.is_behind,
            "attempts": exchange.attempts,
            "budgetLeft": exchange.budget_left,
            "error": exchange.error,
        }
        for exchange in sorted(exchanges, key=lambda exchange: exchange.started_ms)
    ]
