"""First outcomes of writes, held by all processes together while the store is there, and by this one in any case."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiocache import RedisCache

from loaders.upstream.cache.line import Away, Line
from loaders.upstream.cache.outcomes import Store


class SharedStore:
    """aiocache's Redis backend behind this process's own: an outcome of ours is known here also while the line is down."""

    def __init__(self, line: Line, here: Store) -> None:
        self._line = line
        self._here = here

    async def get(self, key: str) -> Any:
        """Return the bytes, or None."""
        held = await self._here.get(key)
        return held if held is not None else await self._tried(lambda store: store.get(self._key(key)))

    async def add(self, key: str, value: bytes, ttl: float) -> bool:
        """Set if absent; raises ValueError where the key is taken."""
        if await self._here.get(key) is not None:
            raise ValueError("this key is taken in this process")
        await self._tried(lambda store: store.add(self._key(key), value, ttl=ttl))
        return await self._here.add(key, value, ttl=ttl)

    async def set(self, key: str, value: bytes, ttl: float) -> bool:
        """Set in any case."""
        await self._here.set(key, value, ttl=ttl)
        return bool(await self._tried(lambda store: store.set(self._key(key), value, ttl=ttl)))

    async def delete(self, key: str) -> int:
        """Drop it."""
        await self._here.delete(key)
        return int(await self._tried(lambda store: store.delete(self._key(key))) or 0)

    async def _tried(self, operation: Callable[[RedisCache], Awaitable[Any]]) -> Any:
        try:
            return await self._line.ask(operation)
        except Away:
            return None

    def _key(self, key: str) -> str:
        return f"{self._line.prefix}o:{key}"
