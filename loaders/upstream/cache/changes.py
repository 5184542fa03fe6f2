"""Who waits for something in the cache to change: for a drop of a tag, or for another value under a key.

Nothing is asked or kept for those who wait: they are woken, and look again if they want to.
"""

import asyncio
from collections.abc import Collection, Iterable

MOST_FOLLOWED = 5_000


class Watch:
    """One who waits. Close it at the end, so that it is forgotten."""

    def __init__(self, changes: "Changes") -> None:
        self._changes = changes
        self._woken = asyncio.Event()
        self.tags: frozenset[str] = frozenset()
        self.keys: frozenset[str] = frozenset()
        self.is_coarse = False
        "It follows more than can be told apart, so every drop wakes it."

    def follow(self, tags: Collection[str], keys: Collection[str]) -> None:
        """Wait for a change of these from now on, and of nothing else."""
        self._changes.leave(self)
        self.is_coarse = len(tags) + len(keys) > MOST_FOLLOWED
        self.tags = frozenset() if self.is_coarse else frozenset(tags)
        self.keys = frozenset() if self.is_coarse else frozenset(keys)
        self._changes.join(self)

    def wake(self) -> None:
        """Say that something changed."""
        self._woken.set()

    def rest(self) -> None:
        """Forget that something changed."""
        self._woken.clear()

    async def changed(self) -> None:
        """Return as soon as something has changed since the last rest."""
        await self._woken.wait()

    def close(self) -> None:
        """Wait for nothing any more; what it followed is forgotten."""
        self._changes.leave(self)


class Changes:
    """All who wait in one process, by what they wait for; holds only as much as they follow, 5,000 tags and keys each."""

    def __init__(self) -> None:
        self._by_tag: dict[str, set[Watch]] = {}
        self._by_key: dict[str, set[Watch]] = {}
        self._coarse: set[Watch] = set()

    def __len__(self) -> int:
        return len(self.all())

    def all(self) -> frozenset[Watch]:
        """Everybody who follows something."""
        return frozenset(self._coarse.union(*self._by_tag.values(), *self._by_key.values()))

    def watch(self) -> Watch:
        """Return one who waits for nothing yet."""
        return Watch(self)

    def dropped(self, tags: Iterable[str]) -> None:
        """Wake who follows one of the tags that were dropped."""
        for tag in tags:
            for watch in (*self._by_tag.get(tag, ()), *self._coarse):
                watch.wake()

    def is_followed(self, key: str) -> bool:
        """Whether anybody waits for another value under the key."""
        return key in self._by_key

    def replaced(self, key: str) -> None:
        """Wake who follows the key: there is another value under it."""
        for watch in self._by_key.get(key, ()):
            watch.wake()

    def join(self, watch: Watch) -> None:
        """Note what one follows."""
        if watch.is_coarse:
            self._coarse.add(watch)
        _enter(self._by_tag, watch.tags, watch)
        _enter(self._by_key, watch.keys, watch)

    def leave(self, watch: Watch) -> None:
        """Forget what one follows."""
        self._coarse.discard(watch)
        _erase(self._by_tag, watch.tags, watch)
        _erase(self._by_key, watch.keys, watch)


def _enter(index: dict[str, set[Watch]], names: Iterable[str], watch: Watch) -> None:
    for name in names:
        index.setdefault(name, set()).add(watch)


def _erase(index: dict[str, set[Watch]], names: Iterable[str], watch: Watch) -> None:
    for name in names:
        held = index.get(name)
        if held is not None:
            held.discard(watch)
            if not held:
                del index[name]
