"""The caller's trace: a request that says which trace it belongs to is told of as part of that."""

from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.http.headers import headers_of

if TYPE_CHECKING:  # What traces need is an extra that may not be installed.
    from gateway.observe.tracing import Tracing


class Traced:
    """Takes `traceparent` and `tracestate` of the W3C; used only where traces are on."""

    def __init__(self, app: ASGIApp, tracing: "Tracing") -> None:
        self._app = app
        self._tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = headers_of(scope)
        given = {name: headers.get(name.encode(), b"").decode("latin-1") for name in ("traceparent", "tracestate")}
        token = self._tracing.enter({name: value for name, value in given.items() if value})
        try:
            await self._app(scope, receive, send)
        finally:
            self._tracing.leave(token)
