"""Where a value came from, as it is explained to who asks and counted for who operates, where several processes have it or ask."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from loaders.upstream.cache.entry import Ttl
from loaders.upstream.errors import Unavailable
from loaders.upstream.read import Read
from loaders.upstream.scope import Scope, entered
from loaders.upstream.watch import Unwatched
from tests.cache.reading import TTL, Join, read_at, until_stored, up
from tests.cache.server import Server
from tests.upstream.reading import Answer, Desk, asked

DOWN = Unavailable("desk", "expected an answer, got none")
BRIEF = replace(TTL, fresh_s=0.001)


@dataclass(slots=True)
class Watching(Unwatched):
    """Notes every use of the cache."""

    uses: list[str] = field(default_factory=list)

    def used(self, vendor: str, read: str, source: str) -> None:
        self.uses.append(source)


def explained(scope: Scope) -> list[str]:
    """What the request is told of its own reads."""
    return [exchange.source for exchange in scope.ledger.exchanges]


async def many(read: Read[str, object], keys: str, scope: Scope) -> list[object]:
    """Load keys in one request."""
    with entered(scope):
        return list(await read.load_many(keys))


@pytest.mark.parametrize(("ttl", "source"), [(TTL, "hit"), (BRIEF, "stale")])
async def test_what_another_process_has_left_is_no_miss(store: Server, join: Join, ttl: Ttl, source: str) -> None:
    """The vendor isn't asked for it, whether or not it is still fresh."""
    desk, watching, scope = Desk(), Watching(), Scope(refreshes=False)
    other, node = await up(join(store)), await up(join(store))
    await asked(read_at(other, desk, ttl=ttl), "a")
    await until_stored(other, "a", is_fresh=source == "hit")

    assert await asked(read_at(node, desk, watch=watching), "a", scope) == "value of a"
    assert (explained(scope), watching.uses) == ([source], [source])
    assert desk.calls == 1


@pytest.mark.parametrize(
    ("answer", "told", "counted", "calls"),
    [(lambda key: key, ["joined"], ["joined"], 1), (lambda key: DOWN, [], ["miss"], 2)],
    ids=["answered", "failed"],
)
async def test_who_waited_for_another_process_joined_its_call(
    store: Server, join: Join, answer: Answer, told: list[str], counted: list[str], calls: int
) -> None:
    """Unless that came to nothing, so that they asked for themselves; whoever asks sets off the call."""
    desk, first, second, scopes = Desk(answer=answer), Watching(), Watching(), [Scope(), Scope()]
    one, other = await up(join(store)), await up(join(store))
    desk.gate.clear()
    asking = asyncio.create_task(asked(read_at(one, desk, watch=first), "a", scopes[0]))
    await desk.asked.wait()
    waiting = asyncio.create_task(asked(read_at(other, desk, watch=second), "a", scopes[1]))
    await other.shared.answered.wait()
    desk.gate.set()

    assert await asking == await waiting == answer("a")
    assert [explained(scope) for scope in scopes] == [[], told]
    assert [first.uses, second.uses] == [["miss"], counted]
    assert desk.calls == calls


async def test_each_key_is_told_of_once(store: Server, join: Join) -> None:
    """Of what two requests want in one turn, one key is in the store, and the others cost one call, which is the first request's."""
    desk, watching, scopes = Desk(), Watching(), [Scope(), Scope()]
    other, node = await up(join(store)), await up(join(store))
    await asked(read_at(other, desk), "a")
    await until_stored(other, "a")
    read = read_at(node, desk, max_batch=9, watch=watching)
    await asyncio.gather(*(many(read, keys, scope) for keys, scope in zip(("abc", "d"), scopes, strict=True)))

    assert [explained(scope) for scope in scopes] == [["hit"], ["joined"]]
    assert sorted(watching.uses) == ["hit", "joined", "miss", "miss"]
    assert desk.batches == [["a"], ["b", "c", "d"]]
