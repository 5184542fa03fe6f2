"""Reads a request's body, never more than allowed and never for longer."""

import asyncio
from collections.abc import AsyncGenerator, Mapping

from starlette.types import Message, Receive

from gateway.http.disconnect import Gone
from gateway.http.headers import media_type
from gateway.http.refusal import Refused, too_large, wrong_type

_PLAIN_JSON = frozenset({b"application/json", b"application/json; charset=utf-8", b"application/json;charset=UTF-8"})
_MOST_DIGITS = 15


def content_type(headers: Mapping[bytes, bytes]) -> str:
    """Return the body's media type; refuses a missing one, another charset than UTF-8, and encodings."""
    given = headers.get(b"content-type")
    if given is None:
        raise wrong_type("`Content-Type` is missing; send `application/json`.")
    if headers.get(b"content-encoding", b"identity").strip().lower() != b"identity":
        raise Refused(415, "UNSUPPORTED_MEDIA_TYPE", "The body must not be compressed.", [(b"accept-encoding", b"identity")])
    if given in _PLAIN_JSON:
        return "application/json"
    kind, parameters = media_type(given)
    if parameters.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise wrong_type("The body must be in UTF-8.")
    return kind


async def read(headers: Mapping[bytes, bytes], receive: Receive, *, most: int, timeout_s: float) -> bytes:
    """Return the whole body; refuses more than `most` bytes without reading on, and raises Gone where the client goes away."""
    body = _Body(headers, receive, most, timeout_s)
    chunks = [await body.chunk()]
    while body.has_more:
        chunks.append(await body.chunk())
    return b"".join(chunks)


async def stream(
    headers: Mapping[bytes, bytes], receive: Receive, *, most: int, timeout_s: float
) -> AsyncGenerator[bytes, None]:
    """Yield the body as it comes in; refuses like `read`."""
    body = _Body(headers, receive, most, timeout_s)
    while body.has_more:
        if chunk := await body.chunk():
            yield chunk


class _Body:
    """A body that comes in."""

    def __init__(self, headers: Mapping[bytes, bytes], receive: Receive, most: int, timeout_s: float) -> None:
        declared = headers.get(b"content-length")
        if declared is not None and (len(declared) > _MOST_DIGITS or (declared.isdigit() and int(declared) > most)):
            raise too_large(most)
        self.has_more = True
        self._receive = receive
        self._most = most
        self._left = most
        # Looked up once: in this Python each look is a system call.
        self._loop = asyncio.get_running_loop()
        self._until = self._loop.time() + timeout_s

    async def chunk(self) -> bytes:
        message = await self._next()
        if message["type"] == "http.disconnect":
            raise Gone
        chunk: bytes = message.get("body", b"")
        self.has_more = message.get("more_body", False)
        self._left -= len(chunk)
        if self._left < 0:
            raise too_large(self._most)
        return chunk

    async def _next(self) -> Message:
        """Receive in time. A bare timer, since asyncio's own timeout would be a tenth of what a small request costs."""
        task, loop = asyncio.current_task(self._loop), self._loop
        assert task is not None
        timer = loop.call_at(self._until, task.cancel)
        try:
            return await self._receive()
        except asyncio.CancelledError:
            if loop.time() < self._until:
                raise
            task.uncancel()
            raise Refused(408, "REQUEST_TIMEOUT", "The body did not arrive in time.", [(b"connection", b"close")]) from None
        finally:
            timer.cancel()
