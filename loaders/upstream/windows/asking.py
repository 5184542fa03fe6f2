"""Asking a vendor for a run of days: by one call, or in halves where that is too large or too slow."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from loaders.upstream.clock import Clock
from loaders.upstream.errors import TimedOut, TooLarge, UpstreamError
from loaders.upstream.windows.calendar import Days

T = TypeVar("T")

Ask = Callable[[Days], Awaitable[Sequence[T]]]
"Makes the vendor's call for some days; it may return rows of other days too."

CAUTION_S = 600.0
"How long a run is asked for in such parts as it took the last time."

MOST_CALLS = 64
"For one run: a vendor that sends everything whatever days are asked for must not be asked for each day."

_FEWEST_SLOW_DAYS = 31


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """What came of the question for some days."""

    days: Days
    rows: Sequence[T] | UpstreamError


@dataclass(slots=True)
class _Tally:
    """The calls that a run has cost so far."""

    calls: int = 0


class Asking(Generic[T]):
    """Asks, and remembers for ten minutes how many days were too many."""

    def __init__(self, ask: Ask[T], clock: Clock) -> None:
        self._ask = ask
        self._clock = clock
        self._most_days, self._is_slow, self._careful_until = 0, False, 0.0

    async def run(self, days: Days) -> list[Piece[T]]:
        """Ask for neighbouring days: one call, unless it is too much for one. A part that failed is a piece with its error."""
        return await self._pieces(days, self._limit(), _Tally())

    async def _pieces(self, days: Days, most_days: int, tally: _Tally, *, is_slow: bool = False) -> list[Piece[T]]:
        """Ask for some days, in halves where the whole was too large or too slow a moment ago or is now."""
        if 0 < most_days < days.count:
            return await self._halved(days, most_days, tally, is_slow=is_slow or self._is_slow)
        tally.calls += 1
        try:
            return [Piece(days, await self._ask(days.widened()))]
        except (TooLarge, TimedOut) as error:
            times_out = isinstance(error, TimedOut)
            if days.count == 1 or tally.calls >= MOST_CALLS or (times_out and days.count <= _FEWEST_SLOW_DAYS):
                return [Piece(days, error)]
            fewer_days = days.count - days.count // 2
            self._be_careful(fewer_days, is_slow=times_out)
            # A vendor that doesn't answer at all looks like a slow one: halves are tried once now, smaller ones next time.
            if times_out and is_slow:
                return [Piece(days, error)]
            return await self._halved(days, fewer_days, tally, is_slow=times_out)
        except UpstreamError as error:
            return [Piece(days, error)]

    async def _halved(self, days: Days, most_days: int, tally: _Tally, *, is_slow: bool) -> list[Piece[T]]:
        halves = (self._pieces(half, most_days, tally, is_slow=is_slow) for half in days.halves())
        one, other = await asyncio.gather(*halves)
        return one + other

    def _be_careful(self, most_days: int, *, is_slow: bool) -> None:
        known = self._limit()
        self._most_days = min(most_days, known) if known else most_days
        self._is_slow, self._careful_until = is_slow, self._clock.monotonic() + CAUTION_S

    def _limit(self) -> int:
        return self._most_days if self._clock.monotonic() < self._careful_until else 0
