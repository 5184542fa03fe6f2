"""Processes of a gateway around one store."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from loaders.upstream.cache.cache import Cache, Claim
from loaders.upstream.cache.entry import Entry
from loaders.upstream.cache.line import Away, Line
from loaders.upstream.cache.memory import MemoryCache
from loaders.upstream.cache.tier import Tier
from loaders.upstream.clock import Clock, SystemClock
from tests.cache.server import Server
from tests.upstream.reading import Desk

PATIENCE_S = 5.0
"What the store is given to answer in, on machines that are busy with other tests."


class Gated(Line):
    """Tells the store of this process's drops when `gate` is open; where it `stalls`, it can't tell."""

    def __init__(self, url: str, timeout_s: float) -> None:
        super().__init__(url, timeout_s)
        self.stalls = False
        self.gate = asyncio.Event()
        self.telling = asyncio.Event()
        self.gate.set()

    async def forget(self, tags: str, **how: Any) -> None:
        self.telling.set()
        if self.stalls:
            raise Away
        await self.gate.wait()
        await super().forget(tags, **how)


class Counted(Tier):
    """Counts how often claims are asked for; what the store has answered comes when `gate` is open."""

    def __init__(self, line: Line, clock: Clock, hear: Callable[[Collection[str]], None]) -> None:
        super().__init__(line, clock, hear)
        self.claims = 0
        self.gate = asyncio.Event()
        self.answered = asyncio.Event()
        self.gate.set()

    async def claim(self, wanted: Mapping[str, float]) -> Mapping[str, Entry | Claim]:
        self.claims += 1
        found = await super().claim(wanted)
        self.answered.set()
        await self.gate.wait()
        return found

    async def get_many(self, keys: Sequence[str]) -> Mapping[str, Entry]:
        found = await super().get_many(keys)
        self.answered.set()
        await self.gate.wait()
        return found

    def shut(self) -> None:
        """Keep the next answers back."""
        self.gate.clear()
        self.answered.clear()


@dataclass(frozen=True, slots=True)
class Node:
    """What one process has of the cache."""

    cache: Cache
    memory: MemoryCache
    line: Gated
    shared: "Counted"

    @property
    def claims(self) -> int:
        """How often it has asked the store who is to ask."""
        return self.shared.claims

    async def scripts(self) -> int:
        """How many scripts the store has run, for all processes."""
        stats: Any = await self.line.ask(lambda store: store.raw("info", "commandstats"))
        return int(stats["cmdstat_eval"]["calls"])

    async def until(self, *, is_up: bool) -> None:
        """Wait until the line to the store is up or down."""
        async with asyncio.timeout(10):
            while self.line.is_up is not is_up:  # noqa: ASYNC110  # another process tells by answering alone
                await asyncio.sleep(0.01)


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Server]:
    """A store that forgets everything when it is killed."""
    server = Server(tmp_path)
    await server.start()
    yield server
    await server.kill()


@pytest_asyncio.fixture
async def durable_store(tmp_path: Path) -> AsyncIterator[Server]:
    """A store that has everything again when it is started anew."""
    server = Server(tmp_path, is_durable=True)
    await server.start()
    yield server
    await server.kill()


@pytest_asyncio.fixture
async def join() -> AsyncIterator[Callable[[Server], Node]]:
    """Makes processes that share a store, and ends them with the test."""
    async with AsyncExitStack() as stack:

        def joined(server: Server) -> Node:
            clock = SystemClock()
            memory = MemoryCache(clock, 1_000)
            cache, line = Cache(memory, b"secret"), Gated(server.url, PATIENCE_S)
            cache.shared = shared = Counted(line, clock, cache.hear)
            stack.push_async_callback(cache.close)
            return Node(cache, memory, line, shared)

        yield joined


@pytest.fixture
def desk() -> Desk:
    """A vendor that tells at each call how often it was asked."""
    desk = Desk()
    desk.answer = lambda key: f"{key} {desk.calls}"
    return desk
