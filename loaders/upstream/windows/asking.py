"""Asking a vendor for a run of days: by one call, or in halves where that is too large, or was too slow the last time."""

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
        self._most_days, self._careful_until = 0, 0.0

    async def run(self, days: Days) -> list[Piece[T]]:
        """Ask for neighbouring days: one call, unless it is too much for one. A part that failed is a piece with its error."""
        return await self._pieces(days, self._limit(), _Tally())

    async def _pieces(self, days: Days, most_days: int, tally: _Tally) -> list[Piece[T]]:
        """Ask for some days, in halves where the whole was too large or too slow a moment ago, or is too large now.

        What is too slow now fails: whoever asks has waited for a whole deadline, and may ask again for the halves.
        """
        if 0 < most_days < days.count:
            return await self._halved(days, most_days, tally)
        tally.calls += 1
        fewer_days = days.count - days.count // 2
        try:
            return [Piece(days, await self._ask(days.widened()))]
        except TooLarge as error:
            if days.count == 1 or tally.calls >= MOST_CALLS:
                return [Piece(days, error)]
            self._be_careful(fewer_days)
            return await self._halved(days, fewer_days, tally)
        except TimedOut as error:
            if days.count > _FEWEST_SLOW_DAYS:
                self._be_careful(fewer_days)
            return [Piece(days, error)]
        except UpstreamError as error:
            return [Piece(days, error)]

    async def _halved(self, days: Days, most_days: int, tally: _Tally) -> list[Piece[T]]:
        one, other = await asyncio.gather(*(self._pieces(half, most_days, tally) for half in days.halves()))
        return one + other

    def _be_careful(self, most_days: int) -> None:
        known = self._limit()
        self._most_days = min(most_days, known) if known else most_days
        self._careful_until = self._clock.monotonic() + CAUTION_S

    def _limit(self) -> int:
        return self._most_days if self._clock.monotonic() < self._careful_until else 0
