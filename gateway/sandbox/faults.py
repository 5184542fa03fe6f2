"""What can go wrong with a vendor, done to the bytes: an ASGI wrapper around a stand-in."""

import asyncio
from collections.abc import Callable
from enum import Enum

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Fault(Enum):
    """Ways to fail."""

    SLOW = "slow"
    "Answers after `slow_s` seconds."
    HANG = "hang"
    "Takes the request and never answers."
    ERROR_500 = "500"
    CLOSED = "closed"
    "Closes the connection instead of an answer."
    GARBAGE = "garbage"
    "Answers 200 with bytes that are no JSON and no EDN."
    HALF_BODY = "half body"
    "Closes the connection in the middle of the answer; the work is done."
    UNAUTHORIZED = "401"
    TOO_MANY = "429"
    "429 with `Retry-After: 30`."
    CAPTCHA = "405"
    "405 with a CAPTCHA page, as Tracksale locks an account."

    @classmethod
    def _missing_(cls, value: object) -> "Fault | None":
        """Take `half_body` too, which needs no quotes on a command line."""
        return next((fault for fault in cls if fault.value.replace(" ", "_") == value), None)


class Trouble:
    """Wraps a stand-in: records every call, adds latency, and fails while a fault is on."""

    def __init__(self, app: ASGIApp, record: Callable[[Scope, bytes], None]) -> None:
        self._app = app
        self._record = record
        self.end()

    def end(self) -> None:
        """Be well again."""
        self.latency_s = 0.0
        self.gate: asyncio.Event | None = None
        "Where there is one, answers are held back until it is set."
        self.slow_s = 30.0
        self.fault: Fault | None = None
        self.only: Callable[[str, str], bool] | None = None
        "Limits the trouble to some (method, path)."
        self.times: int | None = None
        "How many more calls meet the trouble; without it, all do."

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = await _read(receive)
        self._record(scope, body)
        fault, latency_s = self._met(scope["method"], scope["path"])
        if latency_s:
            await asyncio.sleep(latency_s)
        if self.gate is not None:
            await self.gate.wait()
        if fault is None:
            await self._app(scope, _replay(body, receive), send)
        else:
            await self._fail(fault, scope, _replay(body, receive), send)

    def _met(self, method: str, path: str) -> tuple[Fault | None, float]:
        """Return the fault and the latency that a call meets which comes now; it may be the last to meet them."""
        if self.only is not None and not self.only(method, path):
            return None, 0.0
        met = self.fault, self.latency_s
        if self.times is not None:
            self.times -= 1
            if self.times == 0:
                self.fault, self.latency_s, self.only, self.times = None, 0.0, None, None
        return met

    async def _fail(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        if fault is Fault.SLOW:
            await asyncio.sleep(self.slow_s)
            await self._app(scope, receive, send)
        elif fault is Fault.HANG:
            await asyncio.sleep(3600)
        elif fault is Fault.CLOSED:
            _drop(send)
        elif fault is Fault.HALF_BODY:
            await self._app(scope, receive, _halved(send))
        else:
            status, headers, body = _ANSWERS[fault]
            await _answer(send, status, headers, body)


_ANSWERS: dict[Fault, tuple[int, list[tuple[bytes, bytes]], bytes]] = {
    Fault.ERROR_500: (500, [(b"content-type", b"text/html")], b"<h1>Internal Server Error</h1>"),
    Fault.GARBAGE: (200, [(b"content-type", b"application/json")], b'{"data": [}{ <garbage>'),
    Fault.UNAUTHORIZED: (401, [(b"content-type", b"application/json")], b'{"error": "unauthorized"}'),
    Fault.TOO_MANY: (429, [(b"retry-after", b"30")], b""),
    Fault.CAPTCHA: (405, [(b"content-type", b"text/html")], b"<html><form>Please solve the CAPTCHA</form></html>"),
}


async def _read(receive: Receive) -> bytes:
    chunks = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break
        chunks.append(message.get("body", b""))
        if not message.get("more_body"):
            break
    return b"".join(chunks)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Give the app the body that was read already, then whatever comes after it."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return messages.pop() if messages else await receive()

    return replayed


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _drop(send: Send) -> None:
    """Close the socket below uvicorn, as a vendor that crashes does: its `send` is a method of what holds the connection."""
    send.__self__.transport.abort()  # type: ignore[attr-defined]  # uvicorn's request cycle, known to nobody else


def _halved(send: Send) -> Send:
    async def halved(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [(name, value) for name, value in message["headers"] if name.lower() != b"content-length"]
            await send({**message, "headers": [*headers, (b"content-length", b"100000")]})
        elif message["type"] == "http.response.body":
            body = message.get("body", b"")
            await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
            _drop(send)

    return halved
