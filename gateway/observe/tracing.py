"""OpenTelemetry traces: one span per operation and one per call to a vendor. Needs the extra `otel`; off unless configured."""

import os
from collections.abc import Mapping
from contextvars import Token
from dataclasses import dataclass

from opentelemetry import context, trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from loaders.upstream.call import Pairs
from loaders.upstream.ledger import Exchange

_WELL = frozenset({"OK", "KEPT"})


@dataclass(frozen=True, slots=True)
class Opened:
    """A span that is the current one until it is closed."""

    span: Span
    token: Token[Context]


class Tracing:
    """One process's traces. Spans hold names of ours, statuses and counts: no path, query, header or body."""

    def __init__(self, provider: TracerProvider, *, tells_vendors: bool = False) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("customer-graph")
        self._tells_vendors = tells_vendors
        self._wire = TraceContextTextMapPropagator()
        self._calls: dict[int, Span] = {}

    def enter(self, headers: Mapping[str, str]) -> "Token[Context]":
        """Make the caller's `traceparent` what the running task's spans belong to, until `leave`."""
        return context.attach(self._wire.extract(headers, context=Context()))

    def leave(self, token: "Token[Context]") -> None:
        """End what `enter` began."""
        context.detach(token)

    def open(self) -> Opened:
        """Begin an operation's span; it gets its name at the end, when it is known to be one that may be told."""
        span = self._tracer.start_span("operation", kind=SpanKind.SERVER)
        return Opened(span, context.attach(trace.set_span_in_context(span)))

    def close(self, opened: Opened, name: str, kind: str | None, outcome: str) -> None:
        """End an operation's span."""
        context.detach(opened.token)
        span = opened.span
        span.update_name(f"{kind or 'operation'} {name}")
        span.set_attributes({"graphql.operation.name": name, "gateway.outcome": outcome})
        if kind is not None:
            span.set_attribute("graphql.operation.type", kind)
        if outcome not in _WELL:
            span.set_status(Status(StatusCode.ERROR, outcome))
        span.end()

    def begin_call(self, exchange: Exchange) -> Pairs:
        """Begin a call's span; returns the headers that tell the vendor, where it is to be told."""
        span = self._tracer.start_span(f"{exchange.vendor} {exchange.operation}", kind=SpanKind.CLIENT)
        self._calls[id(exchange)] = span
        if not self._tells_vendors:
            return ()
        headers: dict[str, str] = {}
        self._wire.inject(headers, context=trace.set_span_in_context(span))
        return tuple(headers.items())

    def end_call(self, exchange: Exchange) -> None:
        """End a call's span."""
        span = self._calls.pop(id(exchange))
        span.set_attributes(
            {
                "peer.service": exchange.vendor,
                "gateway.upstream.operation": exchange.operation,
                "gateway.upstream.keys": exchange.keys,
                "gateway.upstream.attempts": exchange.attempts,
            }
        )
        if exchange.status is not None:
            span.set_attribute("http.response.status_code", exchange.status)
        if exchange.error is not None:
            span.set_attribute("error.type", exchange.error)
            span.set_status(Status(StatusCode.ERROR, exchange.error))
        span.end()

    def shut(self) -> None:
        """Send what is left; waits for the collector, so call it in a thread."""
        self._provider.shutdown()


def exporting(endpoint: str, *, tells_vendors: bool) -> Tracing:
    """Send spans to a collector by OTLP over HTTP; the library's other `OTEL_…` variables hold as well."""
    provider = TracerProvider(resource=Resource.create({"service.name": os.environ.get("OTEL_SERVICE_NAME", "customer-graph")}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")))
    return Tracing(provider, tells_vendors=tells_vendors)
