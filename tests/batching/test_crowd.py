"""People of whom the same is asked come to a vendor's bulk read together, however they are found and whatever else is selected."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from resolvers.crowd import Crowd
from tests.batching.conftest import Counted, emails
from tests.footprints.conftest import LOYAL

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


@pytest.mark.parametrize(
    "selection",
    [
        "loyaltyCodes {{ code }} loyaltyCode(campaign: {0}) {{ code status }}",
        "id loyaltyCode(campaign: {0}) {{ code status }} loyaltyCodes {{ code }}",
        "loyaltyCode(campaign: {0}) {{ code status }} loyaltyCodes {{ code }}",
        "loyaltyCode(campaign: {0}) {{ code updatedAt }} loyaltyCodes {{ code updatedAt }}",
        "a: loyaltyCodes {{ code }} b: loyaltyCodes {{ code expiresAt }} c: loyaltyCode(campaign: {0}) {{ code expiresAt }}",
    ],
)
@pytest.mark.parametrize("count", [2, 9, 20, 40])
async def test_no_code_is_checked_beside_all_codes(counted: Counted, count: int, selection: str) -> None:
    """Most of these people have none in the campaign; it answers what the check of each alone does."""
    people = [person for person in counted.known_to("footprints", "carecloud") if person.phone and person.number > 1][:count]
    document = "query ($by: [CustomerKey!]!) { customers(by: $by) { %s } }"
    beside = await counted.data(document % selection.format(f'"{LOYAL}"'), by=emails(people))

    asked = counted.calls("footprints")
    assert asked.pop("GET /api/client") == count
    assert len(asked) == 1
    assert asked.keys() <= {"POST /api/loyaltyCode/history", "POST /api/loyaltyCode/list"}
    assert asked.get("POST /api/loyaltyCode/history", count) == count

    await counted.gateway.process.cache.forget(["*"])
    alone = await counted.data(document % f'loyaltyCode(campaign: "{LOYAL}") {{ code }}', by=emails(people))
    codes = [(one.get("loyaltyCode") or one.get("c") or {}).get("code") for one in beside["customers"]]
    assert codes == [(one["loyaltyCode"] or {}).get("code") for one in alone["customers"]]
    assert None in codes


async def test_what_everybodys_list_leaves_out_of_a_code_is_asked_of_those_who_hold_one(counted: Counted) -> None:
    """Nobody else is asked of."""
    people = [person for person in counted.known_to("footprints", "carecloud") if person.phone and person.number > 1][:40]
    found = await counted.data(CODES.format(f'loyaltyCode(campaign: "{LOYAL}") {{ updatedAt }}'), by=emails(people))

    holders = [one for one in found["customers"] if one["loyaltyCode"]]
    assert 0 < len(holders) < 40
    assert all(one["loyaltyCode"]["updatedAt"] for one in holders)
    assert counted.calls("footprints")["POST /api/loyaltyCode/check"] == len(holders)


async def test_a_blocked_code_is_no_code_whichever_way_it_is_asked_for(counted: Counted) -> None:
    """The vendor's check shows blocked codes, its history doesn't."""
    listed = await counted.data(
        "{ loyaltyCodes(first: 100) { nodes { status campaign { internalId } customer { email phone } } } }"
    )
    blocked = next(row for row in listed["loyaltyCodes"]["nodes"] if row["status"] == "blocked")
    code = f'loyaltyCode(campaign: "{blocked["campaign"]["internalId"]}") {{ code }}'
    by = [{"email": blocked["customer"]["email"]}]
    document = "query ($by: [CustomerKey!]!) { customers(by: $by) { %s } }"

    await counted.gateway.process.cache.forget(["*"])
    assert (await counted.data(document % code, by=by))["customers"] == [{"loyaltyCode": None}]
    await counted.gateway.process.cache.forget(["*"])
    (beside,) = (await counted.data(document % f"{code} loyaltyCodes {{ code }}", by=by))["customers"]
    assert beside["loyaltyCode"] is None


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


async def test_who_is_cancelled_while_they_wait_is_counted_no_more() -> None:
    """Or a newcomer, alone, would be held for them."""
    crowd, never = Crowd(), asyncio.Event()
    held = [asyncio.create_task(crowd.join(found(number))) for number in range(12)]
    hung = asyncio.create_task(crowd.join(found(99, never)))
    await turns()
    for task in (*held, hung):
        task.cancel()
    await turns()

    assert await asyncio.wait_for(crowd.join(found(1)), 1) == 1
