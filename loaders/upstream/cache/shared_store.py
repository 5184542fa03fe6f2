"""First outcomes of writes, held by all processes together while the store is there, and by this one in any case."""

from typing import Any

from loaders.upstream.cache.line import Away, Line
from loaders.upstream.cache.outcomes import Store
from loaders.upstream.cache.scripts import FREE, KEEP, OUTCOME


class SharedStore:
    """The store behind aiocache's memory backend: an outcome of ours is known here also while the line is down."""

    def __init__(self, line: Line, here: Store) -> None:
        self._line = line
        self._here = here

    async def get(self, key: str) -> Any:
        """Return the bytes, or None."""
        held = await self._here.get(key)
        return held if held is not None else await self._tried(OUTCOME, key)

    async def add(self, key: str, value: bytes, ttl: float) -> bool:
        """Set if absent; raises ValueError where the key is taken."""
        if await self._here.get(key) is not None:
            raise ValueError("this key is taken in this process")
        if await self._tried(KEEP, key, value, _ms(ttl), 1) == 0:
            raise ValueError("this key is taken in another process")
        return await self._here.add(key, value, ttl=ttl)

    async def set(self, key: str, value: bytes, ttl: float) -> bool:
        """Set in any case."""
        await self._here.set(key, value, ttl=ttl)
        return bool(await self._tried(KEEP, key, value, _ms(ttl), 0))

    async def delete(self, key: str) -> int:
        """Drop it."""
        await self._here.delete(key)
        return int(await self._tried(FREE, key) or 0)

    async def _tried(self, script: str, key: str, *args: str | bytes | int) -> Any:
        try:
            return await self._line.run(script, [key], *args)
        except Away:
            return None


def _ms(ttl: float) -> int:
    return round(ttl * 1000)
