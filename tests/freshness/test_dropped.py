"""What a write made stale is dropped, whole answers too, in every process at once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from gateway.sandbox.town import Town
from tests.access.front import Front
from tests.cache.server import Server
from tests.cache.test_two_gateways import BUY
from tests.contract.test_calls import CUSTOMER_360
from tests.freshness.front import ANA, BOGDAN, STORES, Seen, calls, idle, seen, still, until

PURCHASES = "query Bought($email: String!) { customer(by: {email: $email}) { purchases { couponCode } } }"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two gateways around one store, over stand-ins of their own."""

    one: Front
    other: Front
    town: Town


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Pair]:
    """Both are connected to the store."""
    folders = [tmp_path_factory.mktemp(name) for name in ("store", "one", "other")]
    server = Server(folders[0])
    await server.start()
    async with (
        Town().opened() as town,
        still(folders[1], town, CACHE_URL=server.url, SECRET="shared") as one,
        still(folders[2], town, CACHE_URL=server.url, SECRET="shared") as other,
    ):
        for front in (one, other):
            await seen(front, STORES)
            await _up(front)
        yield Pair(one, other, town)
    await server.kill()


@pytest_asyncio.fixture(loop_scope="session")
async def pair(served: Pair) -> Pair:
    """The same with nothing in the cache."""
    for front in (served.one, served.other):
        await _up(front)
        await front.process.cache.forget({"*"})
    return served


async def test_a_write_drops_the_answers_that_it_made_stale_and_no_others(pair: Pair):
    """The buyer's purchases are asked for again; another's, and a catalogue of another vendor, are still kept."""
    before = await _all(pair.one)
    made = calls(pair.town)
    bought = await seen(pair.one, BUY, variables={"key": "once"})
    after = await _all(pair.one)

    assert bought.codes == []
    assert bought.answer.headers["cache-control"] == "no-store"
    assert [answer.was_kept for answer in before] == [False, False, False]
    assert [answer.was_kept for answer in after] == [False, True, True]
    assert _count(after[0]) == _count(before[0]) + 1
    assert calls(pair.town) > made


async def test_another_processes_write_drops_them_at_once(pair: Pair):
    """Both held the purchases; what one of them writes, the other's next answers show, and its other answers are kept on."""
    before = await _all(pair.other)
    assert all(answer.was_kept for answer in await _all(pair.other))

    await seen(pair.one, BUY, variables={"key": "seen"})
    async with asyncio.timeout(5):
        while (after := await seen(pair.other, PURCHASES, variables={"email": ANA})).was_kept:
            pass
    again = await _all(pair.other)

    assert _count(after) == _count(before[0]) + 1
    assert [answer.was_kept for answer in again] == [True, True, True]
    assert _count(again[0]) == _count(after)


async def test_what_one_process_read_the_other_answers_from(pair: Pair):
    """Without a call, and as old as it is by then."""
    await seen(pair.one, PURCHASES, variables={"email": ANA})
    await idle(pair.one)
    await _up(pair.other)
    made = calls(pair.town)
    pair.other.clock.ahead_s += 12

    answer = await seen(pair.other, PURCHASES, variables={"email": ANA})

    assert calls(pair.town) == made
    assert not answer.was_kept
    assert answer.fresh["OPEN_LOYALTY"]["age"] == 12
    assert answer.fresh["OPEN_LOYALTY"]["stale"] is False


async def test_all_five_vendors_of_what_one_process_read(pair: Pair):
    """The other processes ask no vendor at all, not for reports that are kept with an index either."""
    first = await seen(pair.one, CUSTOMER_360, variables={"email": ANA})
    await idle(pair.one)
    await _up(pair.other)
    made = calls(pair.town)

    again = await seen(pair.other, CUSTOMER_360, variables={"email": ANA})

    assert calls(pair.town) == made
    assert again.data == first.data
    assert again.data["customer"]["surveyAnswers"]["nodes"]


async def _up(front: Front) -> None:
    """Wait until the store answers: on a busy machine it may seem away for a moment."""
    tier = front.process.cache.shared
    assert tier is not None
    await until(lambda: tier.is_up)


async def _all(front: Front) -> list[Seen]:
    asked = [(PURCHASES, {"email": ANA}), (PURCHASES, {"email": BOGDAN}), (STORES, {})]
    return [await seen(front, query, variables=variables) for query, variables in asked]


def _count(answer: Seen) -> int:
    return len(answer.data["customer"]["purchases"])
