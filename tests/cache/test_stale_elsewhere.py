"""What another process left in the store and is no longer fresh: served at once, renewed in the background, as if it were held here."""

import asyncio
from dataclasses import replace

import pytest

from loaders.upstream.cache.entry import Ttl
from loaders.upstream.read import Read
from loaders.upstream.scope import Scope
from tests.cache.conftest import Node
from tests.cache.reading import Join, read_at
from tests.cache.server import Server
from tests.upstream.reading import Desk, asked

BRIEF = Ttl(fresh_s=0.05, stale_s=600, nobody_s=0.05)
NEWER_LASTS = replace(BRIEF, fresh_s=600)


async def left(node: Node, desk: Desk, *keys: str) -> None:
    """Have a process leave values in the store; return once they are stale."""
    for key in keys:
        await asked(read_at(node, desk, ttl=BRIEF), key)
        name = node.cache.key("desk", "things", key)
        async with asyncio.timeout(5):
            while await is_fresh(node, name):  # noqa: ASYNC110  # the store counts by its own clock
                await asyncio.sleep(0.01)


async def is_fresh(node: Node, name: str) -> bool:
    """Whether the store holds it fresh."""
    entry = (await node.shared.get_many([name])).get(name)
    assert entry is not None
    return entry.is_fresh(node.memory.clock.monotonic())


async def claims(node: Node) -> int:
    """How many claims stand."""
    return int(await node.line.run("return #redis.call('KEYS', ARGV[1] .. 'l:*')", []))


def at(node: Node, desk: Desk) -> Read[str, object]:
    """The read in another process, where a newer value stays fresh."""
    return read_at(node, desk, ttl=NEWER_LASTS, max_batch=9)


async def test_what_is_stale_in_the_store_is_served_at_once_and_renewed_once(store: Server, join: Join, desk: Desk) -> None:
    """Two processes that hold nothing wait for no vendor that hangs; both of them together ask it once, in the background."""
    await left(join(store), desk, "a")
    desk.gate.clear()
    desk.asked.clear()
    nodes = [join(store), join(store)]
    reads, scopes = [at(node, desk) for node in nodes], [Scope(), Scope()]
    async with asyncio.timeout(5):
        served = [await asked(read, "a", scope) for read, scope in zip(reads, scopes, strict=True)]
        await desk.asked.wait()

    assert served == ["a 1", "a 1"]
    assert [scope.ledger.used["desk"].is_stale for scope in scopes] == [True, True]
    desk.gate.set()
    async with asyncio.timeout(5):
        for read in reads:
            while await asked(read, "a") != "a 2":  # noqa: ASYNC110  # nobody waits for what is renewed
                await asyncio.sleep(0.01)
    assert desk.calls == 2
    assert await claims(nodes[0]) == 0


async def test_what_is_served_stale_leaves_no_claim(store: Server, join: Join, desk: Desk) -> None:
    """One who has nothing renewed takes it, and another process may ask at once."""
    await left(join(store), desk, "a")
    node = join(store)

    assert await asked(at(node, desk), "a", Scope(refreshes=False)) == "a 1"
    assert desk.calls == 1
    assert await claims(node) == 0


@pytest.mark.parametrize("first", [None, 0.0], ids=["joining one who takes it", "first"])
async def test_who_takes_nothing_stale_waits_for_the_vendor(store: Server, join: Join, desk: Desk, first: float | None) -> None:
    """Also where they come while another's question is on its way to the store; that costs one call."""
    await left(join(store), desk, "a")
    node = join(store)
    node.cache.open()
    await node.until(is_up=True)
    read = at(node, desk)
    served = list(await asyncio.gather(*(asked(read, "a", Scope(max_stale_s=limit)) for limit in (first, 0.0))))

    assert served == ["a 2", "a 2"]
    assert desk.calls == 2


async def test_one_who_takes_nothing_stale_may_come_before_the_store_has_answered(
    store: Server, join: Join, desk: Desk
) -> None:
    """What the store then answers is looked for again, for as long as nobody has to take it."""
    await left(join(store), desk, "a")
    node = join(store)
    node.cache.open()
    await node.until(is_up=True)
    read = at(node, desk)
    early = asyncio.create_task(asked(read, "a"))
    async with asyncio.timeout(5):
        while node.claims == 0:  # noqa: ASYNC110  # the store is about to be asked
            await asyncio.sleep(0)

    assert await asked(read, "a", Scope(max_stale_s=0.0)) == "a 2"
    assert await early == "a 2"
    assert desk.calls == 2


async def test_a_limit_takes_what_is_within_it(store: Server, join: Join, desk: Desk) -> None:
    """A caller's limit is counted from the end of its freshness, as for what is held here."""
    await left(join(store), desk, "a")

    assert await asked(at(join(store), desk), "a", Scope(max_stale_s=60.0)) == "a 1"


async def test_a_nobody_that_is_no_longer_fresh_is_asked_for_again(store: Server, join: Join, desk: Desk) -> None:
    """It may have come to be somebody."""
    desk.answer = lambda _key: None
    await left(join(store), desk, "a")
    desk.answer = lambda key: f"{key} found"

    assert await asked(at(join(store), desk), "a") == "a found"


async def test_of_a_batch_only_what_the_store_lacks_is_waited_for(store: Server, join: Join, desk: Desk) -> None:
    """What is stale is renewed by itself, behind it."""
    await left(join(store), desk, "a")
    read = at(join(store), desk)

    served = list(await asyncio.gather(asked(read, "a"), asked(read, "b")))

    assert served == ["a 1", "b 2"]
    assert ["b"] in desk.batches
