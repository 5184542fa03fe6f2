"""Which of metrics and traces a served process has, by its settings."""

import os
from collections.abc import Mapping

from gateway.observe.metrics import Metrics
from gateway.observe.observer import Observer
from gateway.settings import BrokenSettings, GatewaySettings

_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"


def observer(settings: GatewaySettings, values: Mapping[str, str]) -> Observer:
    """Make it; raises BrokenSettings where traces are configured and what they need isn't installed."""
    metrics = None if settings.metrics == "off" else Metrics(settings.metrics_operations)
    endpoint = values.get(_ENDPOINT)
    if not endpoint:
        return Observer(metrics)
    try:
        from gateway.observe.tracing import exporting  # an extra: loaded only where it is wanted
    except ImportError:
        raise BrokenSettings([f"{_ENDPOINT} needs the extra otel: pip install 'customer-graph[otel]'."]) from None
    for name, value in values.items():
        if name.startswith("OTEL_"):
            os.environ.setdefault(name, value)  # The library reads nothing but the environment, and knows no .env file.
    return Observer(metrics, exporting(endpoint, tells_vendors=settings.trace_vendors))
