"""Routers that we did not write, over five processes, answer as the single process does."""

import json
from typing import Any

import pytest
import pytest_asyncio

from gateway.sandbox.town import Town
from tests.command.test_readme import block
from tests.conftest import Gateway
from tests.federation.slices import Slices

pytestmark = pytest.mark.long
ROUTERS = ("apollo_gateway", "hive_gateway")
QUERY = block("query", "graphql")
ANA = {"email": "Ana.Popescu0@example.com"}
SEVERAL = """query Several($by: [CustomerKey!]!) {
  customers(by: $by) {
    id email availableRewards { nodes { id name } } leads(first: 1) { nodes { id } }
    surveyAnswers(first: 2) { nodes { id score customer { id lastName rewards { id } leads(first: 1) { nodes { id } } } } }
  }
  surveys { id name vendor answers(first: 3) { nodes { id customer { id rewards { id } } } } }
  rewardCampaigns(first: 2) { nodes { id name vendor } pageInfo { hasNextPage endCursor } totalCount }
}"""
THREE = "query Three($by: CustomerKey!) { customer(by: $by) { rewards { id } leads { nodes { id } } surveyAnswers { nodes { id } } } }"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def composed(slices: Slices) -> Slices:
    """The slices, composed."""
    assert (await slices.composed())["errors"] == []
    return slices


@pytest.mark.parametrize("router", ROUTERS)
async def test_a_router_answers_as_the_single_process(router: str, composed: Slices, gateway: Gateway, sandbox: Town):
    """The README's five-vendor query, and several people, one unknown, with lists of two vendors beside them."""
    by = [{"email": person.email} for person in sandbox.people[:3]] + [{"email": "stranger@example.com"}]

    one, several = await composed.routed(router, (QUERY, {**ANA}), (SEVERAL, {"by": by}))

    assert one.get("errors") is None
    assert one["data"] == _plain((await gateway.query(QUERY, **ANA)).data)
    assert one["data"]["customer"]["targetedCampaigns"]
    assert several.get("errors") is None
    assert several["data"] == _plain((await gateway.query(SEVERAL, by=by)).data)
    assert several["data"]["customers"][3] is None


@pytest.mark.parametrize("router", ROUTERS)
async def test_a_slice_that_is_gone_blanks_only_its_fields(router: str, composed: Slices):
    """The other four answer, and an error tells."""
    (answer,) = await composed.routed(router, (THREE, {"by": ANA}), gone="tracksale")

    assert answer["data"]["customer"]["surveyAnswers"] is None
    assert answer["data"]["customer"]["rewards"]
    assert answer["data"]["customer"]["leads"]["nodes"]
    assert answer["errors"]


def _plain(answer: object) -> Any:
    return json.loads(json.dumps(answer, default=str))
