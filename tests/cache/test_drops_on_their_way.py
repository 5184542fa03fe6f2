"""Between a drop and the moment the store knows of it: what it still holds from before is nobody's."""

import asyncio

import pytest

from loaders.upstream.errors import Unavailable
from tests.cache.conftest import Node
from tests.cache.reading import Join, read_at, until_heard, until_stored, up
from tests.cache.server import Server
from tests.upstream.reading import Desk, asked, settled

DOWN = Unavailable("desk", "expected an answer, got none")


async def dropped(node: Node, tag: str, *, stalls: bool) -> "asyncio.Task[None]":
    """Begin a drop that doesn't reach the store; return once it is on its way."""
    node.line.stalls = stalls
    node.line.gate.clear()
    dropping = asyncio.create_task(node.cache.forget([tag]))
    await node.line.telling.wait()
    await settled()
    return dropping


@pytest.mark.parametrize("stalls", [False, True], ids=["the drop waits for a connection", "the store stalled"])
async def test_a_drop_that_the_store_does_not_know_yet_holds_here(
    store: Server, join: Join, desk: Desk, *, stalls: bool
) -> None:
    """Who reads what they have just written gets that, at once and later, whatever the store still has."""
    node = await up(join(store))
    read = read_at(node, desk)
    assert await asked(read, "a") == "a 1"
    await until_stored(node, "a")

    dropping = await dropped(node, "desk:a", stalls=stalls)
    soon = await asked(read, "a")
    node.line.stalls = False
    node.line.gate.set()
    await dropping

    assert [soon, await asked(read, "a")] == ["a 2", "a 2"]
    assert desk.calls == 2


@pytest.mark.parametrize("stalls", [False, True], ids=["the drop waits for a connection", "the store stalled"])
async def test_what_was_dropped_covers_no_failing_vendor(store: Server, join: Join, desk: Desk, *, stalls: bool) -> None:
    """An error is told then: what the store still has is wrong since the drop, not only old."""
    node = await up(join(store))
    read = read_at(node, desk)
    for key in "ab":
        await asked(read, key)
        await until_stored(node, key)
    names = [node.cache.key("desk", "things", key) for key in "ab"]
    node.memory.clear()

    dropping = await dropped(node, "desk:a", stalls=stalls)
    desk.answer = lambda key: DOWN

    assert list(await node.cache.get_many(names)) == names[1:]
    assert await asked(read, "a") is DOWN
    node.line.stalls = False
    node.line.gate.set()
    await dropping


async def test_a_drop_that_is_given_up_is_said_all_the_same(store: Server, join: Join, desk: Desk) -> None:
    """A client that goes away while its write is told to the store takes nothing from the other processes."""
    one, other = await up(join(store)), await up(join(store))
    read = read_at(other, desk)
    assert [await asked(read_at(one, desk), "a"), await asked(read, "a")] == ["a 1", "a 1"]

    dropping = await dropped(one, "desk:a", stalls=False)
    dropping.cancel()
    one.line.stalls = True
    with pytest.raises(asyncio.CancelledError):
        await dropping
    assert not one.shared.is_said
    one.line.stalls = False
    one.line.gate.set()

    async with asyncio.timeout(10):
        while await asked(read, "a") != "a 2":  # noqa: ASYNC110  # another process tells by answering alone
            await asyncio.sleep(0.005)
    assert one.shared.is_said


@pytest.mark.parametrize("who", [0, 1], ids=["here", "in another process"])
async def test_who_asks_after_a_drop_gets_nothing_that_left_the_store_before(
    store: Server, join: Join, desk: Desk, who: int
) -> None:
    """Also where they come while the answer to somebody who asked before is on its way; that costs one call for both."""
    nodes = [await up(join(store)) for _ in range(2)]
    here, other = nodes
    await asked(read_at(other, desk), "a")
    await until_stored(other, "a")
    read = read_at(here, desk)

    here.shared.shut()
    early = asyncio.create_task(asked(read, "a"))
    await here.shared.answered.wait()
    await nodes[who].cache.forget(["desk:a"])
    await until_heard(here, nodes[who].line.heard)
    late = asyncio.create_task(asked(read, "a"))
    await settled()
    here.shared.gate.set()

    assert [await early, await late, await asked(read, "a")] == ["a 2"] * 3
    assert desk.calls == 2
