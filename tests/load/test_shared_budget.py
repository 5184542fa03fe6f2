"""Four gateways at full speed against Tracksale with its limit switched on: they keep one budget together."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import count

import pytest_asyncio

from gateway.sandbox.town import House, Town
from tests.benchmarks.connection import Connection
from tests.benchmarks.processes import Running
from tests.cache.server import Server
from tests.load.clients import operation, reaches_store, until
from tests.load.conftest import Fleet

BUDGET, LIMIT = 900, 1000
CALLS_EACH = 10


@pytest_asyncio.fixture(loop_scope="session")
async def tracksale() -> AsyncIterator[House]:
    """Tracksale alone, with its limit on: the call after a thousand in five minutes locks the account."""
    async with Town(names=["tracksale"]).opened() as town:
        town.tracksale.app.state.limit_calls = True
        yield town.tracksale


def questions() -> Iterator[bytes]:
    """Requests that ask for the score of days that nobody has asked for: ten calls each."""
    fields = " ".join(f"n{of}: nps(from: $from, to: $to{of}) {{ nps }}" for of in range(CALLS_EACH))
    query = f"query Q($from: Date!, {', '.join(f'$to{of}: Date!' for of in range(CALLS_EACH))}) {{ {fields} }}"
    for number in count():
        first = date(2015, 1, 1) + timedelta(days=number)
        days = {f"to{of}": str(first + timedelta(days=of)) for of in range(CALLS_EACH)}
        yield operation(query, **{"from": str(first), **days})


async def full_speed(gateways: Sequence[Running], asking: Iterator[bytes], tracksale: House, goal: int = 0) -> None:
    """Ask at all of them, from four clients each, until there were so many calls and each was refused everything thrice in a row."""

    async def client(gateway: Running) -> None:
        connection, refused = await Connection.open(gateway.port), 0
        while refused < 3 or len(tracksale.calls) < goal:
            answer = json.loads((await connection.ask(next(asking))).body)
            errors = answer.get("errors", [])
            assert [error for error in errors if error["extensions"]["code"] != "VENDOR_RATE_LIMITED"] == []
            refused = refused + 1 if len(errors) == CALLS_EACH else 0
        connection.close()

    async with asyncio.timeout(60):
        await asyncio.gather(*(client(gateway) for gateway in gateways for _ in range(4)))


async def test_the_budget_is_kept_by_all_and_used(fleet: Fleet, store: Server, tracksale: House):
    """Never a 405, and at least 85 % of what the account allows is used."""
    gateways = await fleet(4, {**tracksale.settings, "GATEWAY_CACHE_URL": store.url})

    await full_speed(gateways, questions(), tracksale, goal=int(LIMIT * 0.85))

    assert LIMIT * 0.85 <= len(tracksale.calls) <= BUDGET


async def test_it_is_kept_while_the_store_is_away(fleet: Fleet, store: Server, tracksale: House):
    """One gateway is at full speed when the store is killed, then all four are: each keeps to its part of what was left.
    When the store is back, empty, it learns what was used, and the rest is used up together.
    """
    gateways, asking = await fleet(4, {**tracksale.settings, "GATEWAY_CACHE_URL": store.url}), questions()

    async def has_called() -> bool:
        return len(tracksale.calls) >= BUDGET / 3

    first = asyncio.create_task(full_speed(gateways[:1], asking, tracksale, goal=BUDGET // 3))
    await until(has_called)
    await store.kill()
    await asyncio.gather(first, full_speed(gateways, asking, tracksale))
    alone = len(tracksale.calls)

    await store.start()
    for gateway in gateways:
        await until(partial(reaches_store, gateway))
    await full_speed(gateways, asking, tracksale, goal=int(LIMIT * 0.85))

    assert BUDGET / 3 < alone <= BUDGET
    assert LIMIT * 0.85 <= len(tracksale.calls) <= BUDGET
