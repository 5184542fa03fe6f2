"""No caller takes more than its share: of requests, of cost, of a vendor's budget."""

from pathlib import Path

import pytest

from gateway.access.quotas import OverQuota, Quotas
from gateway.sandbox.town import Town, free_port
from loaders.upstream.budget import SlidingWindow
from loaders.upstream.errors import OverBudget
from loaders.upstream.scope import Scope, entered
from loaders.upstream.share import Shared
from resolvers.context import Caller
from tests.access.front import TurnedClock, serve
from tests.cache.server import Server

ASK = "{ vendors { vendor } }"
KNOWN = frozenset({"people:read"})


async def test_a_key_over_its_rate_gets_429_and_when_to_come_again(town: Town, tmp_path: Path):
    """Its own number, not the installation's; another key isn't touched by it."""
    async with serve(tmp_path, town.settings) as front:
        few, many = front.key("few", "people:read", rate=3), front.key("many", "people:read")

        statuses = [(await front.ask(ASK, few)).status_code for _ in range(3)]
        over = await front.ask(ASK, few)
        other = await front.ask(ASK, many)

    assert statuses == [200, 200, 200]
    assert over.status_code == 429
    assert 1 <= int(over.headers["retry-after"]) <= 60
    assert over.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert other.status_code == 200


async def test_users_have_a_quota_each(town: Town, tmp_path: Path):
    """By the subject of their token, however many tokens they have."""
    async with serve(tmp_path, town.settings, QUOTA_REQUESTS="2") as front:
        mine = [front.issuer.token(email="ana.popescu0@example.com", sub="a", jti=str(number)) for number in range(3)]
        other = front.issuer.token(email="bogdan.popescu1@example.com", sub="b")

        statuses = [(await front.ask(ASK, token)).status_code for token in [*mine, other]]

    assert statuses == [200, 200, 429, 200]


async def test_each_of_a_batch_counts_as_a_request(town: Town, tmp_path: Path):
    """What is over the rate isn't run, and says so in its place."""
    async with serve(tmp_path, town.settings, MAX_BATCH="10") as front:
        headers = {"authorization": f"Bearer {front.key('batches', 'people:read', rate=5)}"}
        first = await front.http.post("/graphql", json=[{"query": ASK}] * 10, headers=headers)
        second = await front.http.post("/graphql", json=[{"query": ASK}] * 10, headers=headers)

    ran = [one for one in first.json() if "data" in one]
    over = [one for one in first.json() if "data" not in one]
    assert len(ran) == 5
    assert {one["errors"][0]["extensions"]["code"] for one in over} == {"RATE_LIMITED"}
    assert second.status_code == 429


async def test_what_no_minute_has_room_for_is_not_asked_to_come_again(town: Town, tmp_path: Path):
    """It is too complex for this caller: the error says what it costs and what there is, and costs nothing itself."""
    async with serve(tmp_path, town.settings) as front:
        key = front.key("poor", "leads:read", cost=250)
        refused = await front.ask("{ leads(first: 100) { nodes { id history { status } } } }", key)
        cheap = await front.ask(ASK, key)

    error = refused.json()["errors"][0]
    assert "data" not in refused.json()
    assert error["extensions"]["code"] == "QUERY_TOO_COMPLEX"
    assert error["extensions"]["cost"] > error["extensions"]["limit"] == 250
    assert "retry-after" not in refused.headers
    assert cheap.status_code == 200


async def test_cost_is_counted_too(town: Town, tmp_path: Path):
    """One dear document may be the minute's last; the error says so and when to come again."""
    async with serve(tmp_path, town.settings) as front:
        key = front.key("dear", "leads:read", cost=300)
        dear = "{ leads(first: 100) { nodes { id } } }"

        assert (await front.ask(dear, key)).status_code == 200
        assert (await front.ask(dear, key, headers={"cache-control": "no-cache"}, extensions={"cost": True})).status_code == 200
        refused = await front.ask(dear, key, extensions={"cost": True})
        cheap = await front.ask(ASK, key)

    assert refused.status_code == 429
    assert "data" not in refused.json()
    assert refused.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert cheap.status_code == 200


async def test_without_redis_each_process_counts_for_itself():
    """A quota is no reason to be down: the count goes on in memory."""
    quotas = Quotas(2, 0, f"redis://127.0.0.1:{free_port()}/0")
    caller = Caller("key:a", None, KNOWN)

    await quotas.enter(caller)
    await quotas.enter(caller)

    with pytest.raises(OverQuota):
        await quotas.enter(caller)


async def test_processes_share_a_quota_over_redis(tmp_path: Path):
    """What one counted, the other knows; and when Redis is gone, both go on counting for themselves."""
    server = Server(tmp_path)
    await server.start()
    one, other, caller = Quotas(3, 0, server.url), Quotas(3, 0, server.url), Caller("key:a", None, KNOWN)
    try:
        await one.enter(caller)
        await other.enter(caller)
        await one.enter(caller)
        with pytest.raises(OverQuota) as refusal:
            await other.enter(caller)
        assert 1 <= refusal.value.retry_after_s <= 60
    finally:
        await server.kill()

    await other.enter(caller)


def budget(calls: int) -> tuple[Shared, TurnedClock]:
    """A budget of that many calls in 60 s, of which one caller gets six tenths."""
    clock = TurnedClock()
    return Shared("tracksale", SlidingWindow("tracksale", calls, 60, clock), 0.6, 60, clock), clock


async def take(shared: Shared, caller: str | None, times: int) -> int:
    """Take calls until it is over; returns how many there were."""
    with entered(Scope(caller=caller)):
        for number in range(times):
            try:
                await shared.take()
            except OverBudget as error:
                assert error.retry_after_s is not None
                return number
    return times


async def test_one_caller_cannot_use_up_a_vendors_budget():
    """Of a hundred calls it gets sixty; the next one gets its share of the rest, and work for nobody what remains."""
    shared, clock = budget(100)

    assert await take(shared, "key:greedy", 100) == 60
    assert await take(shared, "key:other", 100) == 24
    assert await take(shared, None, 100) == 16

    clock.ahead_s += 61
    assert await take(shared, "key:greedy", 100) == 60


async def test_the_last_call_is_given_to_whoever_had_none():
    """A small budget isn't kept for nobody."""
    shared, _ = budget(1)

    assert await take(shared, "key:a", 2) == 1
