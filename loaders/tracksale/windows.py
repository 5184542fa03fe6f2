"""Reports over days, read and kept as calendar chunks with stable keys, so that overlapping windows share calls.

Months that are over are one chunk each and keep for long; the days of the running month are a chunk each, of which only
today and yesterday go stale soon. Neighbouring chunks that are missing are one call, split on arrival; a call whose answer is
too large or too slow is halved.
"""

import asyncio
from bisect import bisect_right
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Generic, TypeVar, cast
from zoneinfo import ZoneInfo

from loaders.upstream.cache.entry import CLOSED_WINDOW, WINDOW, Ttl
from loaders.upstream.errors import TimedOut, TooLarge, UpstreamError
from loaders.upstream.scope import current
from loaders.upstream.vendor import Plumbing

T = TypeVar("T")
V = TypeVar("V")

EARLIEST = date(2000, 1, 1)
"Nothing is asked before it: the vendor is younger."

_DAY = timedelta(days=1)
_MOST_CHUNKS = 10_000
_MANY_ROWS = 2_000
_CAUTION_S = 600.0
_FEWEST_SLOW_DAYS = 31


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Calendar days of the account's zone, from the first to the last inclusive."""

    first: date
    last: date

    @property
    def count(self) -> int:
        """How many days; 0 or less where the first is after the last."""
        return (self.last - self.first).days + 1

    @property
    def key(self) -> str:
        """Stable text: `2026-11-03` for a day, `2026-10-01/2026-10-31` for more."""
        return str(self.first) if self.first == self.last else f"{self.first}/{self.last}"

    def widened(self) -> "Days":
        """One day more at each end: the vendor names no zone, and doesn't say whether the end is inclusive."""
        return Days(self.first - _DAY, self.last + _DAY)

    def halves(self) -> "tuple[Days, Days]":
        """Two neighbours that are the same days together; needs two days at least."""
        middle = self.first + _DAY * (self.count // 2 - 1)
        return Days(self.first, middle), Days(middle + _DAY, self.last)

    def overlaps(self, other: "Days") -> bool:
        """Whether they share a day."""
        return self.first <= other.last and other.first <= self.last


def months(days: Days) -> Iterator[str]:
    """Name the months that the days touch: `2026-11`."""
    month = days.first.replace(day=1)
    while month <= days.last:
        yield f"{month:%Y-%m}"
        month = _month(month).last + _DAY


def chunks(days: Days, today: date) -> list[Days]:
    """Cut days into chunks, in order: whole months once they are over and settled, single days after them."""
    first, last = max(days.first, EARLIEST), min(days.last, today + _DAY)
    found = []
    while first <= last:
        month = _month(first)
        if is_open(month, today):
            found.append(Days(first, first))
            first += _DAY
        else:
            found.append(month)
            first = month.last + _DAY
    return found


def is_open(days: Days, today: date) -> bool:
    """Whether more may come: yesterday is given a day to settle."""
    return days.last >= today - _DAY


Piece = tuple[Days, Sequence[T] | UpstreamError]


class Windows(Generic[T, V]):
    """One kind of report. `ask` makes the vendor's call for some days; it may return rows of other days too, they are dropped.

    `at` is a row's moment and `key` its id; `hold` builds what is kept of a chunk from its rows, newest first.
    """

    def __init__(
        self,
        plumbing: Plumbing,
        name: str,
        *,
        tag: str,
        zone: ZoneInfo,
        ask: Callable[[Days], Awaitable[Sequence[T]]],
        at: Callable[[T], datetime],
        key: Callable[[T], str],
        hold: Callable[[list[T]], V],
    ) -> None:
        self._zone = zone
        self._clock = plumbing.kit.clock
        self._ask, self._at, self._row_key, self._hold = ask, at, key, hold
        self._memo_name = f"{plumbing.vendor}:{name}"
        self._most_days, self._is_slow, self._careful_until = 0, False, 0.0
        self._read = plumbing.read(
            name,
            self._fetch,
            key=lambda chunk: (chunk.key,),
            ttl=self._ttl,
            tags=lambda chunk, _: (tag, *(f"{tag}:{month}" for month in months(chunk))),
            max_batch=_MOST_CHUNKS,
        )

    def today(self) -> date:
        """The running day in the account's zone."""
        return self._clock.now().astimezone(self._zone).date()

    def day_of(self, moment: datetime) -> date:
        """The day of a moment in the account's zone."""
        return moment.astimezone(self._zone).date()

    def bounds(self, days: Days) -> tuple[datetime, datetime]:
        """The moments at which the days begin and at which they are over."""
        first, after = (datetime(day.year, day.month, day.day, tzinfo=self._zone) for day in (days.first, days.last + _DAY))
        return first.astimezone(UTC), after.astimezone(UTC)

    async def load(self, days: Days) -> list[V]:
        """Return the chunks that cover the days, the newest first; they hold whole months, so that callers cut.

        A year costs one call cold and at most one later, for today and yesterday; within the TTL none, and in one request never
        more than once. Raises the first chunk's error if one failed.
        """
        memo, name = current().memo, f"{self._memo_name}/{days.key}"
        loading = cast("asyncio.Future[list[V]] | None", memo.get(name))
        if loading is None:
            loading = asyncio.ensure_future(self._loaded(days))
            loading.add_done_callback(_seen)
            memo[name] = cast("asyncio.Future[object]", loading)
        return await asyncio.shield(loading)

    async def _loaded(self, days: Days) -> list[V]:
        values = await self._read.load_many(chunks(days, self.today()))
        held = []
        for value in reversed(values):
            if isinstance(value, UpstreamError):
                raise value.with_traceback(None)
            held.append(value)
        return held

    def _ttl(self, chunk: Days) -> Ttl:
        return WINDOW if is_open(chunk, self.today()) else CLOSED_WINDOW

    async def _fetch(self, missing: list[Days]) -> list[V | UpstreamError]:
        """Ask for missing chunks, neighbours by one call."""
        runs = list(_runs(missing))
        pieces = [
            piece for found in await asyncio.gather(*(self._pieces(run, self._limit()) for run in runs)) for piece in found
        ]
        rows = sum(len(piece[1]) for piece in pieces if not isinstance(piece[1], UpstreamError))
        if rows > _MANY_ROWS:
            return await asyncio.to_thread(self._sorted_out, missing, pieces)
        return self._sorted_out(missing, pieces)

    async def _pieces(self, days: Days, most_days: int, *, is_slow: bool = False) -> list[Piece[T]]:
        """Ask for a run of days, in halves where the whole was too large or too slow a moment ago or is now."""
        if 0 < most_days < days.count:
            return await self._halved(days, most_days, is_slow=is_slow or self._is_slow)
        try:
            return [(days, await self._ask(days.widened()))]
        except (TooLarge, TimedOut) as error:
            times_out = isinstance(error, TimedOut)
            if days.count == 1 or (times_out and days.count <= _FEWEST_SLOW_DAYS):
                return [(days, error)]
            fewer_days = days.count - days.count // 2
            self._be_careful(fewer_days, is_slow=times_out)
            # A vendor that doesn't answer at all looks like a slow one: halves are tried once now, smaller ones next time.
            if times_out and is_slow:
                return [(days, error)]
            return await self._halved(days, fewer_days, is_slow=times_out)
        except UpstreamError as error:
            return [(days, error)]

    async def _halved(self, days: Days, most_days: int, *, is_slow: bool) -> list[Piece[T]]:
        halves = (self._pieces(half, most_days, is_slow=is_slow) for half in days.halves())
        one, other = await asyncio.gather(*halves)
        return one + other

    def _be_careful(self, most_days: int, *, is_slow: bool) -> None:
        self._most_days, self._is_slow, self._careful_until = most_days, is_slow, self._clock.monotonic() + _CAUTION_S

    def _limit(self) -> int:
        return self._most_days if self._clock.monotonic() < self._careful_until else 0

    def _sorted_out(self, wanted: list[Days], pieces: list[Piece[T]]) -> list[V | UpstreamError]:
        """Cut rows into the chunks wanted by their time, each row once; a chunk that misses a piece is that piece's error."""
        order = sorted(wanted)
        firsts = [chunk.first for chunk in order]
        kept: dict[Days, dict[str, T]] = {chunk: {} for chunk in order}
        for days, rows in pieces:
            for row in () if isinstance(rows, UpstreamError) else rows:
                day = self.day_of(self._at(row))
                place = bisect_right(firsts, day) - 1
                if days.first <= day <= days.last and place >= 0 and day <= order[place].last:
                    kept[order[place]].setdefault(self._row_key(row), row)
        failed = [piece for piece in pieces if isinstance(piece[1], UpstreamError)]
        return [_error(chunk, failed) or self._hold(self._newest_first(kept[chunk].values())) for chunk in wanted]

    def _newest_first(self, rows: Iterable[T]) -> list[T]:
        return sorted(rows, key=lambda row: (self._at(row), self._row_key(row)), reverse=True)


def _error(chunk: Days, failed: list[Piece[T]]) -> UpstreamError | None:
    found = (rows for days, rows in failed if days.overlaps(chunk))
    return cast("UpstreamError | None", next(found, None))


def _runs(missing: Iterable[Days]) -> Iterator[Days]:
    """Join neighbours."""
    run: Days | None = None
    for chunk in sorted(missing):
        if run is not None and chunk.first == run.last + _DAY:
            run = Days(run.first, chunk.last)
            continue
        if run is not None:
            yield run
        run = chunk
    if run is not None:
        yield run


def _month(day: date) -> Days:
    first = day.replace(day=1)
    return Days(first, (first + _DAY * 31).replace(day=1) - _DAY)


def _seen(loading: "asyncio.Future[list[V]]") -> None:
    if not loading.cancelled():
        loading.exception()  # Marks it as seen: every waiter may have gone.
