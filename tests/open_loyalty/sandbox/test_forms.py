"""Campaigns that are written, and what a form says of mistakes."""

import httpx
import pytest

from tests.open_loyalty.sandbox.programme import FORM, LEVEL0, LEVEL1, TEN_OFF

CAMPAIGN = {
    "campaign[reward]": "discount_code",
    "campaign[name]": "Discount Code Campaign",
    "campaign[shortDescription]": "A short **description**",
    "campaign[usageInstruction]": "Use discount code as you like",
    "campaign[active]": "1",
    "campaign[costInPoints]": "100",
    "campaign[target]": "level",
    "campaign[labels]": "type:promotion;link:https://x",
    "campaign[levels][0]": LEVEL0,
    "campaign[levels][1]": LEVEL1,
    "campaign[unlimited]": "0",
    "campaign[singleCoupon]": "0",
    "campaign[limit]": "10",
    "campaign[limitPerUser]": "1",
    "campaign[coupons][0]": "testCoupon",
    "campaign[coupons][1]": "DiscountCoupon",
    "campaign[campaignVisibility][allTimeVisible]": "1",
    "campaign[campaignActivity][allTimeActive]": "0",
    "campaign[campaignActivity][activeFrom]": "2025-06-05 10:59",
    "campaign[campaignActivity][activeTo]": "2026-12-05 10:59",
}


async def test_a_created_campaign_is_read_back(admin: httpx.AsyncClient) -> None:
    created = (await admin.post("/api/campaign", data=CAMPAIGN)).json()
    row = (await admin.get(f"/api/campaign/{created['campaignId']}")).json()

    assert row["campaignActivity"]["activeFrom"] == "2025-06-05T10:59:00+0200"
    assert row["labels"] == [{"key": "type", "value": "promotion"}, {"key": "link", "value": "https"}]
    assert row["coupons"] == ["testCoupon", "DiscountCoupon"]
    assert (row["costInPoints"], row["limit"], row["usageLeft"], row["segments"]) == (100, 10, 2, [])


async def test_json_is_taken_too(admin: httpx.AsyncClient) -> None:
    campaign = {"reward": "event_code", "name": "Concert", "usageInstruction": "Show it", "active": True, "costInPoints": 5.5}
    campaign |= {"target": "segment", "segments": ["00000000-0000-0000-0000-000000000002"], "unlimited": True}
    campaign |= {"singleCoupon": False, "coupons": ["A"], "campaignVisibility": {"allTimeVisible": True}}
    created = await admin.post("/api/campaign", json={"campaign": campaign | {"campaignActivity": {"allTimeActive": True}}})
    row = (await admin.get(f"/api/campaign/{created.json()['campaignId']}")).json()

    assert (row["costInPoints"], row["levels"], row["levelNames"], row["unlimited"]) == (5.5, [], [], True)


async def test_an_update_clears_what_it_leaves_out(admin: httpx.AsyncClient) -> None:
    form = {name: value for name, value in CAMPAIGN.items() if name not in {"campaign[labels]", "campaign[shortDescription]"}}
    answered = await admin.put(f"/api/campaign/{TEN_OFF}", data=form)
    row = (await admin.get(f"/api/campaign/{TEN_OFF}")).json()

    assert answered.json() == {"campaignId": TEN_OFF}
    assert row["name"] == "Discount Code Campaign"
    assert not {"labels", "shortDescription"} & set(row)
    assert row["hasPhoto"] is True
    assert row["usersWhoUsedThisCampaignCount"] > 0


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("campaign[name]", "", ["name"]),
        ("campaign[usageInstruction]", None, ["usageInstruction"]),
        ("campaign[reward]", "gold", ["reward"]),
        ("campaign[active]", "true", ["active"]),
        ("campaign[limit]", None, ["limit"]),
        ("campaign[limit]", "1.5", ["limit"]),
        ("campaign[levels][0]", "no-such-level", ["levels"]),
        ("campaign[target]", "segment", ["segments"]),
        ("campaign[campaignActivity][activeTo]", None, ["campaignActivity", "activeTo"]),
        ("campaign[campaignActivity][activeTo]", "2025-06-05T10:59:00", ["campaignActivity", "activeTo"]),
        ("campaign[campaignVisibility][allTimeVisible]", "0", ["campaignVisibility", "visibleFrom"]),
    ],
)
async def test_a_wrong_field_is_named(admin: httpx.AsyncClient, field: str, value: str | None, path: list[str]) -> None:
    form = {name: text for name, text in (CAMPAIGN | {field: value}).items() if text is not None}
    answered = await admin.post("/api/campaign", data=form)
    node = answered.json()["form"]
    for name in path:
        node = node["children"][name]

    assert answered.status_code == 400
    assert node["errors"]
    assert answered.json()["errors"] == []


async def test_an_unknown_field_is_the_forms_error(admin: httpx.AsyncClient) -> None:
    answered = await admin.post("/api/campaign", data=CAMPAIGN | {"campaign[colour]": "red"})

    assert answered.json()["form"]["errors"] == ["This form should not contain extra fields."]


async def test_an_empty_campaign_is_refused_without_saying_why(admin: httpx.AsyncClient) -> None:
    answered = await admin.post("/api/campaign", headers=FORM)
    children = answered.json()["form"]["children"]

    assert answered.status_code == 400
    assert children["name"] == {}
    assert children["campaignActivity"] == {"children": {"allTimeActive": {}, "activeFrom": {}, "activeTo": {}}}


@pytest.mark.parametrize(
    ("method", "path", "headers", "content", "status"),
    [
        ("POST", "/api/campaign", {"Content-Type": "text/plain"}, b"name=x", 415),
        ("POST", "/api/campaign", {"Content-Type": "application/json"}, b"{", 400),
        ("PUT", "/api/campaign/unknown", FORM, b"", 404),
        ("GET", "/api/campaign/unknown", {}, b"", 404),
        ("DELETE", f"/api/campaign/{TEN_OFF}", {}, b"", 405),
        ("POST", f"/api/campaign/{TEN_OFF}/paused", {}, b"", 404),
        ("POST", "/api/campaign/unknown/active", {}, b"", 404),
        ("GET", "/api/admin/customer/unknown/status", {}, b"", 404),
        ("GET", "/api/campaign/", {}, b"", 404),
        ("GET", "/api/nothing", {}, b"", 404),
    ],
)
async def test_other_requests_are_refused(
    admin: httpx.AsyncClient, method: str, path: str, headers: dict[str, str], content: bytes, status: int
) -> None:
    answered = await admin.request(method, path, headers=headers, content=content)

    assert answered.status_code == status
    assert answered.json()["error"]["code"] == status
