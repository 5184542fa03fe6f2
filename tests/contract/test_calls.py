"""What a query costs: upstream calls, token calls not counted, caches empty. The table of the contract, row by row."""

import pytest

from gateway.sandbox.town import Town
from tests.conftest import Gateway

ANA = "ana.popescu0@example.com"
NUMBER = "C100000"
TOKENS = r"POST .*(/token|/login_check|/tokens|/users/actions/login|/token/refresh)"

CUSTOMER_360 = """
query Customer360($email: String!) {
  customer(by: {email: $email}) { ...everything }
}
fragment everything on Customer {
  id firstName lastName email phone
  identities { vendor id matchedBy }
  leads(first: 5) { nodes { id status createdAt offer { name price } } pageInfo { hasNextPage endCursor } }
  rewards { id name code validTo }
  purchases { couponCode costInPoints purchasedAt used campaign { id name } }
  surveyAnswers(first: 5) { nodes { score comment answeredAt survey { code name } } }
  targetedCampaigns { id name category }
}
"""
EVERYTHING = CUSTOMER_360[CUSTOMER_360.index("fragment") :]
MANY = "query Many($by: [CustomerKey!]!) { customers(by: $by) { ...everything } }" + EVERYTHING


def calls(sandbox: Town) -> dict[str, int]:
    """Calls per vendor, without token calls."""
    return {
        name: len(house.calls) - house.hits(TOKENS)
        for name, house in sandbox.houses.items()
        if len(house.calls) > house.hits(TOKENS)
    }


@pytest.mark.parametrize(
    ("selection", "by", "wanted"),
    [
        ("id", {"email": ANA}, {"carecloud": 1}),
        ("rewards { id }", {"email": ANA}, {"carecloud": 2}),
        ("purchases { couponCode }", {"email": ANA}, {"open_loyalty": 1}),
        ("surveyAnswers { nodes { score } }", {"email": ANA}, {"carecloud": 1, "tracksale": 1}),
        ("leads { nodes { id } }", {"email": ANA}, {"carecloud": 1, "footprints": 1}),
        ("targetedCampaigns { id }", {"externalId": NUMBER}, {"prisma": 3}),
    ],
)
async def test_a_selection_asks_only_the_vendors_it_needs(
    gateway: Gateway, sandbox: Town, selection: str, by: dict[str, str], wanted: object
):
    """Cold it costs exactly this; asked again it costs nothing."""
    document = f"query Q($by: CustomerKey!) {{ customer(by: $by) {{ {selection} }} }}"

    cold = await gateway.query(document, by=by)

    assert cold.errors == []
    assert calls(sandbox) == wanted
    warm = await gateway.query(document, by=by)
    assert warm.data == cold.data
    assert calls(sandbox) == wanted


async def test_the_five_vendor_query_costs_nine_calls_at_most(gateway: Gateway, sandbox: Town):
    """With data from all five, and nothing when asked again."""
    cold = await gateway.query(CUSTOMER_360, email=ANA)

    assert cold.errors == []
    customer = cold.data["customer"]
    assert all(customer[name] for name in ("rewards", "purchases", "targetedCampaigns"))
    assert customer["leads"]["nodes"]
    assert customer["surveyAnswers"]["nodes"]
    assert {identity["vendor"] for identity in customer["identities"]} == {name.upper() for name in sandbox.houses}
    cost = sum(calls(sandbox).values())
    assert cost <= 9
    await gateway.query(CUSTOMER_360, email=ANA)
    assert sum(calls(sandbox).values()) == cost


@pytest.mark.parametrize("count", [20, 100])
async def test_many_people_share_what_can_be_shared(gateway: Gateway, sandbox: Town, count: int):
    """CareCloud's lookups are bulk reads, Tracksale's window is one call, Open Loyalty's members a list of three pages where many
    are looked for; the rest is once per person.
    """
    people = [person for person in sandbox.people if len(person.known_to) == 5][:count]

    answer = await gateway.query(MANY, by=[{"email": person.email} for person in people])

    assert answer.errors == []
    assert sandbox.carecloud.hits(r"GET .*/customers") <= -(-count // 20)
    assert sandbox.carecloud.hits(r"GET .*/customers/[^/]+/rewards") == count
    assert sandbox.tracksale.hits("GET /v2/report/answer") == 1
    assert sandbox.open_loyalty.hits("GET /api/admin/customer") == (3 if count == 100 else count)
    assert sandbox.footprints.hits("GET /api/client") == count
    assert sandbox.prisma.hits("POST /api/campaigns/active") == count
    if count == 20:
        assert sandbox.carecloud.hits(r"GET .*/customers") == 1


async def test_the_same_person_twenty_times_is_asked_for_once(gateway: Gateway, sandbox: Town):
    """Aliases and branches share their reads, whatever the handle's spelling."""
    aliases = " ".join(
        f'c{index}: customer(by: {{email: "{ANA if index % 2 else ANA.upper()}"}}) {{ ...everything }}' for index in range(20)
    )

    answer = await gateway.query(f"{{ {aliases} }}" + EVERYTHING)

    assert answer.errors == []
    assert sum(calls(sandbox).values()) <= 9
