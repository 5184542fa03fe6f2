"""The tier that processes share: a real server, several processes' caches around it."""

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from loaders.upstream.cache.entry import Ttl
from loaders.upstream.cache.scripts import FORGET
from loaders.upstream.decode import Record
from loaders.upstream.errors import Unavailable
from loaders.upstream.read import Read
from tests.cache.conftest import Node
from tests.cache.server import Server
from tests.upstream.reading import Desk, asked

TTL = Ttl(fresh_s=30, stale_s=600, nobody_s=10)

Join = Callable[[Server], Node]


class Thing(Record, frozen=True, kw_only=True):
    """A record, as vendors' reads yield."""

    name: str


def read_at(node: Node, desk: Desk, *, max_batch: int = 1, ttl: Ttl = TTL, name: str = "things") -> Read[str, object]:
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
    )


async def until_heard(node: Node, number: int) -> None:
    """Wait until a process has heard of a drop."""
    async with asyncio.timeout(5):
        while node.line.heard < number:  # noqa: ASYNC110  # another process tells by answering alone
            await asyncio.sleep(0.005)


async def test_what_one_process_asked_serves_the_others(store: Server, join: Join) -> None:
    """One call for three processes; the record comes out as it went in."""
    desk = Desk(answer=lambda key: Thing(name=key))
    values = [await asked(read_at(join(store), desk), "a") for _ in range(3)]

    assert values == [Thing(name="a")] * 3
    assert desk.calls == 1


async def test_nobody_and_empty_lists_are_shared_too(store: Server, join: Join) -> None:
    """A negative answer is one call for all processes as well."""
    desk = Desk(answer=lambda key: None if key == "a" else [])
    for _ in range(2):
        read = read_at(join(store), desk)
        assert await asked(read, "a") is None
        assert await asked(read, "b") == []

    assert desk.calls == 2


async def test_processes_that_ask_at_once_make_one_call(store: Server, join: Join) -> None:
    """One has the claim, the others wait for its answer."""
    desk = Desk(answer=lambda key: Thing(name=key))
    desk.gate.clear()
    flights = [asyncio.create_task(asked(read_at(join(store), desk), "a")) for _ in range(5)]
    await desk.asked.wait()
    desk.gate.set()

    assert await asyncio.gather(*flights) == [Thing(name="a")] * 5
    assert desk.calls == 1


async def test_a_batch_waits_only_for_what_others_ask(store: Server, join: Join) -> None:
    """Of a batch, the keys that are nobody else's are asked at once."""
    slow, quick = Desk(answer=lambda key: key), Desk(answer=lambda key: key)
    slow.gate.clear()
    first = asyncio.create_task(asked(read_at(join(store), slow), "a"))
    await slow.asked.wait()
    read = read_at(join(store), quick, max_batch=9)
    waiting, free = (asyncio.create_task(asked(read, key)) for key in "ab")

    assert await free == "b"
    assert not waiting.done()
    slow.gate.set()
    assert [await first, await waiting] == ["a", "a"]
    assert quick.batches == [["b"]]


async def test_a_failure_frees_the_claim(store: Server, join: Join) -> None:
    """The others try for themselves at once: an error is nobody's answer."""
    down = Unavailable("desk", "expected an answer, got none")
    failing, working = Desk(answer=lambda key: down), Desk(answer=lambda key: key)
    failing.gate.clear()
    first = asyncio.create_task(asked(read_at(join(store), failing), "a"))
    await failing.asked.wait()
    second = asyncio.create_task(asked(read_at(join(store), working), "a"))
    failing.gate.set()

    assert await first is down
    async with asyncio.timeout(2):
        assert await second == "a"


async def test_a_drop_is_seen_by_every_process_at_once(store: Server, join: Join) -> None:
    """Also in the memory of the others, and in the store."""
    desk = Desk(answer=lambda key: f"{key} {desk.calls}")
    one, other = join(store), join(store)
    reads = [read_at(node, desk) for node in (one, other)]
    assert [await asked(read, "a") for read in reads] == ["a 1", "a 1"]

    await one.cache.forget(["desk:a"])
    await until_heard(other, one.line.heard)

    assert len(other.memory) == 0
    assert [await asked(read, "a") for read in reads] == ["a 2", "a 2"]


async def test_what_was_asked_before_a_drop_elsewhere_is_not_stored_after_it(store: Server, join: Join) -> None:
    """Neither here nor in the store, also where this process hasn't heard of the drop yet."""
    desk = Desk(answer=lambda key: f"{key} {desk.calls}")
    one, other = join(store), join(store)
    read = read_at(one, desk)
    await asked(read, "warm")
    desk.gate.clear()
    desk.asked.clear()
    flight = asyncio.create_task(asked(read, "a"))
    await desk.asked.wait()
    await other.cache.forget(["desk:a"])
    desk.gate.set()
    await flight
    await until_heard(one, other.line.heard)

    assert await asked(read_at(other, desk), "a") == "a 3"
    assert await asked(read, "a") == "a 3"


async def test_a_process_that_began_after_a_drop_shares_what_it_asks(store: Server, join: Join) -> None:
    """What it asks is newer than every drop before its beginning, also those that are too old to be told to it."""
    desk = Desk(answer=lambda key: f"{key} {desk.calls}")
    early = join(store)
    await early.cache.forget(["desk"])
    await early.line.run("return redis.call('DEL', ARGV[1] .. 'drops')", [])  # As if they were of another day.

    assert [await asked(read_at(join(store), desk), "a") for _ in range(2)] == ["a 1", "a 1"]


async def test_a_stale_value_of_another_process_covers_a_failing_vendor(store: Server, join: Join) -> None:
    """A process that has nothing of its own serves what the store still holds."""
    down = Unavailable("desk", "expected an answer, got none")
    desk = Desk(answer=lambda key: Thing(name=key))
    brief = Ttl(fresh_s=0.05, stale_s=600)
    await asked(read_at(join(store), desk, ttl=brief), "a")
    desk.answer = lambda key: down
    late = read_at(join(store), desk, ttl=brief)
    async with asyncio.timeout(5):
        while desk.calls == 1:
            value = await asked(late, "a")
            await asyncio.sleep(0.005)  # A hit never waits, so that the refresh gets its turn here.
            await asyncio.sleep(0)  # A stale value is served without waiting, so the loop must get its turn.

    assert value == Thing(name="a")


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
