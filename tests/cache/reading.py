"""A read that several processes have, around one store."""

import asyncio
from collections.abc import Callable

from loaders.upstream.cache.entry import Ttl
from loaders.upstream.decode import Record
from loaders.upstream.read import Read
from loaders.upstream.watch import Watch
from tests.cache.conftest import Node
from tests.cache.server import Server
from tests.upstream.reading import Desk

TTL = Ttl(fresh_s=30, stale_s=600, nobody_s=10)

Join = Callable[[Server], Node]


class Thing(Record, frozen=True, kw_only=True):
    """A record, as vendors' reads yield."""

    name: str


def read_at(
    node: Node, desk: Desk, *, max_batch: int = 1, ttl: Ttl = TTL, name: str = "things", watch: Watch | None = None
) -> Read[str, object]:
    """Declare the same read in one process."""
    return Read(
        "desk",
        name,
        desk.fetch,
        key=lambda key: (key,),
        tags=lambda key, _value: (f"desk:{key}",),
        ttl=lambda _key: ttl,
        cache=node.cache,
        clock=node.memory.clock,
        max_batch=max_batch,
        watch=watch,
    )


async def up(node: Node) -> Node:
    """Return once a process reaches the store."""
    node.cache.open()
    await node.until(is_up=True)
    return node


async def until_stored(node: Node, key: str, *, is_fresh: bool = True) -> None:
    """Wait until the store holds what was read, or until that is no longer fresh."""
    name = node.cache.key("desk", "things", key)
    async with asyncio.timeout(5):
        while True:
            entry = (await node.shared.get_many([name])).get(name)
            if entry is not None and (is_fresh or not entry.is_fresh(node.memory.clock.monotonic())):
                return
            await asyncio.sleep(0.002)


async def until_heard(node: Node, number: int) -> None:
    """Wait until a process has heard of a drop."""
    async with asyncio.timeout(5):
        while node.line.heard < number:  # noqa: ASYNC110  # another process tells by answering alone
            await asyncio.sleep(0.005)
