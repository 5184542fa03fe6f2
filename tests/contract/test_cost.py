"""What a query is told to cost in upstream calls, held against the calls that the stand-ins count with nothing kept."""

import pytest

from gateway.engine.engine import Request
from gateway.sandbox.town import Town
from resolvers.context import Caller
from tests.conftest import Gateway, make
from tests.contract.test_calls import CUSTOMER_360, MANY, calls

ANA = 'customer(by: {email: "ana.popescu0@example.com"})'
ANA_ID = "Q3VzdG9tZXI6Y2FyZWNsb3VkOjhlYTIwMDAwMDAwMDAwMDAwMA"
WINDOWS = " ".join(f'a{day}: nps(from: "2026-01-{day:02}", to: "2026-01-{day:02}") {{ promoters }}' for day in range(1, 21))

DOCUMENTS = {
    "nothing": "{ vendors { vendor } }",
    "id": f"{{ {ANA} {{ id }} }}",
    "names": f"{{ {ANA} {{ firstName lastName email phone birthDate }} }}",
    "rewards": f"{{ {ANA} {{ rewards {{ id }} }} }}",
    "open loyalty": f"{{ {ANA} {{ purchases {{ couponCode campaign {{ name }} }} loyalty {{ points }} }} }}",
    "five vendors": CUSTOMER_360.replace("query Customer360($email: String!)", "").replace(
        "$email", '"ana.popescu0@example.com"'
    ),
    "surveys": "{ surveys { name counters { answers } draftLots { code } answers { nodes { score } } } }",
    "windows": f"{{ surveys {{ {WINDOWS} }} }}",
    "leads' people": "{ leads { nodes { customer { identities { vendor } } } } }",
    "leads": "{ leads { nodes { id actions { id } customer { id } offer { name } } } }",
    "audiences": "{ rewardCampaigns(first: 100) { nodes { visibleTo(first: 100) { totalCount } } } }",
    "campaigns": "{ campaigns { nodes { id name } } }",
    "all leads": "{ leads(first: 100) { nodes { id } } }",
    "node": f'{{ node(id: "{ANA_ID}") {{ id }} }}',
    "nodes": f'{{ nodes(ids: ["{ANA_ID}"]) {{ ... on Customer {{ id email rewards {{ id }} }} }} }}',
    "entities": f'{{ _entities(representations: [{{__typename: "Customer", id: "{ANA_ID}"}}]) {{ ... on Customer {{ email }} }} }}',
    "codes": f"{{ {ANA} {{ loyaltyCodes {{ code campaign {{ name }} }} }} }}",
}


@pytest.mark.parametrize("name", DOCUMENTS)
async def test_no_more_calls_are_made_than_were_told(sandbox: Town, name: str):
    """And not many times fewer, though lists are shorter than they may be."""
    gateway = make({**sandbox.settings, "GATEWAY_CACHE_URL": "off"})
    try:
        answer = await gateway.engine.run(Request(DOCUMENTS[name], extensions={"cost": True}), Caller())
    finally:
        await gateway.process.close()

    assert answer.errors == []
    cost = answer.extensions["cost"]
    assert isinstance(cost, dict)
    told, made = cost["calls"], sum(calls(sandbox).values())
    assert made <= told <= 7 * made


async def test_the_five_vendor_query_for_a_hundred_people_is_within_the_default_limit(gateway: Gateway):
    """With room for some more; and ten of them within a minute's quota."""
    settings = gateway.process.settings.gateway
    (facts,) = gateway.engine.prepare(MANY).facts.values()

    assert facts.cost.calls >= 900
    assert facts.cost.total <= 0.9 * settings.max_cost
    assert 10 * facts.cost.total <= settings.quota_cost
