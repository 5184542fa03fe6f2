"""Subscriptions: a selection that is answered anew whenever something that it used has changed.

The selection runs as a query does, and what it used is remembered: the cache's keys, and the tags that drop them. Then nothing
happens until a write or an invalidation drops one of the tags, here or in another process, or another value comes under one of the
keys. What comes within a moment is looked at once; what is still held isn't asked for again, and only data that differs is sent.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from gateway.engine.compared import carried, is_blank, pause_of
from gateway.engine.engine import Answer, Engine, Request
from gateway.process import Process
from loaders.upstream.flight import landed
from loaders.upstream.scope import Scope
from resolvers.context import Caller

_GATHER_S = 0.05
_MOST_AT_ONCE = 16
_PAUSES_S = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"Between attempts while a vendor is in trouble; after the last one nothing is asked until something changes."

Follow = Callable[[Awaitable[Answer], Request, Caller], Awaitable[Answer]]
"Waits for an answer, and writes down how it went."


class Live:
    """Begins the subscriptions of one process."""

    def __init__(self, engine: Engine, process: Process, follow: Follow) -> None:
        self.engine = engine
        self.process = process
        self.follow = follow
        self.turns = asyncio.Semaphore(_MOST_AT_ONCE)
        "Looks at once: something that changes for all mustn't crowd out the queries."

    async def begin(self, request: Request, caller: Caller) -> "Subscription | Answer":
        """Look for the first time, so that later data has something to differ from; nothing of it is sent.

        Returns the answer instead where it is all there will be: the operation may not begin, or its person can't be looked at.
        """
        subscription = Subscription(self, request, caller)
        try:
            first = await subscription.first()
        except BaseException:
            subscription.close()
            raise
        if first.has_run and not is_blank(first):
            return subscription
        subscription.close()
        return replace(first, data=None, has_run=False)


class Subscription:
    """One that was begun. `close` it in any case."""

    def __init__(self, live: Live, request: Request, caller: Caller) -> None:
        self._live = live
        self._request = request
        self._caller = caller
        self._watch = live.process.cache.changes.watch()
        self._last: object = None
        self._failures = 0
        self._pause_s: float | None = None

    async def first(self) -> Answer:
        """Look as a query does, also for what is to be renewed in the background meanwhile."""
        answer = await self._look(self._request, Scope())
        self._last = answer.data
        return answer

    async def answers(self) -> AsyncGenerator[Answer, None]:
        """Yield each answer whose data differs from the one before; ends where it may not be looked at any more."""
        request = replace(self._request, skips_cache=False)
        while True:
            await self._woken()
            async with self._live.turns:
                answer = await self._look(request, Scope(refreshes=False))
            if answer.retry_after_s is not None:
                await asyncio.sleep(answer.retry_after_s)
                self._watch.wake()
                continue
            data = carried(self._last, answer) if answer.has_run else None
            if data != self._last or not answer.has_run:
                self._last = data
                yield answer
            if not answer.has_run:
                return

    def close(self) -> None:
        """Wait for nothing any more."""
        self._watch.close()

    async def _woken(self) -> None:
        """Wait for a change, or for the next attempt where a vendor was in trouble, and for what changes along with it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._pause_s):
                await self._watch.changed()
        await asyncio.sleep(_GATHER_S)

    async def _look(self, request: Request, scope: Scope) -> Answer:
        """Answer, and follow what that used; something that changed meanwhile counts as changed afterwards."""
        cache, watch = self._live.process.cache, self._watch
        since = cache.moment()
        answer = await self._live.follow(self._live.engine.look(request, self._caller, scope), request, self._caller)
        if not answer.has_run:
            return answer
        tags, keys = frozenset(scope.ledger.tags), frozenset(scope.memo)
        watch.rest()
        # What failed has told neither tags nor keys: those of before stay.
        watch.follow(tags | watch.tags, keys | watch.keys) if answer.errors else watch.follow(tags, keys)
        if not cache.is_unchanged(landed(scope), tags, since):
            watch.wake()
        self._note(pause_of(answer))
        return answer

    def _note(self, least_s: float | None) -> None:
        """Plan another attempt where something failed that may come back, each later than the one before."""
        if least_s is None:
            self._failures, self._pause_s = 0, None
            return
        self._pause_s = max(least_s, _PAUSES_S[self._failures]) if self._failures < len(_PAUSES_S) else None
        self._failures += 1
