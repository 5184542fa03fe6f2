"""Answers in parts: `multipart/mixed`, as clients that know `@defer` ask for it by `Accept`.

The boundary that ends a part goes out with it, so that a client needn't wait for the next part to know that it has this one.
Specification: GraphQL over HTTP, "Incremental Delivery over HTTP"; specs.apollo.dev/incremental.
"""

from collections.abc import Awaitable, Callable, Mapping

from starlette.types import Receive, Send

from gateway.engine.encoding import encoded
from gateway.engine.engine import Answer
from gateway.engine.incremental import Part, Tell
from gateway.http.disconnect import Gone, WhileConnected
from gateway.http.headers import media_type
from gateway.http.negotiation import negotiated
from gateway.http.patches import Patches
from gateway.http.replies import Reply

_MULTIPART = "multipart/mixed"
_MOST_RANGES = 50
_UNNAMED, _NEWER, _OLDER = b"", b"; incrementalSpec=v0.2", b"; deferSpec=20220824"
_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"vary", b"accept"),
    (b"x-accel-buffering", b"no"),  # nginx would collect the parts and pass them on together.
)
_BOUNDARY, _HEAD, _END = b"\r\n---", b"\r\ncontent-type: application/json; charset=utf-8\r\n\r\n", b"--\r\n"


def format_wished(headers: Mapping[bytes, bytes]) -> bytes | None:
    """Return the parameter that names the format of parts that the client reads; None where it takes none that is written here.

    Without a parameter it is the specification's draft, like v0.2.
    """
    accept = headers.get(b"accept")
    if accept is None or b"multipart" not in accept.lower():
        return None
    for wish in accept.split(b",")[:_MOST_RANGES]:
        kind, parameters = media_type(wish)
        if kind != _MULTIPART or negotiated(wish, (_MULTIPART,)) is None:
            continue
        given = parameters.get("deferspec"), parameters.get("incrementalspec")
        known = {("20220824", None): _OLDER, (None, "v0.2"): _NEWER, (None, None): _UNNAMED}
        if given in known:
            return known[given]
    return None


class InParts:
    """Takes a reply's place: runs the operation while it is sent, in parts, or whole where nothing came later after all."""

    def __init__(
        self, wished: bytes, receive: Receive, run: Callable[[Tell], Awaitable[Answer]], whole: Callable[[Answer], Reply]
    ) -> None:
        self._wished = wished
        self._receive = receive
        self._run = run
        self._whole = whole

    async def send(self, send: Send) -> None:
        """Send each part when it is ready; where the client goes away, the work ends."""
        stream = _Stream(send, self._wished)
        try:
            with WhileConnected(self._receive):
                answer = await self._run(stream.tell)
        except Gone:
            return
        if answer.is_told:
            # Not before: to whoever watches the connection, an answer that is over looks like a client that is gone.
            await send({"type": "http.response.body", "body": b""})
        else:
            await self._whole(answer).send(send)


class _Stream:
    """Frames parts as they come."""

    def __init__(self, send: Send, wished: bytes) -> None:
        self._send = send
        self._kind = b'multipart/mixed; boundary="-"' + wished
        self._written: Callable[[Part], object] = Patches() if wished == _OLDER else dict
        self._is_begun = False

    async def tell(self, part: Part) -> None:
        body = _HEAD + encoded(self._written(part)) + _BOUNDARY
        if not self._is_begun:
            self._is_begun = True
            headers = [(b"content-type", self._kind), *_HEADERS]
            await self._send({"type": "http.response.start", "status": 200, "headers": headers})
            body = _BOUNDARY + body
        if not part["hasNext"]:
            body += _END
        await self._send({"type": "http.response.body", "body": body, "more_body": True})
