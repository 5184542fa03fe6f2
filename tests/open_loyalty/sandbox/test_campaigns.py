"""Lists of campaigns: shapes, pages, filters."""

import httpx
import pytest

from tests.open_loyalty.sandbox.programme import GIFT, LEVEL0, TEN_OFF, campaign_named


async def test_a_campaign_looks_as_documented(admin: httpx.AsyncClient, seller: httpx.AsyncClient) -> None:
    first = (await admin.get(f"/api/campaign/{TEN_OFF}")).json()
    gift = (await admin.get(f"/api/campaign/{GIFT}")).json()
    bare = (await admin.get(f"/api/campaign/{await campaign_named(admin, 'Bare event')}")).json()

    assert first["segmentNames"] == []
    assert first["levelNames"][LEVEL0] == "level0"
    assert first["labels"][0] == {"key": "type", "value": "promotion"}
    assert first["campaignActivity"]["activeFrom"].endswith("+0100")
    assert first["hasPhoto"] is True
    assert gift["segmentNames"] == {"00000000-0000-0000-0000-000000000002": "anniversary"}
    assert "labels" not in gift
    assert "usageInstruction" not in bare
    assert bare["campaignActivity"] == {"allTimeActive": True}
    assert "hasPhoto" not in (await seller.get(f"/api/seller/campaign/{TEN_OFF}")).json()


async def test_only_what_is_not_active_announces_itself(admin: httpx.AsyncClient) -> None:
    rows = (await admin.get("/api/campaign", params={"perPage": 50})).json()["campaigns"]

    assert {row["name"] for row in rows if "will_be_active_from" in row} == {"Switched off", "Not yet active"}


@pytest.mark.parametrize(
    ("query", "count"),
    [({}, 10), ({"page": 2}, 5), ({"perPage": 0}, 10), ({"perPage": 3}, 3), ({"perPage": -1}, 15), ({"page": -4}, 10)],
)
async def test_lists_come_in_pages_of_ten(admin: httpx.AsyncClient, query: dict[str, int], count: int) -> None:
    body = (await admin.get("/api/campaign", params=query)).json()

    assert (len(body["campaigns"]), body["total"]) == (count, 15)


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ({"labels[0][key]": "type"}, 3),
        ({"labels[0][key]": "type", "labels[0][value]": "promotion"}, 2),
        ({"labels[0][value]": "promotion", "labels[1][key]": "season"}, 1),
        ({"labels[0][value]": "nothing"}, 0),
    ],
)
async def test_labels_narrow_the_list_down(admin: httpx.AsyncClient, query: dict[str, str], total: int) -> None:
    assert (await admin.get("/api/campaign", params=query)).json()["total"] == total


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ({"sort": "costInPoints", "direction": "DESC"}, "Beyond reach"),
        ({"sort": "costInPoints", "direction": "sideways"}, "Beyond reach"),
        ({"sort": "name"}, "Anniversary gift"),
        ({"sort": "colour", "direction": "DESC"}, "Ten euros off"),
    ],
)
async def test_sorting(admin: httpx.AsyncClient, query: dict[str, str], first: str) -> None:
    assert (await admin.get("/api/campaign", params=query)).json()["campaigns"][0]["name"] == first


async def test_descriptions_are_rendered_when_asked(admin: httpx.AsyncClient) -> None:
    raw = (await admin.get(f"/api/campaign/{TEN_OFF}")).json()
    html = (await admin.get(f"/api/campaign/{TEN_OFF}", params={"format": "html"})).json()

    assert raw["shortDescription"].startswith("**Ten euros**")
    assert html["shortDescription"].startswith("<p><strong>Ten euros</strong>")


async def test_a_seller_sees_only_visible_campaigns(seller: httpx.AsyncClient) -> None:
    rows = (await seller.get("/api/seller/campaign", params={"perPage": 50})).json()["campaigns"]

    assert not {row["name"] for row in rows} & {"Switched off", "No longer visible"}
