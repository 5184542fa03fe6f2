"""The outermost layer of every route: request ids, security headers, and the last word on mistakes of ours."""

import re
from collections.abc import Mapping, Sequence
from random import getrandbits

from graphql import GraphQLError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.engine.errors import formatted
from gateway.http.headers import headers_of
from gateway.http.replies import failed

_ID = re.compile(
    rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # UUID
    rb"|(?=[0-9]*[a-f])[0-9a-f]{16}(?:[0-9a-f]{16})?"  # random bits in hex; digits alone could be a card's
    rb"|00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}"  # the W3C's traceparent
    rb"|[0-7](?=[0-9]*[a-z])[0-9a-hjkmnp-tv-z]{25}",  # ULID
    re.IGNORECASE,
)
"What can be nothing but a made-up id: other text may be a person's, or a credential, and would be logged."

_SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
)
_POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")


class Edge:
    """Gives a request its id, the caller's own where that is harmless to log, and the answer its headers.

    A path with a shortcut goes straight to its application: the router and its layers would cost a cached answer a third more.
    """

    def __init__(self, app: ASGIApp, shortcuts: Mapping[str, ASGIApp]) -> None:
        self._app = app
        self._shortcuts = shortcuts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        app = self._shortcuts.get(scope["path"], self._app) if scope["type"] == "http" else self._app
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        is_begun = False

        async def marked(message: Message) -> None:
            nonlocal is_begun
            if message["type"] == "http.response.start":
                is_begun = True
                message["headers"] = _headed(message.get("headers", ()), request_id)
            await send(message)

        try:
            await app(scope, receive, marked)
        except Exception as error:  # noqa: BLE001  # nothing unknown may reach a client, nor the server's own log
            errors = formatted([GraphQLError("", original_error=error)], request_id)
            if scope["type"] == "http" and not is_begun:
                await failed(errors).send(marked)


def request_id_of(scope: Scope) -> str:
    """Return the id that the edge gave the request."""
    found: str = scope["state"]["request_id"]
    return found


def _request_id(scope: Scope) -> str:
    given = headers_of(scope).get(b"x-request-id")
    if given and _ID.fullmatch(given):
        return given.decode()
    return f"{getrandbits(64):016x}"  # no secret: a guessed one would find nothing but a line in our log


def _headed(headers: Sequence[tuple[bytes, bytes]], request_id: str) -> list[tuple[bytes, bytes]]:
    """Add what every answer has; an answer that has a content policy of its own keeps it."""
    marked = [*headers, *_SECURITY, (b"x-request-id", request_id.encode())]
    for name, _ in headers:
        if name == _POLICY[0]:
            return marked
    marked.append(_POLICY)
    return marked
