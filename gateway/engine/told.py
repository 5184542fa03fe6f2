"""What an answer tells of itself: how old its data is, and which upstream calls it took."""

from collections.abc import Iterable
from datetime import datetime

from loaders.upstream.ledger import Exchange, Used


def freshness(used: Iterable[Used], now: datetime) -> list[dict[str, object]]:
    """Say per vendor how old the oldest data used is, in seconds, and whether it was past its freshness."""
    return [
        {
            "vendor": one.vendor.upper(),
            "age": max(0, round((now - one.stored_at).total_seconds())),
            "stale": one.is_stale,
        }
        for one in used
    ]


def upstream(exchanges: Iterable[Exchange]) -> list[dict[str, object]]:
    """List every call to a vendor and every use of the cache, in the order they began; `cache` is what saved a call, or `miss`.

    An exchange that still runs, such as a refresh in the background, has no duration yet. Holds no path, query or body.
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
            "attempts": exchange.attempts,
            "budgetLeft": exchange.budget_left,
            "error": exchange.error,
        }
        for exchange in sorted(exchanges, key=lambda exchange: exchange.started_ms)
    ]
