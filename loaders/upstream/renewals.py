"""Whether what is stale is renewed in the background: never by more than one call to a vendor that doesn't answer."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass

from loaders.upstream.clock import Clock
from loaders.upstream.errors import UpstreamError
from loaders.upstream.repeating import LONGEST_PAUSE_S

PAUSE_S = 10.0
"How long what is stale is served without another attempt to renew it, after one failed and the vendor named no time."


@dataclass(slots=True)
class Turn:
    """One batch's attempt. Whoever has it tells how it went."""

    may_ask: bool
    has_answered: bool = False
    failure: UpstreamError | None = None


class Renewals:
    """One vendor's. A scout goes first and the others wait for it: they go once it was answered, and not where it failed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._scout: asyncio.Future[bool] | None = None
        self._paused_until = 0.0
        self._failed: frozenset[str] = frozenset()
        self._others_wait = False

    def may(self, name: str) -> bool:
        """Whether to try to renew this now. What failed lets others go first after the pause: it may be all that is in trouble."""
        now = self._clock.monotonic()
        if now < self._paused_until:
            self._others_wait = self._others_wait or name not in self._failed
            return False
        return not (self._others_wait and name in self._failed and now < self._paused_until + PAUSE_S)

    @asynccontextmanager
    async def turn(self, names: Collection[str]) -> AsyncIterator[Turn]:
        """Wait for the scout that is under way, or be it."""
        may_ask = False
        while self._scout is not None and not may_ask:
            may_ask = await asyncio.shield(self._scout)
        turn = Turn(may_ask or self._may_some(names))
        scout = None
        if turn.may_ask and not may_ask:
            scout = self._scout = asyncio.get_running_loop().create_future()
            self._others_wait = False
        try:
            yield turn
        finally:
            self._note(turn, names)
            if scout is not None:
                self._scout = None
                scout.set_result(turn.has_answered)

    def _may_some(self, names: Collection[str]) -> bool:
        allowed = [name for name in names if self.may(name)]
        return bool(allowed)

    def _note(self, turn: Turn, names: Collection[str]) -> None:
        if turn.failure is not None:
            wished_s = turn.failure.retry_after_s
            pause_s = PAUSE_S if wished_s is None else min(max(wished_s, 1.0), LONGEST_PAUSE_S)
            self._paused_until = self._clock.monotonic() + pause_s
            self._failed = frozenset(names)
        elif turn.has_answered:
            self._failed = frozenset()
