"""A collector of traces: takes what an exporter posts."""

import gzip

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


class Collector:
    """Remembers the names of the spans it was sent."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def app(self) -> Starlette:
        """Take OTLP over HTTP."""

        async def take(request: Request) -> Response:
            body = await request.body()
            sent = ExportTraceServiceRequest.FromString(_plain(body, request.headers.get("content-encoding")))
            for resource in sent.resource_spans:
                for scope in resource.scope_spans:
                    self.names += [span.name for span in scope.spans]
            return Response(media_type="application/x-protobuf")

        return Starlette(routes=[Route("/v1/traces", take, methods=["POST"])])


def _plain(body: bytes, encoding: str | None) -> bytes:
    """Undo the content encoding."""
    return gzip.decompress(body) if encoding == "gzip" else body
