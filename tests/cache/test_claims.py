"""Who asks, of several processes that want the same keys at once: one of them, for all of the keys."""

import asyncio

import pytest

from loaders.upstream.errors import Unavailable
from loaders.upstream.read import Read
from loaders.upstream.scope import Scope, entered, hint_max_age
from tests.cache.conftest import Node
from tests.cache.reading import Join, read_at, until_heard, up
from tests.cache.server import Server
from tests.upstream.reading import Desk, asked

MONTHS = [f"{year}-{month:02}" for year in range(2010, 2027) for month in range(1, 13)]
DOWN = Unavailable("desk", "expected an answer, got none")


async def many(read: Read[str, object], keys: list[str]) -> list[object]:
    """Load keys in a request of its own; errors stand in their places."""
    with entered(Scope()):
        return list(await read.load_many(keys))


def asked_for(desk: Desk) -> list[list[str]]:
    """What each call was for, whatever the order of its keys."""
    return [sorted(batch) for batch in desk.batches]


@pytest.fixture
def nodes(store: Server, join: Join) -> list[Node]:
    """Four processes."""
    return [join(store) for _ in range(4)]


async def begun(
    nodes: list[Node], desk: Desk, keys: list[str] = MONTHS, *, max_batch: int = 999
) -> list["asyncio.Task[list[object]]"]:
    """Have all processes want all months; return once one of them asks and the others know."""
    desk.gate.clear()
    for node in nodes:
        node.cache.open()
        await node.until(is_up=True)
    flights = [asyncio.create_task(many(read_at(node, desk, max_batch=max_batch), keys)) for node in nodes]
    await desk.asked.wait()
    for node in nodes:
        await node.cache.get("settled")  # One round trip: what was sent before has been answered.
    return flights


async def test_a_drop_meanwhile_has_the_whole_asked_once_more(nodes: list[Node]) -> None:
    """What was asked before it is nobody's; one process asks anew for all of it, not each for pieces."""
    desk = Desk(answer=lambda key: f"{key} {desk.calls}")
    flights = await begun(nodes, desk)
    await nodes[0].cache.forget(["desk"])
    for node in nodes:
        await until_heard(node, nodes[0].line.heard)
    desk.gate.set()
    found = await asyncio.gather(*flights)

    assert asked_for(desk) == [MONTHS] * 2
    assert sorted(str(values[0]) for values in found) == ["2010-01 1", *["2010-01 2"] * 3]
    assert await many(read_at(nodes[0], desk, max_batch=999), MONTHS) == [f"{month} 2" for month in MONTHS]


async def test_a_failure_has_each_process_ask_once_for_the_whole(nodes: list[Node]) -> None:
    """Claims to a batch are given back together, so that nobody takes some of them and asks for those alone."""
    desk = Desk(answer=lambda key: DOWN)
    flights = await begun(nodes, desk)
    desk.gate.set()

    assert await asyncio.gather(*flights) == [[DOWN] * len(MONTHS)] * len(nodes)
    assert asked_for(desk) == [MONTHS] * len(nodes)


@pytest.mark.parametrize(("answer", "max_age_s"), [(DOWN, None), ("kept by nobody", 0.0)], ids=["failure", "no-store"])
async def test_after_what_is_no_use_to_others_nobody_waits_for_one_another(
    nodes: list[Node], answer: object, max_age_s: float | None
) -> None:
    """Of four processes three ask at the same time once the first has failed, or has an answer that mustn't be kept: or the last would
    wait for all the others' calls.
    """
    desk, first, together = Desk(), asyncio.Event(), asyncio.Event()

    async def ask(_key: str) -> object:
        if desk.calls == len(nodes):
            together.set()
        await asyncio.wait_for((first if desk.calls == 1 else together).wait(), 10)
        if max_age_s is not None:
            hint_max_age(max_age_s)
        return answer

    desk.work = ask
    flights = await begun(nodes, desk, ["a"])
    desk.gate.set()
    first.set()

    assert await asyncio.gather(*flights) == [[answer]] * len(nodes)
    assert desk.calls == len(nodes)


async def test_who_comes_after_a_drop_waits_with_those_who_wait(nodes: list[Node]) -> None:
    """A process that waits for another's answer makes one call after a drop, not one for those who came before and one for the rest."""
    desk = Desk(answer=lambda key: f"{key} {desk.calls}")
    one, other = nodes[:2]
    read = read_at(other, desk, max_batch=999)
    desk.gate.clear()
    for node in (one, other):
        node.cache.open()
        await node.until(is_up=True)
    first = asyncio.create_task(many(read_at(one, desk, max_batch=999), MONTHS))
    await desk.asked.wait()
    before = asyncio.create_task(many(read, MONTHS))
    await other.cache.get("settled")
    await other.cache.forget(["desk"])
    after = asyncio.create_task(many(read, MONTHS))
    await other.cache.get("settled")
    desk.gate.set()
    await first

    assert await before == await after == [f"{month} 2" for month in MONTHS]
    assert asked_for(desk) == [MONTHS] * 2


async def test_while_one_process_asks_anew_nobody_else_asks(nodes: list[Node]) -> None:
    """What it had asked before a drop ends first, and leaves its claim to what it asked after that: two calls, not one more elsewhere.
    What the others waited for over the drop is newer than that, so they keep it.
    """
    desk, gates = Desk(), [asyncio.Event() for _ in nodes]

    async def ask(key: str) -> object:
        number = desk.calls
        await gates[number - 1].wait()
        return f"{key} {number}"

    desk.work = ask
    one, *others = [await up(node) for node in nodes[:3]]
    read = read_at(one, desk)
    early = asyncio.create_task(asked(read, "a"))
    await desk.asked.wait()
    desk.asked.clear()
    waiting = [asyncio.create_task(asked(read_at(node, desk), "a")) for node in others]
    for node in others:
        await node.shared.answered.wait()
    await one.cache.forget(["desk:a"])
    for node in others:
        await until_heard(node, one.line.heard)
    late = asyncio.create_task(asked(read, "a"))
    await desk.asked.wait()

    gates[0].set()
    assert await early == "a 1"
    await one.cache.get("settled")
    twice_more = {node: node.claims + 2 for node in others}
    async with asyncio.timeout(10):
        while desk.calls == 2 and any(node.claims < claims for node, claims in twice_more.items()):  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0.005)
    for gate in gates:
        gate.set()

    assert await asyncio.gather(late, *waiting) == ["a 2"] * 3
    assert [len(node.memory) for node in others] == [1, 1]
    assert desk.calls == 2


async def test_many_keys_are_claimed_together(store: Server, join: Join) -> None:
    """However few the vendor takes at once, and while another process asks for them too: the store isn't asked for each by itself."""
    keys = [f"person {number}" for number in range(100)]
    desk = Desk(answer=lambda key: key)
    one, other = join(store), join(store)
    flights = await begun([one, other], desk, keys, max_batch=1)
    claims, before = one.claims + other.claims, await one.scripts()
    desk.gate.set()

    assert await asyncio.gather(*flights) == [keys, keys]
    assert sorted(asked_for(desk)) == sorted([key] for key in keys)
    assert claims <= 4
    # Waiting for the other takes some more, the more the slower the machine; keeping what was found takes but a few.
    assert await one.scripts() - before < len(keys) / 2


async def left_ms(node: Node) -> int:
    """How long the claim to the first month lasts, unless it is renewed."""
    key = node.cache.key("desk", "things", MONTHS[0])
    return int(await node.line.run("return redis.call('PTTL', ARGV[1] .. 'l:' .. KEYS[1])", [key]))


async def test_a_claim_lasts_as_long_as_its_process_works_on_it(nodes: list[Node]) -> None:
    """It is renewed before it lapses, however long the vendor takes, so that nobody else asks meanwhile."""
    desk = Desk(answer=lambda key: key)
    flights = await begun(nodes, desk)
    left = await left_ms(nodes[0])
    async with asyncio.timeout(20):
        while (now := await left_ms(nodes[0])) <= left:
            assert now > 0, "it lapsed"
            left = now
            await asyncio.sleep(0.02)
    desk.gate.set()

    assert await asyncio.gather(*flights) == [MONTHS] * len(nodes)
    assert desk.calls == 1
    assert await left_ms(nodes[0]) < 0


async def test_the_claim_of_a_process_that_ended_lapses(nodes: list[Node]) -> None:
    """Nobody waits for it longer than its lease."""
    desk = Desk(answer=lambda key: key)
    (gone, *_) = await begun(nodes[:1], desk)
    (waiting,) = await begun(nodes[1:2], desk)
    await nodes[0].cache.close()
    desk.gate.set()
    gone.cancel()

    async with asyncio.timeout(20):
        assert await waiting == MONTHS
