"""Answers as server-sent events. Specification: github.com/enisdenjo/graphql-sse, PROTOCOL.md, "Distinct connections mode"."""

import asyncio
from collections.abc import Awaitable, Mapping
from contextlib import ExitStack, aclosing, closing
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from gateway.engine.encoding import encoded
from gateway.engine.engine import Answer, Request
from gateway.engine.live import Live, Subscription
from gateway.http.caller import Authenticate
from gateway.http.disconnect import Gone, WhileConnected
from gateway.http.live.crowd import Crowd, Crowded
from gateway.http.live.lease import Lease, counted_as
from gateway.http.live.pace import Pace
from gateway.http.negotiation import EVENTS, JSON, negotiated
from gateway.http.refusal import Refused
from gateway.http.replies import Reply, answered, refused
from resolvers.context import Caller

_MEDIA = b"text/event-stream; charset=utf-8"
_HEADERS = ((b"cache-control", b"no-store"), (b"vary", b"accept"), (b"x-accel-buffering", b"no"))
_COMPLETE = b"event: complete\ndata:\n\n"
_ALIVE = b":\n\n"


def takes_events(headers: Mapping[bytes, bytes]) -> bool:
    """Whether the client names server-sent events among what it takes; one that takes anything doesn't mean these."""
    accept = headers.get(b"accept", b"")
    return EVENTS.encode() in accept.lower() and negotiated(accept, (EVENTS,)) == EVENTS


def unmarked(headers: Mapping[bytes, bytes]) -> Mapping[bytes, bytes]:
    """Return a request's headers without the mark of what the client holds: a stream has none."""
    return {name: value for name, value in headers.items() if name != b"if-none-match"}


def told(reply: Reply) -> Reply:
    """Return a whole answer as events; what HTTP says more of by another status stays as it is."""
    return Reply(200, _MEDIA, _next(reply.body) + _COMPLETE, _HEADERS) if reply.status == 200 else reply


class _Over(Exception):
    """The stream ends."""


@dataclass(frozen=True, slots=True)
class Streams:
    """What all streams of a process have in common."""

    live: Live
    authenticate: Authenticate
    crowd: Crowd
    pace: Pace

    def of(self, asked: Request, caller: Caller, scope: Scope, receive: Receive) -> "Stream":
        """Return the answer to a subscription."""
        return Stream(self, asked, caller, scope, receive)


class Stream:
    """A subscription's answers to one request. Its headers go out when it has begun: what changes from then on is told."""

    def __init__(self, streams: Streams, asked: Request, caller: Caller, scope: Scope, receive: Receive) -> None:
        self._streams = streams
        self._asked = asked
        self._caller = caller
        self._scope = scope
        self._receive = receive
        self._sending = asyncio.Lock()

    async def send(self, send: Send) -> None:
        """Send it until the client leaves, the credentials lapse, or the gateway ends.

        Only what is over for good is completed; else the stream just breaks off, and a client knows to ask again.
        """
        crowd = self._streams.crowd
        with ExitStack() as places:
            try:
                places.enter_context(crowd.entered())
                places.enter_context(crowd.counted(counted_as(self._caller, self._scope)))
                with WhileConnected(self._receive):
                    begun = await self._streams.live.begin(self._asked, self._caller)
            except Crowded as crowded:
                status, code = (503, "UNAVAILABLE") if crowd.leaving.is_set() else (429, "RATE_LIMITED")
                await refused(Refused(status, code, str(crowded), [(b"retry-after", b"5")])).send(send)
                return
            except Gone:
                return
            if isinstance(begun, Answer):
                await told(answered(begun, JSON)).send(send)
                return
            with closing(begun):
                await self._stream(begun, send)

    async def _stream(self, subscription: Subscription, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [*_HEADERS, (b"content-type", _MEDIA)]})
        connection = HTTPConnection(self._scope)
        lease = Lease(self._streams.authenticate, connection, self._caller, self._streams.pace.check_s)
        is_over = False
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._deliver(subscription, lease, send))
                group.create_task(self._beat(send))
                group.create_task(self._end(lease.lapsed()))
                group.create_task(self._end(self._streams.crowd.leaving.wait()))
                group.create_task(self._end(self._left()))
        except* _Over:
            is_over = True
        except* Gone:
            is_over = False
        if is_over:
            await send({"type": "http.response.body", "body": b""})

    async def _deliver(self, subscription: Subscription, lease: Lease, send: Send) -> None:
        async with aclosing(subscription.answers()) as answers:
            async for answer in answers:
                if not await lease.holds():
                    raise _Over
                await self._put(_next(encoded(answer.body)), send)
        await self._put(_COMPLETE, send)
        raise _Over

    async def _beat(self, send: Send) -> None:
        while True:
            await self._put(_ALIVE, send)
            await asyncio.sleep(self._streams.pace.beat_s)

    async def _left(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        raise Gone

    async def _end(self, waiting: Awaitable[object]) -> None:
        await waiting
        raise _Over

    async def _put(self, part: bytes, send: Send) -> None:
        """Send a part; a client that doesn't take it in time is let go."""
        try:
            async with asyncio.timeout(self._streams.pace.send_s), self._sending:
                await send({"type": "http.response.body", "body": part, "more_body": True})
        except (TimeoutError, OSError):
            raise Gone from None


def _next(body: bytes) -> bytes:
    return b"event: next\ndata: %s\n\n" % body
