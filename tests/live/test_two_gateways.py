"""Two gateways over one store: what changes at one is told by the other."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest_asyncio

from gateway.sandbox.town import Town
from tests.cache.server import Server
from tests.conftest import Gateway
from tests.live.served import ANA, Served, buy, changed, serve


@pytest_asyncio.fixture(loop_scope="session")
async def pair(shops: Town, tmp_path: Path) -> AsyncIterator[tuple[Served, Served]]:
    """Two gateways, as two processes would be."""
    store = Server(tmp_path)
    await store.start()

    def served() -> AbstractAsyncContextManager[Served]:
        return serve(shops.settings, CACHE_URL=store.url, SECRET="shared")

    async with served() as first, served() as second:
        yield first, second
    await store.kill()


async def test_a_write_at_one_is_told_by_the_other(pair: tuple[Served, Served]):
    """And nothing of another person's."""
    first, second = pair
    async with second.wire() as wire, second.events(changed("purchases { couponCode }")) as stream:
        await wire.subscribe(changed("purchases { couponCode }"))
        await second.begun(2)
        bought = (await first.mutate(buy()))["buyReward"]["purchase"]["coupons"][0]
        by_socket = (await wire.hear())["payload"]
        while (event := await stream.next())[0] == "beat":
            pass

    assert {"couponCode": bought} in by_socket["data"]["customerChanged"]["purchases"]
    assert event[1]["data"] == by_socket["data"]


async def test_an_invalidation_at_one_is_told_by_the_other(pair: tuple[Served, Served], elsewhere: Gateway):
    """Where the vendor has something new to tell."""
    first, second = pair
    async with second.wire() as wire:
        await wire.subscribe(changed("purchases { couponCode }"))
        await second.begun()
        bought = (await elsewhere.query(buy())).data["buyReward"]["purchase"]["coupons"][0]
        await first.process.cache.forget(["open_loyalty"])
        told = (await wire.hear())["payload"]

    assert {"couponCode": bought} in told["data"]["customerChanged"]["purchases"]


async def test_a_refresh_at_one_is_told_by_the_other(pair: tuple[Served, Served], shops: Town, elsewhere: Gateway):
    """Which takes it from the store: the vendor is asked once."""
    first, second = pair
    selected = "purchases { couponCode }"
    asked = {"query": f'{{ customer(by: {{email: "{ANA}"}}) {{ {selected} }} }}'}
    async with second.wire() as wire:
        await wire.subscribe(changed(selected))
        await second.begun()
        await first.http.post("/graphql", json=asked)
        bought = (await elsewhere.query(buy())).data["buyReward"]["purchase"]["coupons"][0]
        shops.reset()
        first.clock.ahead_s += 60
        await first.http.post("/graphql", json=asked, headers={"cache-control": "no-cache"})
        told = (await wire.hear())["payload"]

    assert {"couponCode": bought} in told["data"]["customerChanged"]["purchases"]
    assert shops.open_loyalty.hits("GET .*/customer.*") == 1
