"""The tier of the cache that processes share: entries, claims and drops at Redis or Valkey."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from typing import Any

from loaders.upstream.cache.cache import EVERYTHING, Claim
from loaders.upstream.cache.entry import Entry
from loaders.upstream.cache.line import Away, Line
from loaders.upstream.cache.parcels import Packed, Parcel, Parcels
from loaders.upstream.cache.portable import NotPortable, Portable
from loaders.upstream.cache.scripts import CLAIM, DROP, RENEW
from loaders.upstream.cache.size import size_of
from loaders.upstream.clock import Clock

_LEASE_MS = 5_000
_LONGEST_MS = 8 * 86_400_000
_REPEATED_S = 60.0
_MOST_DROPS = 10_000
_MOST_AT_ONCE = 500
_LARGE = 256 * 1024
_SEPARATOR = "\x1f"


class Tier:
    """Shared entries. Every method does without the store while it is away; drops are said again when it is back."""

    def __init__(
        self,
        line: Line,
        clock: Clock,
        hear: Callable[[Collection[str]], None],
        hear_news: Callable[[str], None] | None = None,
    ) -> None:
        self._line = line
        self._clock = clock
        self._portable = Portable()
        self._parcels = Parcels(line)
        self._recent: deque[tuple[float, frozenset[str]]] = deque(maxlen=_MOST_DROPS)
        self._unsaid: set[str] = set()
        self._saying: Counter[str] = Counter()
        self._claimed: set[str] = set()
        line.on_drop = hear
        if hear_news is not None:
            line.on_news = hear_news
        line.on_back.append(self._repeat)
        line.on_beat += [self._catch_up, self._renew]

    @property
    def is_up(self) -> bool:
        """Whether the store is reached and trusted; false too while nothing has asked for it yet."""
        return self._line.is_up

    @property
    def is_said(self) -> bool:
        """Whether all that this process dropped has reached the store."""
        return not self._unsaid and not self._saying

    @property
    def strangers(self) -> int:
        """How many of the processes that share the store go by other keys."""
        return self._line.strangers

    @property
    def heard(self) -> int:
        """The newest drop of any process that this one has heard of."""
        return self._line.heard

    async def claim(self, wanted: Mapping[str, float]) -> Mapping[str, Entry | Claim]:
        """Return per key an entry that is fresh, or not nobody and stale for less than so many seconds, or who is to ask; a claim
        lapses five seconds after the end of its process.
        """
        hidden = self._unsaid | self._saying.keys()
        found = await self._looked(
            list(wanted), _LEASE_MS, *(int(min(stale_s * 1000, _LONGEST_MS)) for stale_s in wanted.values())
        )
        self._claimed.update(key for key, row in found.items() if row == [b"mine"])
        return {
            key: await self._told(row, hidden) or (Claim.THEIRS if row == [b"theirs"] else Claim.MINE)
            for key, row in found.items()
        }

    async def get_many(self, keys: Sequence[str]) -> Mapping[str, Entry]:
        """Return the entries that it has, also stale ones."""
        found: dict[str, Entry] = {}
        for start in range(0, len(keys), _MOST_AT_ONCE):
            hidden = self._unsaid | self._saying.keys()
            rows = await self._looked(list(keys[start : start + _MOST_AT_ONCE]), 0)
            found |= {key: entry for key, row in rows.items() if (entry := await self._told(row, hidden)) is not None}
        return found

    async def put(
        self, entries: Mapping[str, Entry], heard: int, frees: Collection[str] = (), failed: Collection[str] = ()
    ) -> None:
        """Keep entries, but those of which a tag was dropped after `heard`, and give back claims at the same moment; of those that are
        given back because asking `failed` whoever waits asks at once.
        """
        free, lost = ([key for key in keys if key in self._claimed] for keys in (frees, failed))
        self._claimed.difference_update(free, lost)
        packed = [found for key, entry in entries.items() if (found := await self._written(key, entry, heard)) is not None]
        if packed or free or lost:
            await self._parcels.send(Parcel(packed, free, lost))

    async def drop(self, keys: Collection[str]) -> None:
        """Drop some entries."""
        try:
            await self._line.run(DROP, list(keys))
        except Away:
            return

    async def forget(self, tags: Collection[str]) -> None:
        """Drop what carries one of the tags here and in every process, at once or as soon as the store is back."""
        dropped = frozenset(tags)
        self._recent.append((self._clock.monotonic(), dropped))
        try:
            await self._say(dropped)
        except BaseException as error:  # Whoever gives up leaves it to be said.
            self._unsaid |= dropped
            if len(self._unsaid) > _MOST_DROPS:
                self._unsaid = {EVERYTHING}
            if not isinstance(error, Away):
                raise

    def open(self) -> None:
        """Begin to reach the store."""
        self._line.open()

    async def close(self) -> None:
        """End its connections."""
        await self._line.close()

    async def _looked(self, keys: list[str], lease_ms: int, *stale_ms: int) -> dict[str, Any]:
        try:
            rows = await self._line.run(CLAIM, keys, self._line.token, lease_ms, *stale_ms)
        except Away:
            return {key: [] for key in keys}
        return dict(zip(keys, rows, strict=True))

    async def _written(self, key: str, entry: Entry, heard: int) -> Packed | None:
        """Pack an entry; a large one in a thread, so that others are served meanwhile."""
        if entry.size <= _LARGE:
            return self._packed(key, entry, heard)
        return await asyncio.to_thread(self._packed, key, entry, heard)

    async def _read(self, row: Sequence[bytes]) -> Entry | None:
        """Unpack an entry; a large one in a thread too."""
        is_large = len(row) > 1 and len(row[0]) > _LARGE
        return await asyncio.to_thread(self._entry, row) if is_large else self._entry(row)

    def _packed(self, key: str, entry: Entry, heard: int) -> Packed | None:
        now = self._clock.monotonic()
        fresh_ms, usable_ms = (
            min(round((until - now) * 1000), _LONGEST_MS) for until in (entry.fresh_until, entry.stale_until)
        )
        try:
            value = self._portable.pack(entry.value)
        except NotPortable:
            return None
        digest, tags = blake2b(value, digest_size=8).hexdigest(), _SEPARATOR.join(sorted(entry.tags))
        stored_at = f"{entry.stored_at.isoformat()} {entry.is_nobody:d}{entry.is_personal:d}"
        return Packed(key, value, (digest, stored_at, fresh_ms, usable_ms, heard, tags)) if usable_ms > 0 else None

    def _entry(self, row: Sequence[bytes]) -> Entry | None:
        if len(row) < 5:
            return None
        packed, stored_at, fresh_ms, usable_ms, tags = row
        now = self._clock.monotonic()
        try:
            value = self._portable.unpack(packed)
            moment, _, marks = stored_at.decode().partition(" ")
            return Entry(
                value,
                datetime.fromisoformat(moment),
                now + int(fresh_ms) / 1000,
                now + int(usable_ms) / 1000,
                frozenset(tags.decode().split(_SEPARATOR)),
                size_of(value),
                is_nobody=marks[0] == "1",
                is_personal=marks[1] == "1",
            )
        except (NotPortable, ValueError, LookupError):
            return None  # What is no entry of ours is asked for anew.

    async def _told(self, row: Sequence[bytes], hidden: Collection[str]) -> Entry | None:
        """Return the entry, but not what this process had dropped when it asked, and the store perhaps didn't know yet."""
        entry = await self._read(row)
        return None if entry is None or not entry.tags.isdisjoint(hidden) else entry

    async def _renew(self) -> None:
        """Hold on to what is still to be asked here, however long others are asked first."""
        claimed = list(self._claimed)
        for start in range(0, len(claimed), _MOST_AT_ONCE):
            await self._line.run(RENEW, claimed[start : start + _MOST_AT_ONCE], self._line.token, _LEASE_MS)

    async def _say(self, tags: Collection[str], *, is_early: bool = False) -> None:
        joined = _SEPARATOR.join(sorted(tags))
        self._saying.update(tags)
        try:
            await self._line.forget(joined, is_early=is_early)
        finally:
            self._saying -= Counter(dict.fromkeys(tags, 1))

    async def _repeat(self) -> None:
        """Say again what was dropped in the last minute: a store that was restarted may have lost it."""
        since = self._clock.monotonic() - _REPEATED_S
        self._unsaid |= {tag for moment, dropped in self._recent if moment >= since for tag in dropped}
        await self._catch_up(is_early=True)

    async def _catch_up(self, *, is_early: bool = False) -> None:
        """Say what couldn't be said."""
        while self._unsaid:
            some = set(islice(self._unsaid, _MOST_AT_ONCE))
            self._unsaid -= some
            try:
                await self._say(some, is_early=is_early)
            except BaseException:
                self._unsaid |= some
                raise
