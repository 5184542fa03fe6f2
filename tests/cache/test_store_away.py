"""The store dies, is restarted, or loses what it held: nobody notices but by a call more, and no drop is lost."""

import asyncio
from functools import partial

import pytest

from loaders.upstream.cache.scripts import FORGET
from loaders.upstream.read import Read
from tests.cache.conftest import Node
from tests.cache.reading import Join, Thing, read_at, until_heard
from tests.cache.server import Server
from tests.upstream.reading import Desk, asked


async def test_the_store_may_be_away_from_the_start(store: Server, join: Join) -> None:
    """Reads go on in memory alone, and the store is used as soon as it is there."""
    await store.kill()
    desk = Desk(answer=lambda key: Thing(name=key))
    node = join(store)
    assert await asked(read_at(node, desk), "a") == Thing(name="a")
    assert not node.line.is_up

    await store.start()
    await node.until(is_up=True)
    await asked(read_at(node, desk), "b")
    await asked(read_at(join(store), desk), "b")
    assert desk.batches == [["a"], ["b"]]


async def test_a_drop_while_the_store_is_away_holds_when_it_is_back(durable_store: Server, join: Join) -> None:
    """The store comes back with what it held before; nobody is given that any more, in no process."""
    desk = Desk(answer=lambda key: f"{key} {desk.calls}")
    nodes = [join(durable_store) for _ in range(2)]
    reads = [read_at(node, desk) for node in nodes]
    assert [await asked(read, "a") for read in reads] == ["a 1", "a 1"]

    await durable_store.kill()
    for node in nodes:
        await node.until(is_up=False)
    await nodes[0].cache.forget(["desk:a"])
    assert await asked(reads[0], "a") == "a 2"

    await durable_store.start()
    for node in nodes:
        await node.until(is_up=True)
    newcomer = join(durable_store)
    assert await asked(read_at(newcomer, desk), "a") != "a 1"
    assert await asked(reads[1], "a") != "a 1"


async def test_a_store_that_comes_back_older_than_a_drop_gives_nothing_from_before_it(store: Server, join: Join) -> None:
    """Whoever heard of the drop tells the store, also where it was another's and long ago; what they hold themselves stays."""
    desk = Desk(answer=lambda key: f"{key} {desk.calls}")
    one, other = join(store), join(store)
    read = read_at(other, desk)
    assert [await asked(read_at(one, desk), "a"), await asked(read, "a")] == ["a 1", "a 1"]
    await one.line.ask(lambda held: held.raw("save"))
    await one.cache.forget(["desk:a"])
    await until_heard(other, one.line.heard)
    await one.cache.close()
    assert await asked(read, "a") == "a 2"

    await store.kill()
    await other.until(is_up=False)
    await store.start()
    await other.until(is_up=True)
    newcomer = read_at(join(store), desk)

    assert [await asked(read, "a"), await asked(newcomer, "a")] == ["a 2", "a 3"]
    assert await asked(read_at(join(store), desk), "a") == "a 3"


async def test_a_store_that_was_emptied_is_noticed_by_those_who_ask_nothing(store: Server, join: Join) -> None:
    """They say again what they have to say, and then share as before."""
    desk = Desk(answer=lambda key: f"{key} {desk.calls}")
    one, other = join(store), join(store)
    await asked(read_at(one, desk), "a")
    other.cache.open()
    await other.until(is_up=True)
    told: asyncio.Queue[Node] = asyncio.Queue()
    for node in (one, other):
        node.line.on_back.append(partial(told.put, node))

    await one.line.ask(lambda held: held.raw("flushall"))
    seen = set[int]()
    async with asyncio.timeout(5):
        while len(seen) < 2:
            seen.add(id(await told.get()))
    for node in (one, other):
        await node.until(is_up=True)

    assert [await asked(read_at(node, desk), "b") for node in (one, other)] == ["b 2", "b 2"]


@pytest.mark.parametrize(("ahead", "held"), [(0, 1), (10, 0)], ids=["all", "not all"])
async def test_what_a_store_has_lost_is_dropped_where_not_all_of_it_was_heard(
    store: Server, join: Join, ahead: int, held: int
) -> None:
    """Who heard of every drop that the store forgot needn't ask for anything anew."""
    one, other = join(store), join(store)
    await one.cache.forget(["desk:b"])
    await asked(read_at(other, Desk()), "a")
    await until_heard(other, one.line.heard)
    number = int(await one.line.run(FORGET, [], one.line.token, "*", 0, one.line.heard + ahead))
    await until_heard(other, number)

    assert len(other.memory) == held


async def test_no_read_fails_while_the_store_dies_and_comes_back(store: Server, join: Join) -> None:
    """Load from two processes through a kill and a restart: every read has its value, and drops hold afterwards."""
    desk = Desk(answer=lambda key: Thing(name=key))
    nodes = [join(store) for _ in range(2)]
    reads = [read_at(node, desk) for node in nodes]
    stopped = asyncio.Event()
    served: list[object] = []

    async def load(read: Read[str, object]) -> None:
        number = 0
        while not stopped.is_set():
            number += 1
            served.append(await asked(read, f"{number % 50}"))
            await asyncio.sleep(0)

    loads = [asyncio.create_task(load(read)) for read in reads for _ in range(3)]
    await nodes[0].until(is_up=True)
    await store.kill()
    for node in nodes:
        await node.until(is_up=False)
    await store.start()
    for node in nodes:
        await node.until(is_up=True)
    stopped.set()
    await asyncio.gather(*loads)

    assert len(served) > 100
    assert all(isinstance(value, Thing) for value in served)
    desk.answer = lambda key: Thing(name=f"newer {key}")
    await nodes[0].cache.forget(["desk:1"])
    await until_heard(nodes[1], nodes[0].line.heard)
    assert [await asked(read, "1") for read in reads] == [Thing(name="newer 1")] * 2
