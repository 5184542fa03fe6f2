"""One connection that asks again and again, and costs next to nothing, so that what is measured is the server."""

import asyncio
from dataclasses import dataclass

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    body: bytes

    @property
    def is_whole(self) -> bool:
        """Whether it is a GraphQL answer without an error."""
        return self.status == 200 and self.body.startswith(b'{"data":') and b'"errors":[' not in self.body


class Connection(asyncio.Protocol):
    """A kept connection to a port of this machine; one request at a time, answered with a `Content-Length`."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._held = bytearray()
        self._waiting: asyncio.Future[Reply] | None = None

    @classmethod
    async def open(cls, port: int) -> "Connection":
        """Connect."""
        _, connection = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return connection

    async def ask(self, request: bytes) -> Reply:
        """Send a request and return the answer; raises ConnectionError where the connection ends first."""
        if self._transport is None or self._transport.is_closing():
            raise ConnectionResetError("the connection has ended")
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._waiting

    def close(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # what a TCP connection is given

    def data_received(self, data: bytes) -> None:
        self._held += data
        end = self._held.find(_HEAD_END)
        if end < 0:
            return
        head = bytes(self._held[:end]).lower()
        place = head.find(_LENGTH)
        if place < 0:
            self._fail(ConnectionError("an answer without a length"))
            return
        first = end + len(_HEAD_END)
        last = first + int(head[place + len(_LENGTH) :].split(b"\r\n", 1)[0])
        if len(self._held) >= last:
            self._answer(Reply(int(head[9:12]), bytes(self._held[first:last])), last)

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(ConnectionResetError("the connection ended before the answer"))

    def _answer(self, reply: Reply, size: int) -> None:
        del self._held[:size]
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_result(reply)

    def _fail(self, error: ConnectionError) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_exception(error)


async def asked(port: int, request: bytes) -> Reply:
    """Ask once, over a connection of its own."""
    connection = await Connection.open(port)
    try:
        return await connection.ask(request)
    finally:
        connection.close()


def get(path: str) -> bytes:
    """The bytes of a GET."""
    return f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".encode()


def post(path: str, body: bytes) -> bytes:
    """The bytes of a POST of JSON."""
    head = f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body
