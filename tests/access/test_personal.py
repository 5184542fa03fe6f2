"""Fields that hold who somebody is take `people:personal`, found by their names, so that a new one isn't forgotten."""

import re

import pytest
from graphql import GraphQLObjectType, is_leaf_type
from graphql import get_named_type as named

from gateway.registry import entries
from schema.scopes import PERSONAL
from schema.subgraph import Graph
from tests.access.front import EVERY_READ, Front
from tests.graphs import graph_of

TELLING = re.compile(
    r"(first|last|full|middle|user|maiden|manager|nick)_?name|mail|phone|mobile|birth|address|street|^city|zip|postal|line\d"
    r"|card(?!ed)|national|identification|passport|customer_?id|customer_?number|external_?id|person|consultant|hostess|assignee"
    r"|employee|owner|gender|^sex$|facebook|contact",
    re.IGNORECASE,
)
NOBODY = {
    **dict.fromkeys(
        ("Location.address", "Store.email", "Store.phone", "PostalAddress.city", "PostalAddress.postalCode"), "a shop's"
    ),
    **{f"PostalAddress.line{number}": "a shop's" for number in range(1, 8)},
    **dict.fromkeys(("CareCloudPurchase.externalId", "Offer.externalId", "Sku.externalId", "Lead.skuExternalId"), "a thing's"),
    **dict.fromkeys(("LoginCustomerPayload.customerId", "RegisterCustomerPayload.customerId"), "the vendor's, made up"),
    "MarketingChannel.owner": "only in a profile, which takes the scope",
}
"What sounds like somebody and is nobody."
THINGS = """
    CampaignLevel CampaignSegment CaptureField Channel CustomerInterest CustomerProperty CustomerSource CustomerStatus Interest
    LeadActionType Location LoyaltyCampaign LoyaltyPrize LoyaltyTransactionItem Offer OfferCategory OfflineCampaign PrismaField
    PropertyRecord Reward RewardCampaign RewardTag Sku Store Survey SurveyCategory SurveyReason SurveyStatus SurveyTag SurveyWidget
    TargetedCampaign VisitActivity
"""
"Types whose `name` is a thing's."


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The whole graph."""
    return graph_of(entries())


def test_what_sounds_like_somebody_takes_the_personal_scope(graph: Graph):
    """By every alternative; what doesn't take it is in a list with the reason, and so is every `name`."""
    open_fields = {f"{kind}.{field}" for kind, field in _leaves(graph) if not _is_personal(graph, kind, field)}
    sounding = {where for where in open_fields if TELLING.search(where.partition(".")[2])}
    names = {where.partition(".")[0] for where in open_fields if where.endswith(".name")}

    assert sounding == NOBODY.keys()
    assert names == set(THINGS.split())


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ('startTrace(input: {customer: {phone: "0722100000"}}) { trace { customerId } }', "Trace.customerId"),
        ('startVisit(input: {trace: "x"}) { visit { customerId } }', "Visit.customerId"),
        (
            'syncPage(input: {page: "p", visit: "x", placeholders: ["y"]}) { page { placeholders { customerId } } }',
            "Placeholder.customerId",
        ),
        (
            'triggerBusinessEvent(input: {event: "x", search: {email: "a@b.ro"}}) { event { customerId } }',
            "TriggeredCampaign.customerId",
        ),
    ],
)
async def test_a_writer_is_not_told_customer_numbers(front: Front, field: str, wanted: str):
    """Prisma's id of a person is their customer number."""
    key = front.key(f"writer {wanted}", "write:prisma")

    data, errors = await front.told(f"mutation {{ {field} }}", key)

    assert data is None
    assert errors[0]["extensions"] == {"code": "FORBIDDEN", "scope": PERSONAL}
    assert errors[0]["message"].startswith(wanted)


async def test_employees_have_names_too(front: Front):
    """The same person is a lead's consultant and a business user: neither tells the name."""
    key = front.key("leads only", *(scope for scope in EVERY_READ if scope != PERSONAL))

    data, errors = await front.told(
        "{ leads { nodes { consultant { id name } } } stores { managerName address { city line1 } } }", key
    )
    nodes = data["leads"]["nodes"]

    assert {error["extensions"]["scope"] for error in errors} == {PERSONAL}
    assert any(node["consultant"] and node["consultant"]["id"] for node in nodes)
    assert not any(node["consultant"] and node["consultant"]["name"] for node in nodes)
    assert any(store["address"] and store["address"]["city"] for store in data["stores"])


def _leaves(graph: Graph) -> list[tuple[str, str]]:
    return [
        (name, field)
        for name, kind in graph.schema._schema.type_map.items()
        if isinstance(kind, GraphQLObjectType) and not name.startswith("_")
        for field, held in kind.fields.items()
        if is_leaf_type(named(held.type))
    ]


def _is_personal(graph: Graph, kind: str, field: str) -> bool:
    needed = graph.needs.get((kind, field), ())
    return bool(needed) and all(PERSONAL in scopes for scopes in needed)
