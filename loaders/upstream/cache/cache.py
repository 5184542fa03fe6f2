"""The cache that all reads share: a memory tier here and, where the installation has one, a tier that processes share."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import blake2b
from typing import Protocol

from loaders.upstream.cache.changes import Changes
from loaders.upstream.cache.entry import Entry
from loaders.upstream.cache.memory import MemoryCache
from loaders.upstream.cache.recent import Recent

EVERYTHING = "*"
"The tag that every entry carries, as it does its vendor's name."


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was asked, counted in drops of tags: here, and as far as this process has heard of the others'."""

    here: int
    heard: int = 0

    def or_before(self, other: "Moment | None") -> "Moment":
        """Return the earlier of two."""
        if other is None or other is self:
            return self
        return Moment(min(self.here, other.here), min(self.heard, other.heard))


class Claim(Enum):
    """What a process may do about a key that nobody has a fresh value of."""

    MINE = "mine"
    "Ask, and then put it or release it."
    THEIRS = "theirs"
    "Wait: another process asks."


class Shared(Protocol):
    """The tier behind memory. None of its methods ever raises for a tier that is away; it is then as if it were empty."""

    @property
    def is_up(self) -> bool:
        """Whether it can be asked now."""

    @property
    def is_said(self) -> bool:
        """Whether all that this process dropped has reached it."""

    @property
    def strangers(self) -> int:
        """How many of the processes that share it go by other keys."""

    @property
    def heard(self) -> int:
        """The newest drop of any process that this one has heard of."""

    async def claim(self, wanted: Mapping[str, float]) -> Mapping[str, Entry | Claim]:
        """Return per key an entry that is fresh, or not nobody and stale for less than so many seconds, or who is to ask; a claim
        lapses some seconds after the end of its process.
        """

    async def get_many(self, keys: Sequence[str]) -> Mapping[str, Entry]:
        """Return the entries that it has, also stale ones."""

    async def put(
        self, entries: Mapping[str, Entry], heard: int, frees: Collection[str] = (), failed: Collection[str] = ()
    ) -> None:
        """Keep entries, but those of which a tag was dropped after `heard`, and give back claims at the same moment; of those that are
        given back because asking `failed` whoever waits asks at once.
        """

    async def drop(self, keys: Collection[str]) -> None:
        """Drop some entries."""

    async def forget(self, tags: Collection[str]) -> None:
        """Drop what carries one of the tags here and in every process, at once or as soon as the tier is back."""

    def open(self) -> None:
        """Begin to reach the other processes."""

    async def close(self) -> None:
        """End its connections."""


class Cache:
    """Entries by key; keys are hashed with the installation's secret, so that none holds personal data in the clear."""

    def __init__(self, memory: MemoryCache | None, secret: bytes) -> None:
        self.shared: Shared | None = None
        self.siblings = 1
        "How many processes of one gateway keep what they have each for itself."
        self._memory = memory
        self._secret = secret
        self._recent = Recent()
        self._now = Moment(0)
        self._followers: list[Callable[[Collection[str]], None]] = []
        self.changes = Changes()
        "Who waits for what is kept to change."

    @property
    def memory(self) -> MemoryCache | None:
        """The process's own tier; None where nothing is kept between requests."""
        return self._memory

    @property
    def is_kept(self) -> bool:
        """Whether anything is kept between requests."""
        return self._memory is not None

    def follow(self, forget: Callable[[Collection[str]], None]) -> None:
        """Have somebody told of every drop of tags, wherever it was, who keeps something of what the vendors told elsewhere."""
        self._followers.append(forget)

    def spares(self, tags: Iterable[str], since: Moment) -> bool:
        """Whether none of these tags was dropped since."""
        return self._recent.spares(tags, since.here)

    def was_touched(self, vendor: str, since: Moment) -> bool:
        """Whether anything of a vendor was dropped since."""
        return self._recent.was_touched(vendor, since.here)

    def moment(self) -> Moment:
        """Return the moment of now: what is asked from now on may be stored as long as nothing drops its tags."""
        here, heard = self._recent.number, self.shared.heard if self.shared else 0
        if (self._now.here, self._now.heard) != (here, heard):
            self._now = Moment(here, heard)
        return self._now

    def key(self, vendor: str, read: str, *parts: str) -> str:
        """Return the key of a read: vendor and read in the clear, the rest as a keyed hash."""
        digest = blake2b("\x1f".join(parts).encode(), key=self._secret, digest_size=16).hexdigest()
        return f"{vendor}:{read}:{digest}"

    def peek(self, key: str) -> Entry | None:
        """Return what this process holds, without waiting."""
        return None if self._memory is None else self._memory.get(key)

    def keep(self, key: str, entry: Entry, asked: Moment, *, is_older: bool = False) -> bool:
        """Keep an entry in this process, unless one of its tags was dropped since it was asked for; return whether it was."""
        if self._memory is None or not self._recent.spares(entry.tags, asked.here):
            return False
        known = self._memory.get(key) if is_older else None
        if known is not None and known.stored_at >= entry.stored_at:
            return False
        is_followed = self.changes.is_followed(key)
        before = self._memory.get(key) if is_followed else None
        self._memory.put(key, entry)
        if is_followed and (before is None or before.value != entry.value):
            self.changes.replaced(key)
        return True

    def is_unchanged(self, used: Mapping[str, object], tags: Iterable[str], since: Moment) -> bool:
        """Whether what somebody used, values by key and the tags of all of it, is still what there is."""
        held = ((self.peek(key), value) for key, value in used.items())
        same = all(entry is None or entry.value is value or entry.value == value for entry, value in held)
        return same and self._recent.spares(tags, since.here)

    async def get(self, key: str) -> Entry | None:
        """Return what any tier holds, fresh or stale."""
        return (await self.get_many([key])).get(key)

    async def get_many(self, keys: Sequence[str]) -> Mapping[str, Entry]:
        """Return what any tier holds of these, fresh or stale; the shared one is asked once for all that isn't here."""
        held = {key: entry for key in keys if (entry := self.peek(key)) is not None}
        rest = [key for key in keys if key not in held]
        return {**held, **await self.shared.get_many(rest)} if rest and self.shared is not None else held

    async def put(self, key: str, entry: Entry, asked: Moment | None = None) -> None:
        """Keep an entry in every tier."""
        asked = asked or self.moment()
        if self.keep(key, entry, asked) and self.shared is not None:
            await self.shared.put({key: entry}, asked.heard)

    async def drop(self, *keys: str) -> None:
        """Drop some entries in every tier."""
        if self._memory is not None:
            for key in keys:
                self._memory.drop(key)
        if self.shared is not None and keys:
            await self.shared.drop(keys)

    async def forget(self, tags: Iterable[str]) -> None:
        """Drop what carries one of the tags, in every tier and process. A vendor's name is a tag of all its entries."""
        dropped = frozenset(tags)
        self._drop(dropped)
        try:
            if self.shared is not None and dropped:
                await self.shared.forget(dropped)
        finally:
            # Only now: who looks again at once mustn't find in the shared tier what is being dropped.
            self.changes.dropped(dropped)

    def hear(self, tags: Iterable[str]) -> None:
        """Drop here what was dropped anywhere."""
        tags = tuple(tags)
        self._drop(tags)
        self.changes.dropped(tags)

    def _drop(self, tags: Collection[str]) -> None:
        self._recent.note(tags)
        if self._memory is not None:
            self._memory.forget(tags)
        for forget in self._followers:
            forget(tags)

    def hear_news(self, key: str) -> None:
        """Let go of a value that another process replaced, where somebody here waits for that; else it is kept while it is fresh."""
        if self._memory is not None and self.changes.is_followed(key):
            self._memory.drop(key)
            self.changes.replaced(key)

    def open(self) -> None:
        """Begin to share, before anything is asked: so the other processes know of this one, and it of them."""
        if self.shared is not None:
            self.shared.open()

    async def close(self) -> None:
        """End the connections of the shared tier."""
        if self.shared is not None:
            await self.shared.close()
