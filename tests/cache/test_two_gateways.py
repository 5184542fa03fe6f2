"""Two gateways over one store are one to their callers."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio

from gateway.sandbox.town import Town
from tests.cache.server import Server
from tests.conftest import Gateway, make

BUY = """
mutation Buy($key: String) {
  buyReward(
    input: {
      customer: {email: "ana.popescu0@example.com"}
      campaign: "000096cf-32a3-43bd-9034-4df343e5fd93"
      idempotencyKey: $key
    }
  ) {
    purchase { coupons }
    userErrors { code }
  }
}
"""
PURCHASES = '{ customer(by: {email: "ana.popescu0@example.com"}) { purchases { couponCode } } }'


@pytest_asyncio.fixture(loop_scope="session")
async def pair(own_sandbox: Town, store: Server) -> AsyncIterator[tuple[Gateway, Gateway]]:
    """Two gateways, as two processes would be."""
    settings = {**own_sandbox.settings, "GATEWAY_CACHE_URL": store.url, "GATEWAY_SECRET": "shared"}
    two = make(settings), make(settings)
    yield two
    for one in two:
        await one.process.close()


async def test_a_key_holds_across_processes(pair: tuple[Gateway, Gateway], own_sandbox: Town):
    """Bought at one, asked again at the other: the first outcome, and one request at the vendor."""
    first = await pair[0].query(BUY, key="once")
    again = await pair[1].query(BUY, key="once")

    assert first.errors == []
    assert first.data["buyReward"]["purchase"]["coupons"]
    assert again.data == first.data
    assert own_sandbox.open_loyalty.hits("POST .*/buy") == 1


async def test_two_at_once_make_one_call_across_processes(pair: tuple[Gateway, Gateway], own_sandbox: Town):
    """The second waits for the first, wherever that runs."""
    answers = await asyncio.gather(pair[0].query(BUY, key="both"), pair[1].query(BUY, key="both"))

    assert answers[0].data == answers[1].data
    assert own_sandbox.open_loyalty.hits("POST .*/buy") == 1


async def test_what_one_writes_the_other_reads(pair: tuple[Gateway, Gateway], own_sandbox: Town):
    """The second gateway held the purchases; the first one's write drops them there too."""
    before = await pair[1].query(PURCHASES)
    await pair[0].query(BUY, key="seen")

    async with asyncio.timeout(5):
        while True:
            after = await pair[1].query(PURCHASES)
            if after.data != before.data:
                break
            await asyncio.sleep(0)

    assert len(after.data["customer"]["purchases"]) == len(before.data["customer"]["purchases"]) + 1


async def test_one_of_them_tries_a_vendor_that_was_left_alone(pair: tuple[Gateway, Gateway], own_sandbox: Town):
    """The other leaves it alone, until it is known that it answers again: then it has the answer from there."""
    own_sandbox.tracksale.fault("500")
    for gateway in pair:
        gateway.process.vendors["tracksale"].client.breaker.open_for(0)
    failed = [await gateway.query("{ surveys { code } }") for gateway in pair]

    assert all("VENDOR_UNAVAILABLE" in str(answer.errors) for answer in failed)
    assert len(own_sandbox.tracksale.calls) == 1
