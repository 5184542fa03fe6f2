"""Where one bulk read of a vendor is cheaper than many single ones, it is taken: each switch by the calls on both of its sides."""

import pytest

from tests.batching.conftest import Counted, emails

MANY = "query ($by: [CustomerKey!]!) { customers(by: $by) { %s } }"


@pytest.mark.parametrize(("count", "chunks"), [(1, [1]), (2, [2]), (50, [50]), (51, [1, 50]), (100, [50, 50])])
async def test_carecloud_finds_people_by_email_in_chunks_of_fifty(counted: Counted, count: int, chunks: list[int]) -> None:
    """`email_list[]`, 50 to a call; one alone goes by `email`. The row is the whole record, so that no call by id follows."""
    people = counted.known_to("carecloud")[:count]
    found = await counted.data(MANY % "id email firstName birthDate", by=emails(people))

    assert [one["email"] for one in found["customers"]] == [person.email for person in people]
    asked = [[name for name, _ in call.query if name.startswith("email")] for call in counted.town.carecloud.calls]
    assert sorted(len(names) for names in asked if names) == chunks
    assert all(set(names) == {"email" if len(names) == 1 else "email_list[]"} for names in asked if names)
    assert counted.calls("carecloud") == {"GET /customers": len(chunks)}


@pytest.mark.parametrize(
    ("handle", "calls"),
    [
        ("external_id", {"GET /customer-source-records": 1, "GET /customers": 1}),
        ("card", {"GET /cards": 1, "GET /customers": 1}),
        ("phone", {"GET /customers": 12}),
    ],
)
async def test_carecloud_finds_people_by_other_handles(counted: Counted, handle: str, calls: dict[str, int]) -> None:
    """External ids and cards are lists, and so are the ids that they lead to; there is no list of phones."""
    people = [person for person in counted.known_to("carecloud") if person.phone][4:16]
    name = {"external_id": "externalId", "card": "loyaltyCardNumber", "phone": "phone"}[handle]
    await counted.gateway.query(MANY % "id", by=[{name: getattr(person, handle)} for person in people])

    assert counted.calls("carecloud") == calls


@pytest.mark.parametrize(
    ("selection", "everybodys", "ones"),
    [
        ("vouchers { code }", "GET /vouchers", "GET /customers/*/vouchers"),
        ("loyaltyCards { number }", "GET /cards", "GET /customers/*/cards"),
        ("carecloudPurchases { nodes { totalPrice } }", "GET /purchases", "GET /customers/*/purchases"),
        ("pointRecords { nodes { assigned } }", "GET /points", "GET /customers/*/points"),
        ("externalId", "GET /customer-source-records", "GET /customers/*/customer-source-records"),
    ],
)
async def test_carecloud_facets_of_ten_people_are_the_projects_list(
    carecloud: Counted, selection: str, everybodys: str, ones: str
) -> None:
    """Nine people are nine calls, ten are one; nobody gets anything else by the one than by the other."""
    people = carecloud.known_to("carecloud")[:10]
    many = await carecloud.data(MANY % selection, by=emails(people))
    assert carecloud.calls("carecloud") == {"GET /customers": 1, everybodys: 1}

    await carecloud.gateway.process.cache.forget(["*"])
    nine = await carecloud.data(MANY % selection, by=emails(people[:9]))
    assert carecloud.calls("carecloud") == {"GET /customers": 1, ones: 9}
    assert many["customers"][:9] == nine["customers"]


@pytest.mark.parametrize(
    ("selection", "path"),
    [("rewards { id }", "rewards"), ("customerStatus { name }", "status-records"), ("interests { name }", "interest-records")],
)
async def test_carecloud_has_no_list_of_what_is_open_to_everybody(counted: Counted, selection: str, path: str) -> None:
    """Rewards, levels and interests are one call for each person, however many they are."""
    await counted.data(MANY % selection, by=emails(counted.known_to("carecloud")[:12]))

    assert counted.calls("carecloud")[f"GET /customers/*/{path}"] == 12


@pytest.mark.parametrize(("count", "calls"), [(1, 1), (49, 49), (50, 3), (100, 3)])
@pytest.mark.parametrize("handle", ["email", "phone"])
async def test_open_loyaltys_members_are_one_list(counted: Counted, handle: str, count: int, calls: int) -> None:
    """All members are three pages, fewer than one search for each of fifty people. The rows bring the purchases along."""
    people = [person for person in counted.known_to("open_loyalty") if person.phone and person.number > 20][:count]
    document = MANY % "purchases { couponCode costInPoints }"
    await counted.gateway.query(document, by=[{handle: getattr(person, handle)} for person in people])

    assert counted.calls("open_loyalty") == {"GET /api/admin/customer": calls}


async def test_open_loyaltys_list_finds_whom_a_search_finds(counted: Counted) -> None:
    """By every handle, however it is spelled there."""
    people = [person for person in counted.known_to("open_loyalty") if person.phone][:60]
    keys = [{"email": person.email} for person in people[:20]]
    keys += [{"phone": str(person.phone)} for person in people[20:40]]
    keys += [{"loyaltyCardNumber": person.card} for person in people[40:]]
    document = MANY % "purchases { couponCode }"
    many = await counted.gateway.query(document, by=keys)
    assert counted.calls("open_loyalty")["GET /api/admin/customer"] <= 3 + 20

    await counted.gateway.process.cache.forget(["*"])
    singly = [(await counted.gateway.query(document, by=[key])).data["customers"] for key in keys]
    assert many.data["customers"] == [found for (found,) in singly]


async def test_footprints_codes_of_many_people_come_from_everybodys_list(counted: Counted) -> None:
    """As soon as it has fewer pages than there are people; page 1 tells, and the look is not made again for ten minutes."""
    people = [person for person in counted.known_to("footprints", "carecloud") if person.phone and person.number not in (0, 1)]
    pages = -(-(await counted.data("{ loyaltyCodes(first: 1) { totalCount } }"))["loyaltyCodes"]["totalCount"] // 20)
    counted.calls("footprints")
    document = MANY % "loyaltyCodes { code status prize campaign { name internalId } }"
    for count, calls in (
        (9, {"POST /api/loyaltyCode/history": 9}),
        (pages, {"POST /api/loyaltyCode/list": 1, "POST /api/loyaltyCode/history": pages}),
        (pages + 1, {"POST /api/loyaltyCode/list": pages}),
    ):
        await counted.gateway.process.cache.forget(["*"])
        found = await counted.data(document, by=emails(people[:count]))
        asked = counted.calls("footprints")
        assert asked.pop("GET /api/client") == count
        assert asked == calls
    listed = [_by_code(one["loyaltyCodes"]) for one in found["customers"]]

    await counted.gateway.process.cache.forget(["*"])
    found = await counted.data(
        MANY % "loyaltyCodes { code status prize updatedAt campaign { name internalId } }", by=emails(people[: pages + 1])
    )
    assert counted.calls("footprints")["POST /api/loyaltyCode/history"] == pages + 1
    assert [_by_code(one["loyaltyCodes"]) for one in found["customers"]] == listed


async def test_footprints_check_is_left_out_where_the_history_is_at_hand(counted: Counted) -> None:
    """One campaign's code is one call, none beside all codes."""
    document = 'query ($e: String!) {{ customer(by: {{email: $e}}) {{ {} loyaltyCode(campaign: "17ytx3n52qm") {{ code }} }} }}'
    await counted.data(document.format(""), e="ana.popescu0@example.com")
    assert counted.calls("footprints") == {"GET /api/client": 1, "POST /api/loyaltyCode/check": 1}

    await counted.gateway.process.cache.forget(["*"])
    await counted.data(document.format("loyaltyCodes { code }"), e="ana.popescu0@example.com")
    assert counted.calls("footprints") == {"GET /api/client": 1, "POST /api/loyaltyCode/history": 1}


async def test_tracksales_answers_of_everybody_are_one_report(counted: Counted) -> None:
    """One person costs the same as a hundred."""
    for count in (1, 100):
        await counted.gateway.process.cache.forget(["*"])
        await counted.data(MANY % "surveyAnswers { nodes { score } }", by=emails(counted.known_to("carecloud")[:count]))
        assert counted.calls("tracksale") == {"GET /v2/report/answer": 1}


async def test_tracksales_surveys_are_one_list_from_two_on(counted: Counted) -> None:
    """One is asked for by its code."""
    await counted.data("{ survey(code: 51) { name } }")
    assert counted.calls("tracksale") == {"GET /v2/campaign/51": 1}

    await counted.gateway.process.cache.forget(["*"])
    await counted.data("{ a: survey(code: 51) { name } b: survey(code: 52) { name } c: survey(code: 53) { name } }")
    assert counted.calls("tracksale") == {"GET /v2/campaign": 1}


async def test_prismas_campaigns_by_several_filters_are_asked_for_once(counted: Counted) -> None:
    """One filter is the vendor's to apply; two of one person are cut from all that are active. People are a call each."""
    one = 'a: targetedCampaigns(category: "Sales") { id }'
    two = f'{one} b: targetedCampaigns(group: "Cars") {{ id category }}'
    by = [{"externalId": person.external_id} for person in counted.known_to("prisma")[:3]]
    for selection in (one, two):
        await counted.gateway.process.cache.forget(["*"])
        await counted.data(MANY % selection, by=by)
        assert counted.calls("prisma")["POST /api/campaigns/active"] == 3


def _by_code(codes: list[dict[str, object]]) -> list[tuple[object, ...]]:
    return sorted((code["code"], code["status"], code["prize"], str(code["campaign"])) for code in codes)
