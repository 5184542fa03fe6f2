"""What a live connection asks, answered: queries and mutations once, subscriptions as often as something changes."""

from collections.abc import AsyncGenerator
from contextlib import aclosing, closing
from dataclasses import dataclass

from graphql import GraphQLError, OperationType

from gateway.access.quotas import OverQuota, Quotas
from gateway.engine.encoding import encoded
from gateway.engine.engine import Answer, Engine, Request
from gateway.engine.live import Live
from gateway.http.journal import Journal
from resolvers.context import Caller


@dataclass(frozen=True, slots=True)
class Told:
    """An answer in JSON: the response map, or a list of errors where the operation didn't begin."""

    json: bytes
    has_begun: bool = True
    is_live: bool = False
    "Whether it is one of a subscription's, which the caller must still be entitled to."


class Operations:
    """Answers for one process."""

    def __init__(self, engine: Engine, live: Live, journal: Journal, quotas: Quotas) -> None:
        self._engine = engine
        self._live = live
        self._journal = journal
        self._quotas = quotas

    async def answers(self, asked: Request, caller: Caller) -> AsyncGenerator[Told, None]:
        """Yield an operation's answers; one that hasn't begun is the only one. Counts towards the caller's quota."""
        try:
            if caller.is_known:
                await self._quotas.enter(caller)
            asked = self._engine.named(asked, caller)
        except OverQuota as error:
            yield told(self._engine.refused(error.told(), asked))
            return
        except GraphQLError as error:
            yield told(self._engine.refused(error, asked))
            return
        if self._engine.kind(asked) is OperationType.SUBSCRIPTION:
            async with aclosing(self._subscribed(asked, caller)) as answers:
                async for one in answers:
                    yield one
        else:
            yield await self._once(asked, caller)

    async def _once(self, asked: Request, caller: Caller) -> Told:
        key = self._engine.key(asked, caller)
        ready = None if key is None else self._engine.kept(key)
        if ready is not None:
            self._journal.kept(self._journal.named(asked), asked.request_id, caller)
            return Told(ready.body)
        return told(await self._journal.followed(self._engine.run(asked, caller), asked, caller))

    async def _subscribed(self, asked: Request, caller: Caller) -> AsyncGenerator[Told, None]:
        begun = await self._live.begin(asked, caller)
        if isinstance(begun, Answer):
            yield told(begun)
            return
        with closing(begun):
            async with aclosing(begun.answers()) as answers:
                async for answer in answers:
                    yield Told(encoded(answer.body), is_live=True)


def told(answer: Answer) -> Told:
    """Return an answer as it is sent."""
    return Told(encoded(answer.body)) if answer.has_run else Told(encoded(answer.errors), has_begun=False)
