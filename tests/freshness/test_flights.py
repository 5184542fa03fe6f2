"""Nobody waits for data that is merely stale, and nobody who leaves takes the others' call along."""

import asyncio
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from gateway.sandbox.town import Town
from tests.access.front import Front
from tests.contract.test_calls import CUSTOMER_360
from tests.freshness.front import ANA, REWARDS, calls, idle, renewed, seen, still, until

PERSON = {"email": ANA}
CROWD = 50


async def test_a_crowd_that_finds_it_stale_is_served_at_once_and_renews_it_once(front: Front, sandbox: Town):
    """Fifty requests for five vendors' data while no vendor answers: all served, and each read asked for once."""
    cold = await seen(front, CUSTOMER_360, variables=PERSON)
    made = {name: len(house.calls) for name, house in sandbox.houses.items()}
    front.clock.ahead_s += 65
    held = _hold(sandbox)

    answers = await asyncio.gather(*(front.ask(CUSTOMER_360, variables=PERSON) for _ in range(CROWD)))
    waiting = sum(vendor.client.slots.taken for vendor in front.process.vendors.values())
    held.set()
    await idle(front)
    fresh = await renewed(front, CUSTOMER_360, variables=PERSON)

    assert all(answer.json()["data"] == cold.data for answer in answers)
    assert all("errors" not in answer.json() for answer in answers)
    assert waiting > 0
    assert fresh.data == cold.data
    again = {name: len(house.calls) - made[name] for name, house in sandbox.houses.items()}
    assert all(again[name] <= made[name] for name in made), (made, again)


async def test_a_crowd_that_finds_nothing_makes_one_call_per_read(front: Front, sandbox: Town):
    """Fifty at once on a cold cache cost what one costs."""
    await seen(front, CUSTOMER_360, variables=PERSON)
    alone = calls(sandbox)
    await front.process.cache.forget({"*"})
    sandbox.reset()

    answers = await asyncio.gather(*(front.ask(CUSTOMER_360, variables=PERSON) for _ in range(CROWD)))

    assert all("errors" not in answer.json() for answer in answers)
    assert calls(sandbox) == alone


async def test_a_caller_who_leaves_leaves_the_call_to_the_others(front: Front, sandbox: Town):
    """The first hangs up while the vendor works; the second, who came after, is answered by that call."""
    held = _hold(sandbox)
    first = asyncio.create_task(front.ask(REWARDS, variables=PERSON))
    await until(lambda: calls(sandbox) == 1)
    second = asyncio.create_task(front.ask(REWARDS, variables=PERSON))
    await _hung_up(first)
    held.set()

    answer = await second

    assert answer.json()["data"]["customer"]["rewards"]
    assert calls(sandbox) == 2


async def test_what_nobody_waits_for_any_more_is_kept_for_the_next(front: Front, sandbox: Town):
    """The only caller hangs up: the call that was sent is paid for, so its answer is used."""
    query = "{ stores { name } }"
    held = _hold(sandbox)
    only = asyncio.create_task(front.ask(query))
    await until(lambda: calls(sandbox) == 1)
    await _hung_up(only)
    held.set()
    await idle(front)

    answer = await seen(front, query)

    assert answer.data["stores"]
    assert calls(sandbox) == 1


@pytest.mark.parametrize("many", [1, 5])
async def test_a_time_out_of_the_request_is_none_of_the_calls(sandbox: Town, tmp_path: Path, many: int):
    """The query's time is up before the vendor answers; the call goes on, and the next query has its answer without one."""
    async with still(tmp_path, sandbox, TIMEOUT_S="0.3") as front:
        held = _hold(sandbox)
        late = await asyncio.gather(*(front.ask("{ stores { name } }") for _ in range(many)))
        held.set()
        await idle(front)
        after = await seen(front, "{ stores { name } }")

    for answer in late:
        assert answer.json()["errors"][0]["extensions"]["code"] == "QUERY_TIMEOUT"
        assert answer.headers["cache-control"] == "no-store"
    assert after.data["stores"]
    assert calls(sandbox) == 1


async def _hung_up(asking: "asyncio.Task[httpx.Response]") -> None:
    """Close the client's connection, and wait until the gateway has noticed."""
    with capture_logs() as lines:
        asking.cancel()
        await until(lambda: "GONE" in [line.get("outcome") for line in lines])


def _hold(town: Town) -> asyncio.Event:
    """Let no vendor answer before the event is set."""
    held = asyncio.Event()
    for house in town.houses.values():
        house.trouble.gate = held
    return held
