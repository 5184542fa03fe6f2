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
    chunks = [chunk async for chunk in stream(headers, receive, most=most, timeout_s=timeout_s)]
    return b"".join(chunks)


async def stream(
    headers: Mapping[bytes, bytes], receive: Receive, *, most: int, timeout_s: float
) -> AsyncGenerator[bytes, None]:
    """Yield the body as it comes in; refuses like `read`."""
    declared = headers.get(b"content-length")
    if declared is not None and (len(declared) > _MOST_DIGITS or (declared.isdigit() and int(declared) > most)):
        raise too_large(most)
    until = asyncio.get_running_loop().time() + timeout_s
    size, has_more = 0, True
    while has_more:
        message = await _next(receive, until)
        if message["type"] == "http.disconnect":
            raise Gone
        chunk, has_more = message.get("body", b""), message.get("more_body", False)
        size += len(chunk)
        if size > most:
            raise too_large(most)
        if chunk:
            yield chunk


async def _next(receive: Receive, until: float) -> Message:
    """Receive in time. A bare timer, since asyncio's own timeout would be a tenth of what a small request costs."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task is not None
    timer = loop.call_at(until, task.cancel)
    try:
        return await receive()
    except asyncio.CancelledError:
        if loop.time() < until:
            raise
        task.uncancel()
        raise Refused(408, "REQUEST_TIMEOUT", "The body did not arrive in time.", [(b"connection", b"close")]) from None
    finally:
        timer.cancel()
