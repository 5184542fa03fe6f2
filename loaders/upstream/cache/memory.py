"""The process's own tier: least recently used entries go first, expired ones on sight, tagged ones on request.

aiocache's memory backend is an unbounded dict with a timer per key whose timers outlive `clear`, so this tier is ours.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable

from loaders.upstream.cache.entry import Entry
from loaders.upstream.clock import Clock

OVERHEAD = 600
"Bytes that keeping an entry without tags takes besides its value; measured, as are the others."
TAG = 200
"Bytes that a tag of an entry takes, with its place in the index."
NEW_TAG = 200
"Bytes that it takes besides where no other entry carries it."


class MemoryCache:
    """At most `max_entries` entries of at most `max_bytes` together. Synchronous: a hit costs no turn of the event loop."""

    def __init__(self, clock: Clock, max_entries: int, max_bytes: int = 64 * 1024 * 1024) -> None:
        self.clock = clock
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._keys_of: defaultdict[str, set[str]] = defaultdict(set)
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def bytes(self) -> int:
        """Bytes that the entries are counted as."""
        return self._bytes

    @property
    def tags(self) -> set[str]:
        """Every tag that an entry carries."""
        return set(self._keys_of)

    def get(self, key: str) -> Entry | None:
        """Return the entry while it is fresh or may be served stale."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if not entry.is_usable(self.clock.monotonic()):
            self._drop(key)
            return None
        self._entries.move_to_end(key)
        return entry

    def put(self, key: str, entry: Entry) -> None:
        """Keep an entry, in the place of an older one; one that is larger than the whole cache isn't kept."""
        self._drop(key)
        is_too_large = _bytes_of(entry) + NEW_TAG * len(entry.tags) > self._max_bytes
        if self._max_entries < 1 or is_too_large or not entry.is_usable(self.clock.monotonic()):
            return
        self._entries[key] = entry
        self._bytes += _bytes_of(entry)
        for tag in entry.tags:
            keys = self._keys_of[tag]
            if not keys:
                self._bytes += NEW_TAG
            keys.add(key)
        while len(self._entries) > self._max_entries or self._bytes > self._max_bytes:
            self._drop(next(iter(self._entries)))

    def drop(self, key: str) -> None:
        """Drop one entry."""
        self._drop(key)

    def forget(self, tags: Iterable[str]) -> None:
        """Drop every entry that carries one of the tags."""
        for tag in tags:
            for key in tuple(self._keys_of.get(tag, ())):
                self._drop(key)

    def clear(self) -> None:
        """Drop everything."""
        self._entries.clear()
        self._keys_of.clear()
        self._bytes = 0

    def _drop(self, key: str) -> None:
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self._bytes -= _bytes_of(entry)
        for tag in entry.tags:
            keys = self._keys_of[tag]
            keys.discard(key)
            if not keys:
                self._bytes -= NEW_TAG
                del self._keys_of[tag]


def _bytes_of(entry: Entry) -> int:
    """What an entry is counted as, apart from tags that it alone carries."""
    return entry.size + OVERHEAD + TAG * len(entry.tags)
