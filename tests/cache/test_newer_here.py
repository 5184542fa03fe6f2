"""What a process has asked for itself meanwhile is newer than what the store tells it then, and stays."""

import asyncio

import pytest_asyncio

from loaders.upstream.errors import Unavailable
from loaders.upstream.scope import Scope
from tests.cache.conftest import Node
from tests.cache.reading import Join, read_at, until_stored, up
from tests.cache.server import Server
from tests.upstream.reading import Desk, asked

DOWN = Unavailable("desk", "expected an answer, got none")


@pytest_asyncio.fixture
async def node(store: Server, join: Join, desk: Desk) -> Node:
    """A process that holds nothing, beside one that has left a value in the store."""
    other = await up(join(store))
    await asked(read_at(other, desk), "a")
    await until_stored(other, "a")
    return await up(join(store))


async def test_what_the_store_had_replaces_nothing_newer(node: Node, desk: Desk) -> None:
    """Somebody wants nothing that is kept, while another's question is on its way to the store: their answer serves all after them."""
    read = read_at(node, desk)

    node.shared.shut()
    early = asyncio.create_task(asked(read, "a"))
    await node.shared.answered.wait()
    assert await asked(read, "a", Scope(skips_cache=True)) == "a 2"
    node.shared.gate.set()

    assert await early == "a 1"
    assert await asked(read, "a") == "a 2"
    assert desk.calls == 2


async def test_what_covers_a_failure_replaces_nothing_newer(node: Node, desk: Desk) -> None:
    """The store is asked for what it has in a failed answer's place; meanwhile the vendor has answered somebody else."""
    read = read_at(node, desk)
    newest = desk.answer
    desk.answer = lambda key: DOWN

    node.shared.shut()
    failed = asyncio.create_task(asked(read, "a", Scope(skips_cache=True)))
    await node.shared.answered.wait()
    await node.cache.forget(["desk:b"])  # Whoever comes after a drop at this vendor asks for themselves.
    desk.answer = newest
    assert await asked(read, "a", Scope(skips_cache=True)) == "a 3"
    node.shared.gate.set()

    assert await failed == "a 1"
    assert await asked(read, "a") == "a 3"
    assert desk.calls == 3
