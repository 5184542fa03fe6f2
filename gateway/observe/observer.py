"""Looks on at operations and at calls to vendors, and keeps metrics and traces of them."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prometheus_client import Counter

from gateway.observe.labels import OTHER
from gateway.observe.metrics import Metrics
from loaders.upstream.call import Pairs
from loaders.upstream.ledger import Exchange

if TYPE_CHECKING:  # What traces need is an extra that may not be installed.
    from gateway.observe.tracing import Opened, Tracing

KEPT = "KEPT"
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Begun:
    """An operation under way."""

    trace: "Opened | None"


class Observer:
    """One process's; either part may be missing."""

    def __init__(self, metrics: Metrics | None = None, tracing: "Tracing | None" = None) -> None:
        self.metrics = metrics
        self.tracing = tracing
        self._kept: dict[str, Counter] = {}
        "The counters of kept answers by name, which are few: finding one by its labels costs more than a quick answer may."

    def begin(self) -> Begun:
        """Note that an operation begins; everything the running task does from now on belongs to it."""
        if self.metrics is not None:
            self.metrics.running.inc()
        return Begun(None if self.tracing is None else self.tracing.open())

    def end(self, begun: Begun, name: str | None, kind: str | None, outcome: str, took_s: float, *, is_trusted: bool) -> None:
        """Note how it ended. A `name` that was made up by a caller, who may put anything into it, isn't told."""
        told = self._told(name, is_trusted=is_trusted)
        if self.metrics is not None:
            self.metrics.running.dec()
            outcome = self.metrics.code(outcome)
            self.metrics.operations.labels(told, kind or _UNKNOWN, outcome).inc()
            self.metrics.operation_seconds.labels(told, kind or _UNKNOWN).observe(took_s)
        if self.tracing is not None and begun.trace is not None:
            self.tracing.close(begun.trace, told, kind, outcome)

    def kept(self, name: str | None, *, is_trusted: bool) -> None:
        """Note an answer that was given from what is kept."""
        told = self._told(name, is_trusted=is_trusted)
        if self.metrics is not None:
            counter = self._kept.get(told)
            if counter is None:
                counter = self._kept[told] = self.metrics.operations.labels(told, "query", KEPT)
            counter.inc()
        if self.tracing is not None:
            self.tracing.close(self.tracing.open(), told, "query", KEPT)

    def refused(self, code: str) -> None:
        """Note a request that was refused before there was an operation."""
        if self.metrics is not None:
            self.metrics.refusals.labels(self.metrics.code(code)).inc()

    def began(self, exchange: Exchange) -> Pairs:
        """Note that a call begins; returns the trace's headers where vendors are told."""
        return () if self.tracing is None else self.tracing.begin_call(exchange)

    def ended(self, exchange: Exchange) -> None:
        """Note how a call went."""
        if self.metrics is not None:
            self._count(self.metrics, exchange)
        if self.tracing is not None:
            self.tracing.end_call(exchange)

    def used(self, vendor: str, read: str, source: str) -> None:
        """Note where a read was answered from."""
        if self.metrics is not None:
            self.metrics.reads.labels(vendor, self.metrics.call(read), source).inc()

    async def close(self) -> None:
        """Send the traces that are left."""
        if self.tracing is not None:
            await asyncio.to_thread(self.tracing.shut)

    def _count(self, metrics: Metrics, exchange: Exchange) -> None:
        vendor, operation = exchange.vendor, metrics.call(exchange.operation)
        metrics.calls.labels(vendor, operation, exchange.error or "OK").inc()
        metrics.call_seconds.labels(vendor, operation).observe(exchange.duration_ms / 1000)
        if exchange.attempts > 1:
            metrics.repeats.labels(vendor, operation).inc(exchange.attempts - 1)

    def _told(self, name: str | None, *, is_trusted: bool) -> str:
        if name is None or is_trusted:
            return name or OTHER
        return OTHER if self.metrics is None else self.metrics.operation(name)
