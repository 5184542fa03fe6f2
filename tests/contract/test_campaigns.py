"""All vendors' campaigns are one list in one stable order."""

import pytest

from gateway.sandbox.town import Town
from resolvers import ids
from resolvers.paging import cursor
from tests.conftest import Gateway, make

PAGE = """
query Page($after: String, $vendor: [Vendor!], $active: Boolean) {
  campaigns(first: 7, after: $after, vendor: $vendor, active: $active) {
    edges { cursor node { __typename id vendor name active } }
    nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


async def pages(gateway: Gateway, *, after: str | None = None, **arguments: object) -> list[dict[str, object]]:
    """Walk through all pages; every page but the last is full."""
    found: list[dict[str, object]] = []
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


@pytest.mark.parametrize("parts", [("Customer", "carecloud", "8ea2"), ("Reward", "8135e3459fe211af0873a6244d"), ("Bogus", "1")])
async def test_the_id_of_something_else_is_refused(gateway: Gateway, sandbox: Town, parts: tuple[str, ...]):
    """In our own words, before any vendor is asked."""
    answer = await gateway.query("query One($id: ID!) { campaign(id: $id) { id } }", id=ids.encode(*parts))

    assert answer.data == {"campaign": None}
    assert [error["message"] for error in answer.errors] == [f"This is the id of a {parts[0]}, not of a campaign."]
    assert answer.errors[0]["extensions"]["code"] == "BAD_USER_INPUT"  # type: ignore[index]  # as above
    assert sandbox.calls() == 0


async def test_a_vendor_that_fails_is_an_error_beside_the_others(gateway: Gateway, sandbox: Town):
    """The list goes on without it, and says so."""
    sandbox.open_loyalty.fault("500")

    answer = await gateway.query("{ campaigns(first: 100) { nodes { vendor } } }")

    assert {node["vendor"] for node in answer.data["campaigns"]["nodes"]} == {"FOOTPRINTS", "TRACKSALE"}
    assert [error["extensions"]["vendor"] for error in answer.errors] == ["OPEN_LOYALTY"]  # type: ignore[index]  # as above


async def test_a_page_goes_on_where_its_cursors_vendor_fails(gateway: Gateway, sandbox: Town):
    """The others' campaigns are all there, and the list stays."""
    listed = await pages(gateway)
    last = [campaign["vendor"] for campaign in listed].index("TRACKSALE") - 1
    assert listed[last]["vendor"] == "OPEN_LOYALTY"
    after = (await gateway.query(PAGE.replace("first: 7", f"first: {last}"))).data["campaigns"]["pageInfo"]["endCursor"]
    uncached = make({**sandbox.settings, "GATEWAY_CACHE_URL": "off"})
    sandbox.open_loyalty.fault("500")

    answer = await uncached.query(PAGE.replace("first: 7", "first: 100"), after=after)
    await uncached.process.close()

    assert [error["extensions"]["code"] for error in answer.errors] == ["VENDOR_UNAVAILABLE"]  # type: ignore[index]  # as above
    assert [edge["node"] for edge in answer.data["campaigns"]["edges"]] == listed[last + 1 :]


async def test_a_page_goes_on_behind_a_campaign_that_left_the_list(own_gateway: Gateway):
    """None is left out and none comes twice."""
    listed = await pages(own_gateway, active=True)
    begun = (await own_gateway.query(PAGE, active=True)).data["campaigns"]
    gone = begun["edges"][-1]["node"]
    assert gone["__typename"] == "RewardCampaign"
    switched = await own_gateway.query(
        "mutation ($id: ID!) { setRewardCampaignActive(input: {campaign: $id, active: false}) { userErrors { message } } }",
        id=gone["id"],
    )
    assert switched.errors == []

    rest = await pages(own_gateway, after=begun["pageInfo"]["endCursor"], active=True)

    assert rest == listed[7:]


async def test_a_cursor_of_an_earlier_release_is_good_while_its_campaign_is_listed(gateway: Gateway):
    """It holds the campaign's key alone."""
    listed = await pages(gateway, vendor=["OPEN_LOYALTY"])
    key = f"open_loyalty:RewardCampaign:{ids.decode(str(listed[2]['id'])).parts[-1]}"

    answer = await gateway.query(PAGE, after=cursor(key), vendor=["OPEN_LOYALTY"])

    assert [edge["node"] for edge in answer.data["campaigns"]["edges"]] == listed[3:10]


WRONG = (*map(cursor, ("nope", '["nope", 3]', '["nope", [1.5]]', '["nope", -1]', '["nope", [[]]]')), "?")


@pytest.mark.parametrize("arguments", ["first: 101", "first: -1", *(f'after: "{text}"' for text in WRONG)])
async def test_a_wrong_page_is_refused(gateway: Gateway, sandbox: Town, arguments: str):
    """With what would be right."""
    answer = await gateway.query(f"{{ campaigns({arguments}) {{ nodes {{ id }} }} }}")

    assert [error["extensions"]["code"] for error in answer.errors] == ["BAD_USER_INPUT"]  # type: ignore[index]  # as above
