"""A read over a vendor that is a function of the test."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field

from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.entry import Ttl
from loaders.upstream.cache.memory import MemoryCache
from loaders.upstream.errors import Unavailable, UpstreamError
from loaders.upstream.read import Read
from loaders.upstream.renewals import Renewals
from loaders.upstream.scope import Scope, entered
from tests.upstream.clock import TurnedClock

TTL = Ttl(fresh_s=30, stale_s=600, nobody_s=10)

Answer = Callable[[str], object]

DOWN = Unavailable("desk", "expected an answer, got none")


@dataclass(slots=True)
class Desk:
    """Stands for a vendor: counts what it is asked, and answers when `gate` is open."""

    answer: Answer = lambda key: f"value of {key}"
    work: Callable[[str], Awaitable[object]] | None = None
    "Answers instead, where answering takes other reads."
    batches: list[list[str]] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def fetch(self, keys: list[str]) -> Sequence[object]:
        """Answer a batch; an error that `answer` returns is that key's."""
        self.batches.append(list(keys))
        self.asked.set()
        await self.gate.wait()
        if self.work is not None:
            return [await self.work(key) for key in keys]
        return [self.answer(key) for key in keys]

    @property
    def calls(self) -> int:
        """How often it was asked."""
        return len(self.batches)


def a_read(
    desk: Desk,
    cache: Cache,
    clock: TurnedClock,
    *,
    ttl: Ttl = TTL,
    max_batch: int = 1,
    tags: Callable[[str, object], Iterable[str]] = lambda key, _value: (f"desk:{key}",),
    name: str = "things",
    renewals: Renewals | None = None,
) -> Read[str, object]:
    """Declare a read of the desk."""
    return Read(
        "desk",
        name,
        desk.fetch,
        key=lambda key: (key,),
        tags=tags,
        ttl=lambda _key: ttl,
        cache=cache,
        clock=clock,
        max_batch=max_batch,
        renewals=renewals,
    )


def a_cache(clock: TurnedClock, max_entries: int = 1_000, max_bytes: int = 10_000_000) -> Cache:
    """Make a cache with a memory tier."""
    return Cache(MemoryCache(clock, max_entries, max_bytes), b"secret")


async def asked(read: Read[str, object], key: str, scope: Scope | None = None) -> object:
    """Load one key in a request of its own; an error is returned, not raised."""
    with entered(scope or Scope()):
        try:
            return await read.load(key)
        except UpstreamError as error:
            return error


async def settled() -> None:
    """Let everything run that can run now."""
    for _ in range(20):
        await asyncio.sleep(0)
