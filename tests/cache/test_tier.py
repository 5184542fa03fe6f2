"""The tier that processes share: a real server, several processes' caches around it."""

import asyncio

from loaders.upstream.cache.entry import Ttl
from loaders.upstream.errors import Rejected, Unavailable
from loaders.upstream.scope import Scope, entered
from tests.cache.reading import Join, Thing, read_at, until_heard, up
from tests.cache.server import Server
from tests.upstream.reading import Desk, asked


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


async def test_keys_that_are_refused_together_cost_the_store_few_scripts(store: Server, join: Join) -> None:
    """However many: what it holds of them goes at once, or they would hold up everybody who wants something else of it."""
    node, desk, refused = await up(join(store)), Desk(), Rejected("desk", 400)
    read, people = read_at(node, desk, max_batch=1_000), [f"person {number}" for number in range(1_000)]
    names = [node.cache.key("desk", "things", key) for key in people]
    with entered(Scope()):
        await read.load_many(people)
    async with asyncio.timeout(10):
        while len(await node.shared.get_many(names)) < len(names):  # noqa: ASYNC110  # nobody waits for what is shared
            await asyncio.sleep(0.005)
    desk.answer = lambda key: refused
    before = await node.scripts()
    with entered(Scope(skips_cache=True)):
        assert await read.load_many(people) == [refused] * len(people)

    # Besides dropping them the process says twice a second that it lives, on a slow machine too.
    assert await node.scripts() - before < 50
    assert await node.cache.get_many(names) == {}
