"""The cache that all reads share: a memory tier here, and room for a shared one behind it."""

from collections.abc import Iterable
from hashlib import blake2b

from loaders.upstream.cache.entry import Entry
from loaders.upstream.cache.memory import MemoryCache


class Cache:
    """Entries by key; keys are hashed with the installation's secret, so that none holds personal data in the clear."""

    def __init__(self, memory: MemoryCache | None, secret: bytes) -> None:
        self._memory = memory
        self._secret = secret
        self.generation = 0
        "Grows with every `forget`: what was asked before it must not be stored after it."

    def key(self, vendor: str, read: str, *parts: str) -> str:
        """Return the key of a read: vendor and read in the clear, the rest as a keyed hash."""
        digest = blake2b("\x1f".join(parts).encode(), key=self._secret, digest_size=16).hexdigest()
        return f"{vendor}:{read}:{digest}"

    def peek(self, key: str) -> Entry | None:
        """Return what this process holds, without waiting."""
        return None if self._memory is None else self._memory.get(key)

    async def get(self, key: str) -> Entry | None:
        """Return what any tier holds."""
        return self.peek(key)

    async def put(self, key: str, entry: Entry) -> None:
        """Keep an entry in every tier."""
        if self._memory is not None:
            self._memory.put(key, entry)

    async def forget(self, tags: Iterable[str]) -> None:
        """Drop what carries one of the tags, in every tier and process."""
        self.generation += 1
        if self._memory is not None:
            self._memory.forget(tags)
