"""Processes that share a store but not the secret: they go by other keys, and neither hears what the other drops."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio
from structlog.testing import capture_logs

from loaders.upstream.cache.line import Line
from tests.cache.conftest import PATIENCE_S, Node
from tests.cache.reading import Join, up
from tests.cache.server import Server


@pytest_asyncio.fixture
async def stranger(store: Server) -> AsyncIterator[Line]:
    """A line by another secret, not opened yet."""
    made = Line(store.url, PATIENCE_S, kin="other")
    yield made
    await made.close()


async def next_beat(node: Node) -> None:
    """Return once a process has looked again at who is alive; a drop has it do so at once."""
    seen = asyncio.Event()

    async def beat() -> None:
        seen.set()

    node.line.on_beat.append(beat)
    for _ in range(2):  # The first may have been under way.
        seen.clear()
        await node.line.forget("nothing")
        await asyncio.wait_for(seen.wait(), 10)
    node.line.on_beat.remove(beat)


async def test_processes_of_another_secret_are_counted_and_warned_of_once(store: Server, join: Join, stranger: Line) -> None:
    """By each process that sees them come; those of the same secret are no strangers."""
    with capture_logs() as lines:
        nodes = [await up(join(store)) for _ in range(2)]
        for node in nodes:
            await next_beat(node)
        alike = [node.shared.strangers for node in nodes]
        told = [line for line in lines if line["event"] == "shared_cache_secret"]
        assert (alike, told) == ([0, 0], [])

        stranger.open()
        async with asyncio.timeout(10):
            while not stranger.is_up:  # noqa: ASYNC110  # another process tells by answering alone
                await asyncio.sleep(0.01)
        for node in nodes * 2:
            await next_beat(node)

    assert [*(node.shared.strangers for node in nodes), stranger.strangers] == [1, 1, 2]
    told = [line for line in lines if line["event"] == "shared_cache_secret"]
    assert sorted(line["others"] for line in told) == [1, 1, 2]
    assert {line["log_level"] for line in told} == {"warning"}
