"""`/graphql`: GraphQL over HTTP. Specification: graphql.github.io/graphql-over-http."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from graphql import GraphQLError, OperationType
from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from gateway.access.quotas import OverQuota, Quotas
from gateway.engine.engine import Answer, Engine, Request
from gateway.engine.responses import Ready
from gateway.http.body import content_type, read
from gateway.http.caller import Authenticate, enter
from gateway.http.disconnect import Gone, WhileConnected
from gateway.http.edge import request_id_of
from gateway.http.freshness import ready_reply, wants_fresh
from gateway.http.headers import headers_of
from gateway.http.journal import Journal
from gateway.http.limits import Limits
from gateway.http.live.events import Stream, Streams, takes_events, told, unmarked
from gateway.http.negotiation import EVENTS, GRAPHQL, HTML, JSON, negotiated
from gateway.http.parameters import Asked, from_json, from_query
from gateway.http.parts import InParts, format_wished
from gateway.http.refusal import Refused, wrong_method, wrong_type
from gateway.http.replies import Reply, answered, answered_batch, refused
from gateway.http.shortcuts import Shortcuts
from gateway.http.uploads import from_multipart, require_preflight
from resolvers.context import Caller

Sent = Reply | InParts | Stream
_ANSWERS = (JSON, GRAPHQL, EVENTS)
_ANSWERS_OR_PAGE = (JSON, GRAPHQL, HTML, EVENTS)


class GraphQL:
    """An ASGI application, lean on purpose: who asks, what is asked, the answer."""

    def __init__(
        self,
        engine: Engine,
        authenticate: Authenticate,
        quotas: Quotas,
        limits: Limits,
        page: Reply | None,
        journal: Journal,
        streams: Streams,
    ) -> None:
        self._engine = engine
        self._quotas = quotas
        self._journal = journal
        self._authenticate = authenticate
        self._limits = limits
        self._page = page
        self._streams = streams
        self._shortcuts = Shortcuts(engine, journal)
        self._negotiated = lru_cache(maxsize=256)(negotiated)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        media = JSON
        try:
            headers = headers_of(scope)
            wanted = self._media(scope["method"], headers)
            media = JSON if wanted == EVENTS else wanted
            page = self._page if media == HTML else None
            if wanted == EVENTS:
                headers = unmarked(headers)
            reply = page or await self._reply(scope, headers, receive, media)
            if wanted == EVENTS and isinstance(reply, Reply):
                reply = told(reply)
        except Refused as refusal:
            self._journal.refused(refusal.code, refusal.status, scope["state"])
            reply = refused(refusal, media)
        except Gone:
            return
        await reply.send(send)

    def _media(self, method: str, headers: Mapping[bytes, bytes]) -> str:
        """Choose the answer's media type; a browser that opens the address gets the page."""
        if method not in ("GET", "POST"):
            raise wrong_method("GET, POST", "GraphQL is asked by POST or GET.")
        media = self._negotiated(headers.get(b"accept"), _ANSWERS_OR_PAGE if method == "GET" and self._page else _ANSWERS)
        if media is None and format_wished(headers) is not None:
            media = JSON  # For what can't be told in parts.
        if media is None:
            raise Refused(406, "NOT_ACCEPTABLE", f"Answers come as {GRAPHQL} or {JSON}; accept one of them.")
        return media

    async def _reply(self, scope: Scope, headers: Mapping[bytes, bytes], receive: Receive, media: str) -> Sent:
        """Read the request and answer it; the body only of a type that a page of another site can't send unasked."""
        caller = await self._authenticate(HTTPConnection(scope))
        scope["state"]["caller"] = caller.name
        if caller.is_known:
            await enter(self._quotas, caller)
        limits, request_id = self._limits, request_id_of(scope)
        if scope["method"] == "GET":
            one = self._from_url(scope, caller, headers)
            return self._stream(one, caller, scope, receive) or await self._answer(one, caller, headers, receive, media)
        kind = content_type(headers)
        if kind == "application/json":
            body = await read(headers, receive, most=limits.body_bytes, timeout_s=limits.body_timeout_s)
            kept = None if wants_fresh(headers) else self._shortcuts.find(body, caller, request_id)
            if kept is not None:
                return ready_reply(kept, media, headers)
            asked = from_json(body, request_id, limits.batch)
            if isinstance(asked, Request):
                self._shortcuts.note(body, asked, caller)
            return self._stream(asked, caller, scope, receive) or await self._answer(asked, caller, headers, receive, media)
        if kind == "multipart/form-data":
            require_preflight(headers)
            asked, form = await from_multipart(headers, receive, limits, request_id)
            reply = await self._answer(asked, caller, headers, receive, media)
            await form.close()  # Not where the client has gone: a write that goes on may still be sending a file.
            return reply
        raise wrong_type("Send `application/json`, or `multipart/form-data` for files.")

    async def _answer(
        self, asked: Asked, caller: Caller, headers: Mapping[bytes, bytes], receive: Receive, media: str
    ) -> Reply | InParts:
        is_anew = wants_fresh(headers)
        if isinstance(asked, Request):
            return await self._one(replace(asked, skips_cache=True) if is_anew else asked, caller, headers, receive, media)
        if is_anew:
            asked = [replace(one, skips_cache=True) for one in asked]
        with WhileConnected(receive):
            running = (self._run(one, caller, is_first=number == 0) for number, one in enumerate(asked))
            return answered_batch(await asyncio.gather(*running), media)

    async def _one(
        self, asked: Request, caller: Caller, headers: Mapping[bytes, bytes], receive: Receive, media: str
    ) -> Reply | InParts:
        """Answer from what is kept, before GraphQL begins, or run it."""
        try:
            asked = self._engine.named(asked, caller)
        except GraphQLError as error:
            return answered(self._engine.refused(error, asked), media)
        ready = self._kept(asked, caller)
        if ready is not None:
            return ready_reply(ready, media, headers)

        def whole(answer: Answer) -> Reply:
            return answered(answer, media) if answer.ready is None else ready_reply(answer.ready, media, headers)

        wished = format_wished(headers)
        if wished is not None and self._engine.defers(asked):
            followed = self._journal.followed
            return InParts(wished, receive, lambda tell: followed(self._engine.run(asked, caller, tell), asked, caller), whole)
        with WhileConnected(receive):
            return whole(await self._journal.followed(self._engine.run(asked, caller), asked, caller))

    def _kept(self, asked: Request, caller: Caller) -> Ready | None:
        """Return the whole answer where it is kept, and write that it was given."""
        key = self._engine.key(asked, caller)
        ready = None if key is None else self._engine.kept(key)
        if ready is not None:
            self._journal.kept(self._journal.named(asked), asked.request_id, caller)
        return ready

    async def _run(self, asked: Request, caller: Caller, *, is_first: bool) -> Answer | Ready:
        """Run one of a batch; each counts as a request, and the first is counted already."""
        try:
            if caller.is_known and not is_first:
                await self._quotas.enter(caller)
            asked = self._engine.named(asked, caller)
        except OverQuota as error:
            return replace(self._engine.refused(error.told(), asked), retry_after_s=error.retry_after_s)
        except GraphQLError as error:
            return self._engine.refused(error, asked)
        kept = self._kept(asked, caller)
        return kept or await self._journal.followed(self._engine.run(asked, caller), asked, caller)

    def _stream(self, asked: Asked, caller: Caller, scope: Scope, receive: Receive) -> Stream | None:
        """Return the answer to a subscription from a client that takes events; None for whatever is answered once."""
        if not isinstance(asked, Request) or not takes_events(headers_of(scope)):
            return None
        try:
            asked = self._engine.named(asked, caller)
        except GraphQLError:
            return None
        is_subscription = self._engine.kind(asked) is OperationType.SUBSCRIPTION
        return self._streams.of(asked, caller, scope, receive) if is_subscription else None

    def _from_url(self, scope: Scope, caller: Caller, headers: Mapping[bytes, bytes]) -> Request:
        query_string: bytes = scope["query_string"]
        if len(query_string) > self._limits.body_bytes:
            raise Refused(414, "URL_TOO_LONG", "The URL is too long; send the request by POST.")
        request = from_query(query_string, request_id_of(scope))
        self._refuse_writes(request, caller, takes_events=takes_events(headers))
        return request

    def _refuse_writes(self, request: Request, caller: Caller, *, takes_events: bool) -> None:
        """Let only what reads through a GET; what is wrong with a document is left to be answered by the engine."""
        try:
            named = self._engine.named(request, caller)
            kind = self._engine.prepare(named.query).kind(request.operation_name)
        except GraphQLError:
            return
        if kind is OperationType.MUTATION or (kind is OperationType.SUBSCRIPTION and not takes_events):
            raise wrong_method("POST", "Only queries are taken by GET; send this by POST.")
