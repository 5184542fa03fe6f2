"""The store is killed and started anew, empty, under load from two gateways: nobody is told, and nothing old is told."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle

from gateway.sandbox.town import Town
from tests.benchmarks.connection import Connection
from tests.benchmarks.processes import Running
from tests.benchmarks.questions import emails
from tests.cache.server import Server
from tests.load.clients import ask, operation, reaches_store, until
from tests.load.conftest import Fleet

ANA, *OTHERS = emails(30)
PURCHASES = "query Purchases($email: String!) { customer(by: {email: $email}) { rewards { id } purchases { couponCode } } }"
BUY = """
mutation Buy($email: String!) {
  buyReward(input: {customer: {email: $email}, campaign: "000096cf-32a3-43bd-9034-4df343e5fd93"}) {
    purchase { coupons }
    userErrors { code }
  }
}
"""


@dataclass
class Load:
    """What became of the requests: how many were answered, which failed, and what each client was told of Ana in turn."""

    answered: int = 0
    failed: list[object] = field(default_factory=list)
    told: list[list[int]] = field(default_factory=list)

    async def until_more(self, count: int = 200) -> None:
        """Wait for that many more answers."""
        goal = self.answered + count

        async def is_reached() -> bool:
            return self.answered >= goal

        await until(is_reached)


@asynccontextmanager
async def load(gateways: list[Running], clients: int = 3) -> AsyncIterator[Load]:
    """Ask all of them all the while, for Ana in every third request."""
    found, is_over = Load(), asyncio.Event()

    async def client(gateway: Running) -> None:
        connection, told = await Connection.open(gateway.port), list[int]()
        found.told.append(told)
        for number, email in enumerate(cycle(OTHERS)):
            if is_over.is_set():
                break
            is_ana = number % 3 == 0
            try:
                reply = await connection.ask(operation(PURCHASES, email=ANA if is_ana else email))
            except ConnectionError as error:
                found.failed.append(error)
                break
            found.answered += 1
            if not reply.is_whole:
                found.failed.append(reply)
            elif is_ana:
                told.append(len(json.loads(reply.body)["data"]["customer"]["purchases"]))
        connection.close()

    asking = [asyncio.create_task(client(gateway)) for gateway in gateways for _ in range(clients)]
    try:
        yield found
    finally:
        is_over.set()
        await asyncio.gather(*asking)


async def bought(gateway: Running) -> int:
    """How much Ana has bought, as this gateway tells it."""
    return len((await ask(gateway, PURCHASES, email=ANA))["data"]["customer"]["purchases"])


async def buy(gateway: Running) -> None:
    """Buy one thing more for her."""
    answer = await ask(gateway, BUY, email=ANA)
    assert answer["data"]["buyReward"]["userErrors"] == [], answer


async def test_a_restart_of_the_store_loses_no_request_and_no_drop(fleet: Fleet, store: Server):
    """What one gateway writes before, during and after, the other one reads, and nobody is ever told an older state again."""
    async with Town().opened() as town:
        settings = {**town.settings, "GATEWAY_CACHE_URL": store.url, "GATEWAY_CACHE_TTL": "600"}
        one, other = await fleet(2, settings)
        before = await bought(other)

        async def has_read(count: int) -> bool:
            return await bought(other) == before + count

        async with load([one, other]) as found:
            await found.until_more()
            await buy(one)
            await until(partial(has_read, 1))
            await store.kill()
            for gateway in (one, other):
                await until(partial(is_alone, gateway))
            await buy(one)
            assert await bought(one) == before + 2
            await found.until_more()
            await store.start()
            for gateway in (one, other):
                await until(partial(reaches_store, gateway))
            await until(partial(has_read, 2))
            await buy(one)
            await until(partial(has_read, 3))
            await found.until_more()

    assert found.failed == []
    assert all(told == sorted(told) for told in found.told)
    assert {told[-1] for told in found.told} == {before + 3}


async def is_alone(gateway: Running) -> bool:
    """Whether a gateway has noticed that the store is away."""
    return not await reaches_store(gateway)
