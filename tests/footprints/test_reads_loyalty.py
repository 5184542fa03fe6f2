"""Loyalty codes and campaigns, over a real socket."""

import pytest

from resolvers import ids
from resolvers.paging import cursor
from tests.footprints.conftest import ANA, LOYAL, PERSON, WINTER, Desk, Json, codes


async def test_codes_of_a_person(desk: Desk) -> None:
    """One call for all codes, and none for one of them beside. Docs: "Check Loyalty User Prize History"."""
    fields = f"""loyaltyCodes {{ code status prize expiresAt updatedAt location campaign {{ name internalId id }} }}
      loyaltyCode(campaign: "{LOYAL}") {{ code status }}"""
    person: Json = (await desk.data(PERSON % fields, id=await desk.met(0)))["customer"]

    assert desk.calls() == {"GET /api/client": 1, "POST /api/loyaltyCode/history": 1}
    (history,) = desk.house.matching("POST /api/loyaltyCode/history")
    assert history.form == [("userEmail", ANA.email), ("userPhone", "0722100000")]
    assert history.headers["content-type"] == "application/x-www-form-urlencoded"
    stamps = [code["updatedAt"] for code in person["loyaltyCodes"]]
    assert stamps == sorted(stamps, reverse=True)
    assert person["loyaltyCode"]["code"] in [code["code"] for code in person["loyaltyCodes"]]
    assert person["loyaltyCodes"][0]["campaign"]["name"]


async def test_one_code_is_checked(desk: Desk) -> None:
    """One call, by a campaign's global id or the vendor's; naive stamps are Romanian time. Docs: "Check Client Code"."""
    campaign = ids.encode("LoyaltyCampaign", LOYAL)
    fields = f'loyaltyCode(campaign: "{campaign}") {{ code status expiresAt campaign {{ name active }} }}'
    code: Json = (await desk.data(PERSON % fields, id=await desk.met(0)))["customer"]["loyaltyCode"]

    (check,) = desk.house.matching("POST /api/loyaltyCode/check")
    assert check.form == [("userEmail", ANA.email), ("userPhone", "0722100000"), ("campaignInternalId", LOYAL)]
    assert code["campaign"] == {"name": "Loyal shopper", "active": True}
    listed = await desk.data(f'{{ loyaltyCodes(search: "{code["code"]}") {{ nodes {{ expiresAt }} }} }}')
    assert code["expiresAt"][:16] == listed["loyaltyCodes"]["nodes"][0]["expiresAt"][:16]


async def test_no_code_is_null(desk: Desk) -> None:
    """Person 1 holds no code."""
    fields = f'loyaltyCode(campaign: "{WINTER}") {{ code }} loyaltyCodes {{ code }}'

    assert (await desk.data(PERSON % fields, id=await desk.met(1)))["customer"] == {"loyaltyCode": None, "loyaltyCodes": []}


async def test_everybodys_codes_are_paged(desk: Desk) -> None:
    """The vendor's pages are cut into ours, each asked once; who holds a code is known without a call. Docs: "Code List"."""
    document = """query ($after: String) { loyaltyCodes(first: 30, after: $after) {
      totalCount nodes { code points customer { email } campaign { name } } pageInfo { endCursor hasNextPage hasPreviousPage } } }"""
    one = (await desk.data(document))["loyaltyCodes"]
    two = (await desk.data(document, after=one["pageInfo"]["endCursor"]))["loyaltyCodes"]

    found = [node["code"] for node in (*one["nodes"], *two["nodes"])]
    assert len(set(found)) == 60
    assert one["nodes"][0]["customer"] == {"email": ANA.email}
    assert one["nodes"][0]["points"] == 10
    assert (one["pageInfo"]["hasPreviousPage"], two["pageInfo"]["hasPreviousPage"]) == (False, True)
    assert desk.calls() == {"POST /api/loyaltyCode/list": 3}
    assert [dict(call.form)["page"] for call in desk.house.matching("POST /api/loyaltyCode/list")] == ["1", "2", "3"]


@pytest.mark.parametrize("place", ["²", "٣", "1" * 5_000, "-1", "1.0", "x"])
async def test_a_cursor_of_another_list_is_refused(desk: Desk, place: str) -> None:
    """Whatever text is in it; nothing is asked."""
    document = "query ($after: String) { loyaltyCodes(after: $after) { totalCount } }"
    answer = await desk.query(document, after=cursor(place))

    assert codes(answer) == ["BAD_USER_INPUT"]
    assert desk.calls() == {}


async def test_codes_of_a_campaign(desk: Desk) -> None:
    """The sample's request: a campaign, a search term, a page."""
    document = f'{{ loyaltyCodes(campaign: "{WINTER}", search: "a") {{ nodes {{ code campaign {{ internalId }} }} }} }}'
    found = (await desk.data(document))["loyaltyCodes"]["nodes"]

    assert desk.last.form == [("campaignInternalId", WINTER), ("searchTerm", "a"), ("page", "1")]
    assert {code["campaign"]["internalId"] for code in found} == {WINTER}
    assert all("A" in code["code"] for code in found)


async def test_campaigns_of_both_kinds(desk: Desk) -> None:
    """Two lists and which of the first are active; each is found again by its id."""
    document = "{ campaigns(first: 100) { nodes { __typename id vendor name active startsAt } } }"
    found = (await desk.data(document))["campaigns"]["nodes"]

    assert desk.calls() == {
        "GET /api/loyaltyCode/campaigns": 1,
        "GET /api/loyaltyCode/active-campaigns": 1,
        "GET /api/offlineCampaign": 1,
    }
    kinds = [campaign["__typename"] for campaign in found]
    assert (kinds.count("LoyaltyCampaign"), kinds.count("OfflineCampaign")) == (6, 4)
    active = {campaign["name"] for campaign in found if campaign["active"]}
    assert {"Demo Campaign", "Loyal shopper", "Winter gifts"} < active
    again = await desk.data("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=[campaign["id"] for campaign in found])
    assert [node["id"] for node in again["nodes"]] == [campaign["id"] for campaign in found]
    fields = "... on LoyaltyCampaign { internalId codesExpireAt location prizes { name points } }"
    one = await desk.data(f'{{ campaign(id: "{ids.encode("LoyaltyCampaign", WINTER)}") {{ name {fields} }} }}')
    assert one["campaign"]["location"] == "Sucursala 4"
    assert one["campaign"]["prizes"] == [{"name": "Prize 1", "points": 10}]
