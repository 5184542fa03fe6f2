"""One vendor as an HTTP peer: every call goes deadline → retry (reads only) → breaker → credentials → budget → httpx."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import TypeVar

import httpx
import stamina

from loaders.upstream.account import Account
from loaders.upstream.auth import Auth
from loaders.upstream.breaker import Breaker
from loaders.upstream.budget import Budget
from loaders.upstream.call import Call
from loaders.upstream.clock import Clock
from loaders.upstream.decode import Decoder, Unread
from loaders.upstream.dialect import Dialect
from loaders.upstream.errors import (
    AuthFailed,
    Malformed,
    OutcomeUnknown,
    OverBudget,
    Rejected,
    TimedOut,
    Unavailable,
    UpstreamError,
)
from loaders.upstream.judge import Judge
from loaders.upstream.ledger import Exchange
from loaders.upstream.policy import Policy
from loaders.upstream.probing import Alone, Probing, admitted
from loaders.upstream.repeating import worth_repeating
from loaders.upstream.scope import current, hint_max_age
from loaders.upstream.sender import Send, Sender
from loaders.upstream.transport import Reply, Transport, Unsent
from loaders.upstream.watch import Watch

T = TypeVar("T")

_LARGE = 256 * 1024
_ABSENT = frozenset({404})
"The status of an answer that says there is no such thing, where that is one: no error is noted then."


class Client:
    """Calls one vendor. `read` and `find` may be repeated, `write` never is."""

    def __init__(
        self,
        transport: Transport,
        auth: Auth,
        dialect: Dialect,
        decoder: Decoder,
        *,
        policy: Policy,
        breaker: Breaker,
        budget: Budget,
        clock: Clock,
        watch: Watch,
        probing: Probing | None = None,
    ) -> None:
        self.vendor = transport.vendor
        self.breaker = breaker
        self.budget = budget
        self.last_error: UpstreamError | None = None
        self.has_answered: bool | None = None
        "Whether the last call reached the vendor; None before the first."
        self.slots = transport.slots
        self._transport = transport
        self._sender = Sender(self.vendor, auth, budget, policy)
        self._dialect = dialect
        self._decoder = decoder
        self._policy = policy
        self._probing = probing or Alone()
        self._judge = Judge(transport.vendor, policy=policy, breaker=breaker, clock=clock, dialect=dialect, decoder=decoder)
        self._account = Account(self.vendor, breaker, budget, watch)

    async def read(self, call: Call, shape: type[T]) -> T:
        """Ask and decode; repeated with jitter within the deadline while the vendor is unavailable. A 404 is Rejected."""
        return await self.decoded(await self.reply(call), shape)

    async def find(self, call: Call, shape: type[T]) -> T | None:
        """Like `read`, but a 404, a 204 and an empty body are None: there is no such thing."""
        async with self._turn():
            reply = await self._repeated(call, answers=_ABSENT)
        if reply.status in (204, *_ABSENT) or not reply.body.strip():
            return None
        return await self.decoded(reply, shape)

    async def reply(self, call: Call) -> Reply:
        """Ask, and return the whole answer for callers that need its headers. The deadline runs from when a connection is free."""
        async with self._turn():
            return await self._repeated(call)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Wait until a renewal may make this call, and then for a free connection."""
        trial = current().trial
        async with nullcontext() if trial is None else trial.call(), self._transport.slots:
            yield

    async def _repeated(self, call: Call, answers: frozenset[int] = frozenset()) -> Reply:
        deadline = asyncio.get_running_loop().time() + (call.timeout_s or self._policy.timeout_s)
        failure: Unavailable | None = None
        with self._account.of(call) as exchange:
            exchange.attempts = 0
            async for attempt in stamina.retry_context(
                on=lambda error: worth_repeating(error, deadline),
                attempts=1 if current().is_renewal else self._policy.attempts,
                timeout=call.timeout_s or self._policy.timeout_s,
                wait_max=1.0,
                wait_jitter=0.2,
            ):
                with attempt:
                    exchange.attempts += 1
                    try:
                        return await self._once(call, exchange, deadline, is_write=False, answers=answers)
                    except Unavailable as error:
                        failure = error
                        raise
                    except TimedOut:
                        if failure is None:
                            raise
                        raise failure from None  # The deadline passed while repeating: what kept failing tells more.
        raise AssertionError("a retry ends with an answer or an error")

    @asynccontextmanager
    async def stream(self, call: Call) -> AsyncIterator[httpx.Response | None]:
        """Ask once, and yield the answer as soon as the headers are here, for the caller to read; a 404 is None."""
        async with self._transport.slots:
            opened = await self._opened(call)
            try:
                yield opened
            finally:
                if opened is not None:
                    await opened.aclose()

    async def _opened(self, call: Call) -> httpx.Response | None:
        deadline = asyncio.get_running_loop().time() + (call.timeout_s or self._policy.timeout_s)
        opened: list[httpx.Response] = []

        async def opening(authorized: Call, timeout_s: float) -> Reply:
            response = await self._transport.stream(authorized, timeout_s)
            opened.append(response)
            if not response.is_success:
                await response.aclose()
            return Reply(response.status_code, response.headers, b"")

        with self._account.of(call) as exchange:
            reply = await self._once(call, exchange, deadline, is_write=False, answers=_ABSENT, send=opening)
        return None if reply.status in _ABSENT else opened[-1]

    async def write(self, call: Call, shape: type[T], *, check: str) -> T:
        """Send once, whatever happens. Raises Rejected when the vendor said no, and OutcomeUnknown, with `check` saying which read
        tells what happened, when the request was sent and no whole answer came.
        """
        async with self._transport.slots:
            return await self._written(call, shape, check)

    async def _written(self, call: Call, shape: type[T], check: str) -> T:
        deadline = asyncio.get_running_loop().time() + (call.timeout_s or self._policy.timeout_s)
        with self._account.of(call) as exchange:
            try:
                reply = await self._once(call, exchange, deadline, is_write=True)
                return await self.decoded(reply, shape)
            except Unsent:
                raise
            except (Unavailable, TimedOut, Malformed) as error:
                if exchange.is_sent:
                    raise OutcomeUnknown(self.vendor, call.operation, check) from error
                raise

    async def token(self, call: Call, shape: type[T]) -> T:
        """Fetch credentials: outside of breaker and budget, and never with credentials of its own."""
        reply = await self._transport.send(call, self._policy.timeout_s)
        if reply.status in (400, 401, 403):
            raise AuthFailed(self.vendor, f"expected a token for our credentials, got status {reply.status}")
        self._judge.judge(reply)
        return await self.decoded(reply, shape)

    async def decoded(self, reply: Reply, shape: type[T]) -> T:
        """Decode an answer; a large one in a thread, so that others are served meanwhile."""
        try:
            if len(reply.body) > _LARGE:
                return await asyncio.to_thread(self._decode, reply, shape)
            return self._decode(reply, shape)
        except Malformed as error:
            self.last_error = error
            raise

    async def close(self) -> None:
        """Close the vendor's connections."""
        await self._transport.close()

    def _decode(self, reply: Reply, shape: type[T]) -> T:
        if shape is Unread:
            return shape()
        value = self._dialect.plain(self._decoder, reply)
        refusals = self._dialect.refusals(reply.status, value)
        if refusals:
            raise Rejected(self.vendor, reply.status, refusals)
        return self._decoder.record(value, shape)

    async def _once(
        self,
        call: Call,
        exchange: Exchange,
        deadline: float,
        *,
        is_write: bool,
        answers: frozenset[int] = frozenset(),
        send: Send | None = None,
    ) -> Reply:
        """Send where the breaker lets it pass; return the answer, or raise what its status says unless that is one of `answers`."""
        async with admitted(self.breaker, self._probing):
            return await self._sent(call, exchange, deadline, is_write=is_write, answers=answers, send=send)

    async def _sent(
        self,
        call: Call,
        exchange: Exchange,
        deadline: float,
        *,
        is_write: bool,
        answers: frozenset[int],
        send: Send | None,
    ) -> Reply:
        reply: Reply | None = None
        try:
            reply = await self._sender.send(call, exchange, deadline, send or self._transport.send, is_write=is_write)
            exchange.status = reply.status
            if reply.status not in answers:
                self._judge.judge(reply, call.refusal)
        except (Unavailable, TimedOut) as error:
            self.breaker.falter()
            self.last_error, self.has_answered = error, False
            raise
        except UpstreamError as error:
            if not isinstance(error, OverBudget):
                self.breaker.succeed()
            elif reply is not None:
                self.breaker.falter()
            self.breaker.abandon()
            # A person's wrong password is no trouble of the vendor's.
            if call.refusal is None or not isinstance(error, Rejected):
                self.last_error = error
            self.has_answered = exchange.status is not None or self.has_answered
            raise
        except BaseException:
            self.breaker.abandon()
            raise
        self.breaker.succeed()
        self.has_answered = True
        hint_max_age(reply.max_age_s)
        return reply
