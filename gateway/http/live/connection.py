"""One WebSocket: who it is, and its operations, until either side ends it."""

import asyncio
from collections.abc import Mapping
from contextlib import ExitStack, aclosing
from dataclasses import dataclass

from graphql import GraphQLError
from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from gateway.engine.encoding import encoded
from gateway.engine.engine import Request
from gateway.engine.errors import formatted
from gateway.http.caller import Authenticate
from gateway.http.disconnect import Gone
from gateway.http.edge import request_id_of
from gateway.http.live import messages
from gateway.http.live.crowd import Crowd, Crowded
from gateway.http.live.lease import Lease, counted_as
from gateway.http.live.messages import Closing, Message
from gateway.http.live.operations import Operations
from gateway.http.live.pace import Pace
from gateway.http.parameters import from_value
from gateway.http.refusal import Refused
from resolvers.context import Caller

_CREDENTIALS = frozenset({"authorization", "x-api-key"})
_LAPSED = "The credentials have expired or were revoked."


@dataclass(frozen=True, slots=True)
class Terms:
    """What all connections of a process have in common."""

    operations: Operations
    authenticate: Authenticate
    crowd: Crowd
    pace: Pace
    message_bytes: int


class Connection:
    """A WebSocket that was accepted. Operations are tasks: the end of the connection ends them, and waits for that."""

    def __init__(self, terms: Terms, scope: Scope, receive: Receive, send: Send) -> None:
        self._terms = terms
        self._scope = scope
        self._receive = receive
        self._raw_send = send
        self._sending = asyncio.Lock()
        self._places = ExitStack()
        self._caller: Caller | None = None
        self._lease: Lease | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._number = 0

    async def run(self) -> None:
        """Serve until it ends, and close it where it wasn't the client who did."""
        ended: Closing | None = None
        try:
            with self._places:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._leave())
                    group.create_task(self._read(group))
        except* Gone:
            pass
        except* Closing as closings:
            ended = _first(closings)
        if ended is not None:
            await self._close(ended)

    async def _leave(self) -> None:
        await self._terms.crowd.leaving.wait()
        raise Closing(messages.GOING_AWAY, "Going away")

    async def _read(self, group: asyncio.TaskGroup) -> None:
        try:
            async with asyncio.timeout(self._terms.pace.init_s):
                while self._caller is None:
                    await self._take(await self._next(), group)
        except TimeoutError:
            raise Closing(messages.INIT_TIMEOUT, "Connection initialisation timeout") from None
        while True:
            await self._take(await self._next(), group)

    async def _next(self) -> Message:
        event = await self._receive()
        if event["type"] == "websocket.disconnect":
            raise Gone
        return messages.read(event.get("text"), self._terms.message_bytes)

    async def _take(self, message: Message, group: asyncio.TaskGroup) -> None:
        if message.type == "connection_init":
            await self._begin(message.payload or {}, group)
        elif message.type == "ping":
            await self._send(messages.pong(message.payload))
        elif message.type == "subscribe":
            await self._subscribe(message, group)
        elif message.type == "complete" and (task := self._tasks.pop(message.id, None)) is not None:
            task.cancel()

    async def _begin(self, payload: Mapping[str, object], group: asyncio.TaskGroup) -> None:
        """Find out who it is, by the handshake's headers or by the payload, where browsers put what they can't send as headers."""
        if self._caller is not None:
            raise Closing(messages.TOO_MANY_INITS, "Too many initialisation requests")
        connection = HTTPConnection({**self._scope, "headers": [*self._scope["headers"], *_credentials(payload)]})
        try:
            caller = await self._terms.authenticate(connection)
            self._places.enter_context(self._terms.crowd.counted(counted_as(caller, self._scope)))
        except Refused as refusal:
            code = messages.FORBIDDEN if refusal.status == 401 else messages.TRY_LATER
            raise Closing(code, refusal.message) from None
        except Crowded as crowded:
            raise Closing(messages.TRY_LATER, str(crowded)) from None
        self._caller, self._lease = caller, Lease(self._terms.authenticate, connection, caller, self._terms.pace.check_s)
        self._scope["state"]["caller"] = caller.name
        group.create_task(self._expire(self._lease))
        await self._send(messages.ACK)

    async def _expire(self, lease: Lease) -> None:
        await lease.lapsed()
        raise Closing(messages.FORBIDDEN, _LAPSED)

    async def _subscribe(self, message: Message, group: asyncio.TaskGroup) -> None:
        if self._caller is None or self._lease is None:
            raise Closing(messages.UNAUTHORIZED, "Unauthorized")
        if not await self._lease.holds():
            raise Closing(messages.FORBIDDEN, _LAPSED)
        if message.id in self._tasks:
            raise Closing(messages.EXISTS, "There is a subscriber with this id already")
        if len(self._tasks) >= self._terms.pace.operations:
            text = f"At most {self._terms.pace.operations} operations are under way over one connection; complete one first."
            await self._refuse(message.id, "RATE_LIMITED", text)
            return
        self._number += 1
        try:
            asked = from_value(message.payload, f"{request_id_of(self._scope)}-{self._number}", 1)
        except Refused as refusal:
            if refusal.code == "BAD_REQUEST":
                raise Closing(messages.INVALID, refusal.message) from None
            await self._refuse(message.id, refusal.code, refusal.message)
            return
        assert isinstance(asked, Request)  # a payload is an object
        self._tasks[message.id] = group.create_task(self._operate(message.id, asked, self._caller))

    async def _refuse(self, id_: str, code: str, text: str) -> None:
        await self._send(messages.error(id_, encoded([{"message": text, "extensions": {"code": code}}])))

    async def _operate(self, id_: str, asked: Request, caller: Caller) -> None:
        """Send an operation's answers; its id is free again before the client hears of the end."""
        try:
            last = await self._answered(id_, asked, caller)
        except (Closing, Gone):
            raise
        except Exception as error:  # noqa: BLE001  # a mistake of ours ends this operation, not the others
            last = messages.error(id_, encoded(formatted([GraphQLError("", original_error=error)], asked.request_id)))
        finally:
            if self._tasks.get(id_) is asyncio.current_task():
                del self._tasks[id_]
        await self._send(last)

    async def _answered(self, id_: str, asked: Request, caller: Caller) -> bytes:
        """Send the answers as they come, and return the operation's last message."""
        async with aclosing(self._terms.operations.answers(asked, caller)) as answers:
            async for told in answers:
                if not told.has_begun:
                    return messages.error(id_, told.json)
                if told.is_live and self._lease is not None and not await self._lease.holds():
                    raise Closing(messages.FORBIDDEN, _LAPSED)
                await self._send(messages.next_(id_, told.json))
        return messages.complete(id_)

    async def _send(self, message: bytes) -> None:
        """Send one message after the other; a client that doesn't take it in time is let go."""
        try:
            async with asyncio.timeout(self._terms.pace.send_s), self._sending:
                await self._raw_send({"type": "websocket.send", "text": message.decode()})
        except TimeoutError:
            raise Closing(messages.TOO_SLOW, "The client doesn't take what it is sent") from None
        except OSError:
            raise Gone from None

    async def _close(self, closing: Closing) -> None:
        try:
            async with asyncio.timeout(self._terms.pace.send_s):
                await self._raw_send({"type": "websocket.close", "code": closing.code, "reason": closing.reason})
        except (TimeoutError, OSError):
            return


def _credentials(payload: Mapping[str, object]) -> list[tuple[bytes, bytes]]:
    """Return what the payload holds of credentials, as the headers that they stand for."""
    found = []
    for name, value in payload.items():
        if name.lower() in _CREDENTIALS:
            if not isinstance(value, str) or not value.isascii():
                raise Closing(messages.INVALID, "Credentials in the payload are texts")
            found.append((name.lower().encode(), value.encode()))
    return found


def _first(group: BaseExceptionGroup[Closing]) -> Closing:
    found: BaseException = group
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    assert isinstance(found, Closing)
    return found
