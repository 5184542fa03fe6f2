"""Traces: one span per operation and per call to a vendor, in the caller's trace; nothing of it unless configured."""

import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from gateway.observe.observer import Observer
from gateway.observe.setup import observer
from gateway.observe.tracing import Tracing
from gateway.reading import read_settings
from gateway.registry import entries
from gateway.sandbox.town import Town, serve_app
from tests.observe.collector import Collector
from tests.observe.served import Served, serve

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
CALLER = {"traceparent": f"00-{TRACE}-{PARENT}-01"}
PERSON = 'query Person { customer(by: {email: "ana.popescu0@example.com"}) { id rewards { name } } }'


class Traced:
    """A gateway whose spans are kept."""

    def __init__(self, gateway: Served, kept: InMemorySpanExporter) -> None:
        self.gateway = gateway
        self._kept = kept

    def spans(self, kind: SpanKind) -> list[ReadableSpan]:
        """Return the spans that ended, of that kind."""
        return [span for span in self._kept.get_finished_spans() if span.kind is kind]


@pytest_asyncio.fixture(params=[False, True], ids=["vendors aren't told", "vendors are told"], loop_scope="session")
async def traced(sandbox: Town, request) -> AsyncIterator[Traced]:
    """Served over the stand-ins."""
    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    async with serve(sandbox.settings, Observer(None, Tracing(provider, tells_vendors=request.param))) as gateway:
        yield Traced(gateway, kept)


def parent_of(span: ReadableSpan) -> str | None:
    """Return the id of the span it belongs to, as it is written on the wire."""
    return None if span.parent is None else f"{span.parent.span_id:016x}"


async def test_a_trace_goes_from_the_caller_to_the_vendors(traced: Traced, sandbox: Town, request):
    """The operation belongs to the caller's span, the calls to the operation; vendors hear of it only where that is on."""
    await traced.gateway.ask(PERSON, CALLER)

    (operation,), calls = traced.spans(SpanKind.SERVER), traced.spans(SpanKind.CLIENT)
    assert f"{operation.context.trace_id:032x}" == TRACE
    assert parent_of(operation) == PARENT
    assert len(calls) == 2
    assert {parent_of(call) for call in calls} == {f"{operation.context.span_id:016x}"}
    told = {call.headers["traceparent"] for call in sandbox.carecloud.calls if "traceparent" in call.headers}
    mine = {f"00-{TRACE}-{call.context.span_id:016x}-01" for call in calls}
    assert told == (mine if "vendors are told" in request.node.name else set())


async def test_spans_hold_nothing_of_a_person(traced: Traced):
    """Names of ours, statuses, counts."""
    await traced.gateway.ask(PERSON.replace("Person", "Ana_Popescu"), operationName="Ana_Popescu")

    spans = [*traced.spans(SpanKind.SERVER), *traced.spans(SpanKind.CLIENT)]
    told = " ".join(f"{span.name} {dict(span.attributes or {})}" for span in spans)
    assert "carecloud" in told
    assert "opescu" not in told


async def test_a_failed_call_is_an_error_in_the_trace(traced: Traced, sandbox: Town):
    """With its code, and so is the operation; another request's trace begins anew."""
    sandbox.tracksale.fault("500")
    await traced.gateway.ask("{ surveys { code } }")
    sandbox.tracksale.fault(None)
    await traced.gateway.ask("{ vendors { vendor } }")

    first, second = traced.spans(SpanKind.SERVER)
    (call,) = traced.spans(SpanKind.CLIENT)
    told = dict(call.attributes or {})
    assert told["error.type"] == "VENDOR_UNAVAILABLE"
    assert told["gateway.upstream.attempts"] == 3
    assert not first.status.is_ok
    assert second.status.is_ok
    assert first.context.trace_id != second.context.trace_id
    assert second.parent is None


async def test_spans_reach_a_collector_by_the_environment_alone(sandbox: Town):
    """`OTEL_EXPORTER_OTLP_ENDPOINT` is all it takes; what is left is sent at the end."""
    collector = Collector()
    async with serve_app(collector.app()) as port:
        values = {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}", **sandbox.settings}
        settings = read_settings(values, entries()).gateway
        async with serve(sandbox.settings, observer(settings, values)) as gateway:
            await gateway.ask(PERSON)

    assert sorted(collector.names) == ["carecloud customer rewards", "carecloud customers by email", "query other"]


@pytest.mark.parametrize(
    ("endpoint", "said"), [("", "serves"), ("http://collector:4318", "pip install 'customer-graph[otel]'")]
)
def test_the_extra_is_needed_only_where_traces_are_configured(endpoint: str, said: str):
    """Without it a gateway serves; one that is to send traces says in a sentence what to install."""
    program = """
import sys
sys.modules["opentelemetry"] = None
from gateway.settings import BrokenSettings
from gateway.worker import from_environment
try:
    from_environment()
    print("serves")
except BrokenSettings as error:
    print(error)
"""
    environment = {"GATEWAY_AUTH": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint}
    ran = subprocess.run(  # our own code
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, timeout=60
    )

    assert said in ran.stdout


def test_serving_without_the_extra_is_refused_before_it_listens():
    """Nobody reads of an address that nothing serves."""
    program = """
import sys
sys.modules["opentelemetry"] = None
from gateway.cli import main
main()
"""
    values = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318", "GATEWAY_AUTH": "none", "GATEWAY_PORT": "0"}
    ran = subprocess.run(
        [sys.executable, "-c", program, "serve"], env=values, capture_output=True, text=True, check=False, timeout=60
    )

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "OTEL_EXPORTER_OTLP_ENDPOINT needs the extra otel: pip install 'customer-graph[otel]'.\n"
