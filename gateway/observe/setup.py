"""Which of metrics and traces a served process has, by its settings."""

import os
from collections.abc import Mapping
from importlib import import_module

from gateway.observe.metrics import Metrics
from gateway.observe.observer import Observer
from gateway.settings import BrokenSettings, GatewaySettings

_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"


def untraceable(values: Mapping[str, str]) -> list[str]:
    """Return a sentence where traces are configured and what they need isn't installed."""
    if values.get(_ENDPOINT):
        try:
            import_module("gateway.observe.tracing")
        except ImportError:
            return [f"{_ENDPOINT} needs the extra otel: pip install 'customer-graph[otel]'."]
    return []


def observer(settings: GatewaySettings, values: Mapping[str, str]) -> Observer:
    """Make it; raises BrokenSettings where traces are configured and what they need isn't installed."""
    metrics = None if settings.metrics == "off" else Metrics(settings.metrics_operations)
    endpoint = values.get(_ENDPOINT)
    if not endpoint:
        return Observer(metrics)
    complaints = untraceable(values)
    if complaints:
        raise BrokenSettings(complaints)
    from gateway.observe.tracing import exporting  # an extra: loaded only where it is wanted

    for name, value in values.items():
        if name.startswith("OTEL_"):
            os.environ.setdefault(name, value)  # The library reads nothing but the environment, and knows no .env file.
    return Observer(metrics, exporting(endpoint, tells_vendors=settings.trace_vendors))
