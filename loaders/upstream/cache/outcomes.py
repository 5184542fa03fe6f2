"""First outcomes of writes by idempotency key, kept for a day in the cache backend, so that a repeated write isn't sent again.

Over aiocache: Redis where the installation has one (then they hold across processes), else this process's memory, bounded.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Any, Protocol

import msgspec
from aiocache import SimpleMemoryCache
from aiocache.serializers import NullSerializer

from loaders.upstream.errors import OutcomeUnknown, UpstreamError

DAY_S = 86_400
_LEASE_S = 60.0
_POLL_S = 0.05


class Store(Protocol):
    """The part of aiocache's interface that is used here; values are bytes."""

    async def get(self, key: str) -> Any:
        """Return the bytes, or None."""

    async def add(self, key: str, value: bytes, ttl: float) -> bool:
        """Set if absent; raises ValueError where the key is taken."""

    async def set(self, key: str, value: bytes, ttl: float) -> bool:
        """Set in any case."""

    async def delete(self, key: str) -> int:
        """Drop it."""


class BoundedStore(SimpleMemoryCache):  # type: ignore[misc]  # aiocache ships no types
    """aiocache's memory backend with the bound it lacks: the oldest of `most` keys goes first."""

    def __init__(self, most: int = 10_000) -> None:
        super().__init__(serializer=NullSerializer(), timeout=None)
        self._order: OrderedDict[str, None] = OrderedDict()
        self._most = most

    async def _add(self, key: str, value: bytes, ttl: float | None = None, _conn: object = None) -> bool:
        added: bool = await super()._add(key, value, ttl, _conn)
        self._order[key] = None
        while len(self._order) > self._most:
            oldest, _ = self._order.popitem(last=False)
            await super()._delete(oldest)
        return added


class State(Enum):
    """How far the first write with a key has come."""

    RUNNING = "running"
    DONE = "done"
    UNKNOWN = "unknown"


class _Kept(msgspec.Struct):
    """What is stored under a key: a fingerprint of the input, never the input itself."""

    fingerprint: bytes
    state: State
    started: float
    result: msgspec.Raw = msgspec.Raw(b"\xc0")
    "A nil until there is one: nothing at all would not be msgpack."
    check: str = ""
    "Which read tells what became of a write whose answer was lost."
    vendor: str = ""
    "At which vendor it was lost."


Lost = Callable[[str, str], OutcomeUnknown]
"""Makes the error of a repeated write whose first answer was lost, given at which vendor, and which read tells what became of it;
both are empty where nobody lived to write them down."""


class KeyReused(ValueError):
    """The same key came with another input."""


class Outcomes:
    """Runs a write once per key."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def once(self, key: str, fingerprint: bytes, write: Callable[[], Awaitable[bytes]], lost: Lost) -> bytes:
        """Return the first outcome of the key, as msgpack; make the write if it is the first.

        Two at once make one call. A write whose answer was lost stays unknown: what `lost` makes is raised again, without a call.
        One that certainly did not happen frees the key. Raises KeyReused for another input.
        """
        mine = _Kept(fingerprint, State.RUNNING, time.time())
        try:
            await self._store.add(key, msgspec.msgpack.encode(mine), ttl=DAY_S)
        except ValueError:
            return await self._first(key, fingerprint, lost)
        try:
            result = await write()
        except OutcomeUnknown as error:
            await self._keep(key, _Kept(fingerprint, State.UNKNOWN, mine.started, check=error.check, vendor=error.vendor))
            raise
        except UpstreamError:
            await self._store.delete(key)
            raise
        await self._keep(key, _Kept(fingerprint, State.DONE, mine.started, msgspec.Raw(result)))
        return result

    async def first(self, key: str, fingerprint: bytes, lost: Lost) -> bytes | None:
        """Return the first outcome of the key as `once` does, or None where nothing was written with it yet; writes nothing."""
        return None if await self._store.get(key) is None else await self._first(key, fingerprint, lost)

    async def _first(self, key: str, fingerprint: bytes, lost: Lost) -> bytes:
        """Wait for the first write with this key, in whatever process it runs."""
        while True:
            raw = await self._store.get(key)
            if raw is None:
                raise lost("", "")
            kept = msgspec.msgpack.decode(raw, type=_Kept)
            if kept.fingerprint != fingerprint:
                raise KeyReused
            if kept.state is State.DONE:
                return bytes(kept.result)
            if kept.state is State.UNKNOWN or time.time() - kept.started > _LEASE_S:
                raise lost(kept.vendor, kept.check)
            await asyncio.sleep(_POLL_S)

    async def _keep(self, key: str, kept: _Kept) -> None:
        await self._store.set(key, msgspec.msgpack.encode(kept), ttl=DAY_S)
