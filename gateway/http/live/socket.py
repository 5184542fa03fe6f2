"""`/graphql` as a WebSocket: the handshake, and who is let into it."""

from collections.abc import Collection

from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from gateway.http.headers import headers_of
from gateway.http.journal import Journal
from gateway.http.live.connection import Connection, Terms
from gateway.http.live.crowd import Crowded
from gateway.http.live.messages import BROKEN, NOT_ACCEPTABLE, PROTOCOL
from gateway.http.live.origins import is_welcome
from gateway.http.refusal import Refused
from gateway.http.replies import refused


class Socket:
    """An ASGI application. Credentials come by headers, or where a browser can't send those, in `connection_init`."""

    def __init__(self, terms: Terms, journal: Journal, origins: Collection[str]) -> None:
        self._terms = terms
        self._journal = journal
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # The wish to connect.
        try:
            await self._check(scope)
            with self._terms.crowd.entered():
                await self._serve(scope, receive, send)
        except Crowded as crowded:
            await self._deny(Refused(503, "UNAVAILABLE", str(crowded), [(b"retry-after", b"5")]), scope, send)
        except Refused as refusal:
            await self._deny(refusal, scope, send)

    async def _check(self, scope: Scope) -> None:
        """Refuse pages of other sites, and credentials that are wrong already."""
        headers = headers_of(scope)
        if not is_welcome(headers, self._origins):
            raise Refused(403, "FORBIDDEN", "Pages of this origin may not connect; GATEWAY_CORS_ORIGINS names those that may.")
        if b"authorization" in headers or b"x-api-key" in headers:
            await self._terms.authenticate(HTTPConnection(scope))

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if PROTOCOL not in scope["subprotocols"]:
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": NOT_ACCEPTABLE, "reason": "Subprotocol not acceptable"})
            return
        await send({"type": "websocket.accept", "subprotocol": PROTOCOL})
        try:
            await Connection(self._terms, scope, receive, send).run()
        except Exception:
            await send({"type": "websocket.close", "code": BROKEN, "reason": "Internal error"})
            raise

    async def _deny(self, refusal: Refused, scope: Scope, send: Send) -> None:
        """Answer the handshake like a request; a server that can't do that says 403."""
        self._journal.refused(refusal.code, refusal.status, scope["state"])
        if "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close"})
            return
        reply = refused(refusal)
        headers = [*reply.headers, (b"content-type", reply.media), (b"content-length", b"%d" % len(reply.body))]
        await send({"type": "websocket.http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "websocket.http.response.body", "body": reply.body})
