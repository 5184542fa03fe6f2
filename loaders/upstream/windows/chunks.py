"""One kind of report, read and kept as calendar chunks, so that overlapping windows share calls.

Chunks that are closed keep for long, the open ones go stale soon. Neighbouring chunks that are missing are one call, split on
arrival.
"""

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Generic, TypeVar, cast
from zoneinfo import ZoneInfo

from loaders.upstream.cache.entry import CLOSED_WINDOW, WINDOW, Ttl
from loaders.upstream.errors import UpstreamError
from loaders.upstream.scope import current
from loaders.upstream.vendor import Plumbing
from loaders.upstream.windows.asking import Ask, Asking, Piece
from loaders.upstream.windows.calendar import DAY, EARLIEST, LATEST, Days, chunks, is_open, months, runs

T = TypeVar("T")
V = TypeVar("V")

_MOST_CHUNKS = 10_000
_MANY_ROWS = 2_000


class Windows(Generic[T, V]):
    """One kind of report. `ask` makes the vendor's call for some days; it may return rows of other days too, they are dropped.

    `at` is a row's moment, None where the vendor gave none; `key` is its id; `hold` builds what is kept of a chunk from its
    rows, newest first.
    """

    def __init__(
        self,
        plumbing: Plumbing,
        name: str,
        *,
        tag: str,
        zone: ZoneInfo,
        ask: Ask[T],
        at: Callable[[T], datetime | None],
        key: Callable[[T], str],
        hold: Callable[[list[T]], V],
    ) -> None:
        self._zone, self._tag = zone, tag
        self._clock = plumbing.kit.clock
        self._at, self._row_key, self._hold = at, key, hold
        self._asking = Asking(ask, self._clock)
        self._memo_name = f"{plumbing.vendor}:{name}"
        self._read = plumbing.read(
            name,
            self._fetch,
            key=lambda chunk: (chunk.key,),
            ttl=self.ttl_of,
            tags=lambda chunk, _: (tag, *(f"{tag}:{month}" for month in months(chunk))),
            max_batch=_MOST_CHUNKS,
        )

    def now(self) -> datetime:
        """This moment."""
        return self._clock.now()

    def today(self) -> date:
        """The running day in the account's zone."""
        return self.day_of(self.now())

    def day_of(self, moment: datetime) -> date:
        """The day of a moment in the account's zone."""
        return moment.astimezone(self._zone).date()

    def ttl_of(self, days: Days) -> Ttl:
        """How long what a vendor says of these days is kept: over days change no more, unless somebody drops them."""
        return WINDOW if is_open(days, self.today()) else CLOSED_WINDOW

    def bounds(self, days: Days) -> tuple[datetime, datetime]:
        """The moments at which the days begin and at which they are over, as far as anything can be in them."""
        known = (max(days.first, EARLIEST), min(days.last, LATEST) + DAY)
        first, after = (datetime(day.year, day.month, day.day, tzinfo=self._zone) for day in known)
        return first.astimezone(UTC), after.astimezone(UTC)

    def tags_at(self, moments: Iterable[datetime]) -> tuple[str, ...]:
        """Name the chunks of the months of some moments: what rows that were written with them make stale."""
        return tuple(sorted({f"{self._tag}:{self.day_of(moment):%Y-%m}" for moment in moments}))

    async def load(self, days: Days) -> list[V]:
        """Return the chunks that cover the days, the newest first; they hold whole months, so that callers `cut`.

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

    def cut(self, days: Days, rows: Iterable[T]) -> list[T]:
        """Keep the rows of the days, in their order and each once. Those without a moment stay: they came with these days."""
        (start, end), kept = self.bounds(days), dict[str, T]()
        for row in rows:
            at = self._at(row)
            if at is None or start <= at < end:
                kept.setdefault(self._row_key(row), row)
        return list(kept.values())

    async def _loaded(self, days: Days) -> list[V]:
        values = await self._read.load_many(chunks(days, self.today()))
        held = []
        for value in reversed(values):
            if isinstance(value, UpstreamError):
                raise value.with_traceback(None)
            held.append(value)
        return held

    async def _fetch(self, missing: list[Days]) -> list[V | UpstreamError]:
        """Ask for missing chunks, neighbours by one call."""
        found = await asyncio.gather(*(self._asking.run(run) for run in runs(missing)))
        pieces = [piece for run in found for piece in run]
        if sum(len(piece.rows) for piece in pieces if not isinstance(piece.rows, UpstreamError)) > _MANY_ROWS:
            return await asyncio.to_thread(self._sorted_out, missing, pieces)
        return self._sorted_out(missing, pieces)

    def _sorted_out(self, wanted: list[Days], pieces: list[Piece[T]]) -> list[V | UpstreamError]:
        """Cut rows into the chunks wanted by their time, each row once; a chunk that misses a piece is that piece's error."""
        order = sorted(wanted)
        firsts = [chunk.first for chunk in order]
        kept: dict[Days, dict[str, T]] = {chunk: {} for chunk in order}
        for piece in pieces:
            for row in () if isinstance(piece.rows, UpstreamError) else piece.rows:
                at = self._at(row)
                day = piece.days.first if at is None else self.day_of(at)
                place = bisect_right(firsts, day) - 1
                if piece.days.first <= day <= piece.days.last and place >= 0 and day <= order[place].last:
                    kept[order[place]].setdefault(self._row_key(row), row)
        failed = [piece for piece in pieces if isinstance(piece.rows, UpstreamError)]
        return [_error(chunk, failed) or self._hold(self._newest_first(kept[chunk].values())) for chunk in wanted]

    def _newest_first(self, rows: Iterable[T]) -> list[T]:
        return sorted(rows, key=self._recency, reverse=True)

    def _recency(self, row: T) -> tuple[float, str]:
        at = self._at(row)
        return (at.timestamp() if at is not None else float("-inf"), self._row_key(row))


def _error(chunk: Days, failed: Sequence[Piece[T]]) -> UpstreamError | None:
    found = (piece.rows for piece in failed if piece.days.overlaps(chunk))
    return cast("UpstreamError | None", next(found, None))


def _seen(loading: "asyncio.Future[list[V]]") -> None:
    if not loading.cancelled():
        loading.exception()  # Marks it as seen: every waiter may have gone.
