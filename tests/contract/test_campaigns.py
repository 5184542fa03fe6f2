"""All vendors' campaigns are one list in one stable order."""

import pytest

from gateway.sandbox.town import Town
from tests.conftest import Gateway

PAGE = """
query Page($after: String, $vendor: [Vendor!], $active: Boolean) {
  campaigns(first: 7, after: $after, vendor: $vendor, active: $active) {
    edges { cursor node { __typename id vendor name active } }
    nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


async def pages(gateway: Gateway, **arguments: object) -> list[dict[str, object]]:
    """Walk through all pages; every page but the last is full."""
    found: list[dict[str, object]] = []
    after: str | None = None
    while True:
        answer = await gateway.query(PAGE, after=after, **arguments)
        assert answer.errors == []
        connection = answer.data["campaigns"]
        assert connection["pageInfo"]["hasPreviousPage"] == (after is not None)
        assert [edge["node"]["id"] for edge in connection["edges"]] == [node["id"] for node in connection["nodes"]]
        found += [edge["node"] for edge in connection["edges"]]
        if not connection["pageInfo"]["hasNextPage"]:
            return found
        assert len(connection["edges"]) == 7
        after = connection["pageInfo"]["endCursor"]


async def test_pages_join_to_the_whole_list(gateway: Gateway, sandbox: Town):
    """Every campaign once, grouped by vendor, the same each time; each vendor's lists are read once for all pages."""
    first = await pages(gateway)
    calls = sandbox.calls()
    again = await pages(gateway)

    assert first == again
    assert sandbox.calls() == calls
    assert len({campaign["id"] for campaign in first}) == len(first) > 20
    assert {campaign["__typename"] for campaign in first} == {"RewardCampaign", "LoyaltyCampaign", "OfflineCampaign", "Survey"}


@pytest.mark.parametrize("active", [True, False])
async def test_campaigns_are_filtered(gateway: Gateway, sandbox: Town, active: object):
    """By vendor and by whether they run; no other vendor is asked."""
    found = await pages(gateway, vendor=["OPEN_LOYALTY"], active=active)

    assert found
    assert {(campaign["vendor"], campaign["active"]) for campaign in found} == {("OPEN_LOYALTY", active)}
    assert not sandbox.footprints.calls
    assert not sandbox.tracksale.calls


async def test_every_campaign_is_found_again_by_its_id(gateway: Gateway, sandbox: Town):
    """As a campaign and as a node; what was listed costs no further call."""
    found = await pages(gateway)
    before = sandbox.calls()

    answer = await gateway.query(
        "query Again($ids: [ID!]!, $one: ID!) { nodes(ids: $ids) { __typename id } campaign(id: $one) { id name } }",
        ids=[campaign["id"] for campaign in found],
        one=found[0]["id"],
    )

    assert answer.errors == []
    assert [(node["__typename"], node["id"]) for node in answer.data["nodes"]] == [(c["__typename"], c["id"]) for c in found]
    assert answer.data["campaign"] == {"id": found[0]["id"], "name": found[0]["name"]}
    assert sandbox.calls() == before


async def test_a_vendor_that_fails_is_an_error_beside_the_others(gateway: Gateway, sandbox: Town):
    """The list goes on without it, and says so."""
    sandbox.open_loyalty.fault("500")

    answer = await gateway.query("{ campaigns(first: 100) { nodes { vendor } } }")

    assert {node["vendor"] for node in answer.data["campaigns"]["nodes"]} == {"FOOTPRINTS", "TRACKSALE"}
    assert [error["extensions"]["vendor"] for error in answer.errors] == ["OPEN_LOYALTY"]  # type: ignore[index]  # as above


@pytest.mark.parametrize("arguments", ["first: 101", "first: -1", 'after: "bm9wZQ"', 'after: "?"'])
async def test_a_wrong_page_is_refused(gateway: Gateway, sandbox: Town, arguments: str):
    """With what would be right."""
    answer = await gateway.query(f"{{ campaigns({arguments}) {{ nodes {{ id }} }} }}")

    assert [error["extensions"]["code"] for error in answer.errors] == ["BAD_USER_INPUT"]  # type: ignore[index]  # as above
