"""Reads a request's body, never more than allowed."""

import asyncio
from collections.abc import AsyncGenerator

from starlette.types import Receive

from gateway.http.disconnect import Gone
from gateway.http.headers import Scope, header, media_type
from gateway.http.refusal import Refused, too_large, wrong_type

_READ_JSON = frozenset({b"application/json", b"application/json; charset=utf-8", b"application/json;charset=UTF-8"})


def content_type(scope: Scope) -> tuple[str, dict[str, str]]:
    """Return the body's media type and parameters; refuses a missing one, another charset than UTF-8, and encodings."""
    given = header(scope, b"content-type")
    if given is None:
        raise wrong_type("`Content-Type` is missing; send `application/json`.")
    if (header(scope, b"content-encoding") or b"identity").strip().lower() != b"identity":
        raise Refused(
            415, "UNSUPPORTED_MEDIA_TYPE", "The body must not be compressed.", [(b"accept-encoding", b"identity")]
        )
    if given in _READ_JSON:
        return "application/json", {}
    kind, parameters = media_type(given)
    if parameters.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise wrong_type("The body must be in UTF-8.")
    return kind, parameters


async def read(scope: Scope, receive: Receive, *, most: int, timeout_s: float) -> bytes:
    """Return the whole body; refuses more than `most` bytes without reading on, and a body that takes too long."""
    chunks = [chunk async for chunk in stream(scope, receive, most=most, timeout_s=timeout_s)]
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


async def stream(scope: Scope, receive: Receive, *, most: int, timeout_s: float) -> AsyncGenerator[bytes, None]:
    """Yield the body as it comes in, in bytes of at most `most` together; raises Gone where the client goes away."""
    declared = header(scope, b"content-length")
    if declared is not None and (len(declared) > 15 or (declared.isdigit() and int(declared) > most)):
        raise too_large(most)
    until = asyncio.get_running_loop().time() + timeout_s
    size = 0
    while True:
        message = await _next(receive, until)
        if message["type"] == "http.disconnect":
            raise Gone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > most:
            raise too_large(most)
        if chunk:
            yield chunk
        if not message.get("more_body", False):
            return


async def _next(receive: Receive, until: float) -> "dict[str, object] | object":
    try:
        async with asyncio.timeout_at(until):
            return await receive()
    except TimeoutError:
        raise Refused(408, "REQUEST_TIMEOUT", "The body did not arrive in time.", [(b"connection", b"close")]) from None
