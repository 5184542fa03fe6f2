"""The numbers of one process, for Prometheus; where several processes serve, any of them answers for all."""

import os
from collections.abc import Collection

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from gateway.observe.labels import FirstSeen, Known

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"The environment variable by which the client library knows, when it is loaded, that processes put their numbers together."

_OPERATION_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_CALL_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_MOST_CODES = 80
_MOST_CALLS = 300


class Metrics:
    """`operations` names those that get numbers of their own; a trusted document's name does as well."""

    def __init__(self, operations: Collection[str] = ()) -> None:
        self.operation = Known(operations)
        self.code = FirstSeen(_MOST_CODES)
        self.call = FirstSeen(_MOST_CALLS)
        self._registry = registry = CollectorRegistry()

        self.operations = Counter(
            "gateway_operations",
            "GraphQL operations that ended: OK, KEPT (a whole answer from the cache), GONE (the client left), or an error's code.",
            ["operation", "kind", "outcome"],
            registry=registry,
        )
        self.operation_seconds = Histogram(
            "gateway_operation_duration_seconds",
            "Time an operation ran; whole answers from the cache aren't counted here.",
            ["operation", "kind"],
            buckets=_OPERATION_S,
            registry=registry,
        )
        self.refusals = Counter(
            "gateway_refusals", "HTTP requests refused before there was an operation, by code.", ["code"], registry=registry
        )
        self.calls = Counter(
            "gateway_upstream_calls",
            "Calls to vendors by what became of them: OK or an error's code.",
            ["vendor", "operation", "outcome"],
            registry=registry,
        )
        self.call_seconds = Histogram(
            "gateway_upstream_call_duration_seconds",
            "Time a call took with all its attempts.",
            ["vendor", "operation"],
            buckets=_CALL_S,
            registry=registry,
        )
        self.repeats = Counter(
            "gateway_upstream_repeats", "Attempts after a call's first.", ["vendor", "operation"], registry=registry
        )
        self.reads = Counter(
            "gateway_cache_reads",
            "Reads by where they were answered from: hit, stale, joined (another caller's call), miss (sets off a call).",
            ["vendor", "read", "result"],
            registry=registry,
        )
        self.running = self._gauge("gateway_operations_running", "Operations under way.")
        self.live = self._gauge("gateway_live_connections", "WebSocket connections and streams of events that are open.")
        self.entries = self._gauge("gateway_cache_entries", "Entries in the processes' memory.")
        self.bytes = self._gauge("gateway_cache_bytes", "Bytes that these entries are counted as.")
        self.shared = self._gauge("gateway_shared_cache_up", "Processes that reach the shared store and trust it.")
        self.stopping = self._gauge("gateway_stopping", "Processes that finish what runs and take nothing new.")
        self.circuits = self._gauge(
            "gateway_circuit", "Processes whose circuit for a vendor is in that state.", "vendor", "state"
        )
        self.slots = self._gauge("gateway_pool_slots", "Calls to a vendor that may be under way at once.", "vendor")
        self.taken = self._gauge("gateway_pool_in_use", "Calls to a vendor that are under way.", "vendor")
        self.waiting = self._gauge("gateway_pool_waiting", "Calls that wait for one of these to end.", "vendor")
        self.budget = Gauge(
            "gateway_budget_left",
            "Calls left in a vendor's window, by the process that has least.",
            ["vendor"],
            registry=registry,
            multiprocess_mode="livemin",
        )

    def text(self) -> bytes:
        """Return all of it in Prometheus' words; reads files where there are several processes."""
        if SHARED_FOLDER not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # the library leaves this one untyped
        return generate_latest(together)

    def _gauge(self, name: str, told: str, *labels: str) -> Gauge:
        return Gauge(name, told, labels, registry=self._registry, multiprocess_mode="livesum")
