"""A store without room: entries go, promises stay, and what stays is swept by age and number."""

import asyncio

import pytest
from structlog.testing import capture_logs

from loaders.upstream.cache.outcomes import BoundedStore, Outcomes
from loaders.upstream.cache.scripts import BEAT
from loaders.upstream.cache.shared_store import SharedStore
from loaders.upstream.errors import OutcomeUnknown
from tests.cache.conftest import Node
from tests.cache.reading import Join, read_at
from tests.cache.server import Server
from tests.upstream.reading import Desk, asked

EVICT = """
for _, name in ipairs(redis.call('KEYS', '*')) do
  if redis.call('PTTL', name) >= 0 and not string.find(name, ':e:', 1, true) then redis.call('DEL', name) end
end
"""
DAY_US = 86_400_000_000


async def up(node: Node) -> Node:
    """Return once it reaches the store."""
    node.cache.open()
    await node.until(is_up=True)
    return node


async def held(node: Node, pattern: str) -> int:
    """How many keys there are of a kind."""
    return int(await node.line.run("return #redis.call('KEYS', ARGV[1] .. ARGV[2])", [], pattern))


def outcomes(node: Node) -> Outcomes:
    """The outcomes as a process has them that has just begun."""
    return Outcomes(SharedStore(node.line, BoundedStore()))


def lost(vendor: str, check: str) -> OutcomeUnknown:
    """What a write is told whose first answer was lost."""
    return OutcomeUnknown(vendor, "expected an answer, got none", check=check)


async def test_what_may_be_evicted_breaks_no_promise(store: Server, join: Join) -> None:
    """However much goes but the entries themselves: a write isn't sent again, and what was dropped isn't served again."""
    one, other = await up(join(store)), await up(join(store))
    desk, sent = Desk(answer=lambda key: f"{key} {desk.calls}"), list[str]()

    async def write() -> bytes:
        sent.append("once")
        return b"\xc0"

    await outcomes(one).once("key", b"input", write, lost)
    await asked(read_at(one, desk), "a")
    await one.cache.forget(["desk:a"])
    await one.line.run(EVICT, [])

    assert await outcomes(other).once("key", b"input", write, lost) == b"\xc0"
    assert sent == ["once"]
    assert await asked(read_at(await up(join(store)), desk), "a") == "a 2"


async def test_a_write_that_did_not_happen_frees_its_key(store: Server, join: Join) -> None:
    """In the store too; a key that is taken there is taken for everybody."""
    nodes = [await up(join(store)) for _ in range(2)]
    one, other = (SharedStore(node.line, BoundedStore()) for node in nodes)
    await one.add("key", b"first", ttl=60)
    with pytest.raises(ValueError, match="another process"):
        await other.add("key", b"second", ttl=60)
    assert await other.get("key") == b"first"

    await one.delete("key")

    assert await other.get("key") is None
    assert await other.add("key", b"second", ttl=60)


async def test_outcomes_go_after_their_time(store: Server, join: Join) -> None:
    """They are no longer told then, whether or not they were swept, and are swept by whoever is alive."""
    node = await up(join(store))
    shared = SharedStore(node.line, BoundedStore())
    await shared.set("short", b"outcome", ttl=0.01)
    await shared.set("long", b"outcome", ttl=60)
    async with asyncio.timeout(5):
        while await held(node, "o:*") > 1:  # noqa: ASYNC110  # the store counts by its own clock
            await asyncio.sleep(0.02)
    begun = SharedStore(node.line, BoundedStore())

    assert [await begun.get("short"), await begun.get("long")] == [None, b"outcome"]


@pytest.mark.parametrize(("remembered_us", "most"), [(0, 1_000), (DAY_US, 0)], ids=["by age", "by number"])
async def test_what_was_asked_before_a_drop_that_is_no_longer_remembered_counts_as_dropped(
    store: Server, join: Join, remembered_us: int, most: int
) -> None:
    """Drops are remembered for a time and up to a number; forgetting one serves nothing that it dropped."""
    node = await up(join(store))
    desk = Desk(answer=lambda key: f"{key} {desk.calls}")
    await asked(read_at(node, desk), "a")
    await node.cache.forget(["desk:a"])
    await node.line.run(BEAT, [], "sweeper", remembered_us, most)

    assert int(await node.line.run("return redis.call('ZCARD', ARGV[1] .. 'tags')", [])) == 0
    assert await asked(read_at(node, desk), "a") == "a 2"
    assert await asked(read_at(await up(join(store)), desk), "a") == "a 2"


@pytest.mark.parametrize("policy", ["allkeys-lru", "volatile-lru"])
async def test_a_store_that_may_evict_promises_is_warned_of_once(store: Server, join: Join, policy: str) -> None:
    """Whoever runs it reads which policy to set."""
    first = await up(join(store))
    await first.line.ask(lambda held: held.raw("config_set", "maxmemory-policy", policy))
    with capture_logs() as lines:
        node = await up(join(store))
        await asked(read_at(node, Desk()), "a")

    told = [line["policy"] for line in lines if line["event"] == "shared_cache_policy"]
    assert told == ([policy] if policy.startswith("allkeys") else [])
