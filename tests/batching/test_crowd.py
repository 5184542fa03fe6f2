"""People of whom the same is asked come to a vendor's bulk read together, however they are found and whatever else is selected."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from resolvers.crowd import Crowd
from tests.batching.conftest import Counted, emails

CODES = "query ($by: [CustomerKey!]!) {{ customers(by: $by) {{ {} loyaltyCodes {{ code }} }} }}"


@pytest.mark.parametrize("beside", ["", "id", "firstName", "id identities { id }"])
@pytest.mark.parametrize("count", [9, 20, 100])
async def test_footprints_codes_come_from_everybodys_list_whatever_is_selected_beside(
    counted: Counted, count: int, beside: str
) -> None:
    """Footprints finds people one at a time, and who is known elsewhere doesn't wait for that."""
    total = (await counted.data("{ loyaltyCodes(first: 1) { totalCount } }"))["loyaltyCodes"]["totalCount"]
    await counted.gateway.process.cache.forget(["*"])
    counted.calls("footprints")
    people = [person for person in counted.known_to("footprints", "carecloud") if person.phone and person.number not in (0, 1)]

    await counted.data(CODES.format(beside), by=emails(people[:count]))

    asked = counted.calls("footprints")
    assert asked.pop("GET /api/client") == count
    assert asked == ({"POST /api/loyaltyCode/history": 9} if count == 9 else {"POST /api/loyaltyCode/list": -(-total // 20)})


@pytest.mark.parametrize("count", [20, 100])
@pytest.mark.parametrize(
    "document",
    [
        '{ survey(code: "51") { answers(first: %d) { nodes { customer { vouchers { code } } } } } }',
        "{ rewardCampaigns(first: 1) { nodes { visibleTo(first: %d) { nodes { vouchers { code } } } } } }",
    ],
)
async def test_carecloud_facets_of_people_found_in_waves_are_one_list(counted: Counted, document: str, count: int) -> None:
    """Answers and audiences name people by what they have: e-mails are found at once, other handles later."""
    await counted.gateway.query(document % count)

    asked = counted.calls("carecloud")
    assert asked["GET /vouchers"] == 1
    assert "GET /customers/*/vouchers" not in asked


def found(value: int | None, after: asyncio.Event | None = None) -> Callable[[], Awaitable[int | None]]:
    """A search that ends at once, or when it is let."""

    async def search() -> int | None:
        if after is not None:
            await after.wait()
        return value

    return search


async def turns(count: int = 5) -> None:
    """Let everybody do what they can do now."""
    for _ in range(count):
        await asyncio.sleep(0)


@pytest.mark.parametrize(("count", "are_held"), [(9, False), (10, True)])
async def test_ten_wait_for_one_another_and_nine_do_not(count: int, are_held: bool) -> None:  # noqa: FBT001  # a parameter
    """All but one are found at once; nobody may be held up where there is no bulk read for so few."""
    crowd, late = Crowd(), asyncio.Event()
    early = [asyncio.create_task(crowd.join(found(number))) for number in range(count - 1)]
    last = asyncio.create_task(crowd.join(found(99, late)))
    await turns()
    assert [task.done() for task in early] == [not are_held] * (count - 1)

    late.set()
    assert await asyncio.gather(*early, last) == [*range(count - 1), 99]


async def test_who_is_nobody_or_fails_holds_nobody_up() -> None:
    """Nor is anybody held where too few are left."""
    crowd, late = Crowd(), asyncio.Event()

    async def failing() -> int:
        await late.wait()
        raise ValueError

    early = [asyncio.create_task(crowd.join(found(number))) for number in range(9)]
    rest = [asyncio.create_task(crowd.join(search)) for search in (found(None, late), failing)]
    await turns()
    assert not any(task.done() for task in early)

    late.set()
    assert await asyncio.gather(*early) == [*range(9)]
    assert await rest[0] is None
    with pytest.raises(ValueError):
        await rest[1]


async def test_a_search_that_hangs_holds_nobody_for_long() -> None:
    """Those who are here go without it after a while; who comes later goes alone."""
    crowd, never = Crowd(patience_s=0.01), asyncio.Event()
    hung = asyncio.create_task(crowd.join(found(99, never)))
    assert await asyncio.wait_for(asyncio.gather(*(crowd.join(found(number)) for number in range(12))), 10) == [*range(12)]

    never.set()
    assert await hung == 99


async def test_who_is_cancelled_holds_nobody_up() -> None:
    """A branch of the request may end before the others."""
    crowd, never = Crowd(), asyncio.Event()
    early = [asyncio.create_task(crowd.join(found(number))) for number in range(10)]
    hung = asyncio.create_task(crowd.join(found(99, never)))
    await turns()
    hung.cancel()

    assert await asyncio.wait_for(asyncio.gather(*early), 10) == [*range(10)]
