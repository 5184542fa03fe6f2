"""What is written of reward campaigns, over a real socket: held against the documentation's own samples."""

from urllib.parse import parse_qsl

import msgspec
import pytest

from loaders.open_loyalty.terms import Terms
from resolvers import ids
from tests.open_loyalty.conftest import SELLER, Open, Shop, wire
from tests.open_loyalty.samples import CAMPAIGN, LEVEL2

TEN_OFF = "000096cf-32a3-43bd-9034-4df343e5fd93"
GIFT = "000096cf-32a3-43bd-9034-4df343e5fd92"
CREATE = """mutation ($input: CreateRewardCampaignInput!) { createRewardCampaign(input: $input) {
  campaign { id name startsAt endsAt labels { key value } levels { name } } userErrors { code message path } } }"""
UPDATE = """mutation ($input: UpdateRewardCampaignInput!) { updateRewardCampaign(input: $input) {
  campaign { id name shortDescription } userErrors { code message path } } }"""
SWITCH = """mutation ($input: SetRewardCampaignActiveInput!) { setRewardCampaignActive(input: $input) {
  campaign { id active } userErrors { code message path } } }"""
REMOVE_PHOTO = """mutation ($input: RemoveRewardCampaignPhotoInput!) { removeRewardCampaignPhoto(input: $input) {
  campaign { hasPhoto photoUrl } userErrors { code message path } } }"""


def sample(name: str) -> list[tuple[str, str]]:
    """A sample's `-d` options as form fields."""
    options = msgspec.convert(wire(name), list[str])
    return [pair for option in options for pair in parse_qsl(option)]


async def test_create_reward_campaign_sends_the_documented_form(shop: Shop) -> None:
    """Docs: "Create a new campaign": flags as 1 and 0, labels as one string, moments in the programme's own time."""
    await shop.data("{ rewardCampaigns { totalCount } }")

    data = await shop.data(CREATE, input=CAMPAIGN)

    (sent,) = shop.house.matching("POST /api/campaign")
    assert sent.headers["content-type"] == "application/x-www-form-urlencoded"
    assert sent.form == sample("create_form")
    written = data["createRewardCampaign"]
    assert written["userErrors"] == []
    campaign = written["campaign"]
    assert campaign["startsAt"] == "2017-09-05T08:59:00+00:00" and campaign["levels"] == [
        {"name": "level1"},
        {"name": "level2"},
    ]
    assert await shop.data("{ rewardCampaigns { totalCount } }") == {"rewardCampaigns": {"totalCount": 16}}


async def test_create_reward_campaign_for_segments_and_always(shop: Shop) -> None:
    changes: dict[str, object] = {"levels": None, "segments": ["00000000-0000-0000-0000-000000000002"], "unlimited": True}
    periods = dict.fromkeys(("visibleFrom", "visibleUntil", "startsAt", "endsAt", "limit", "limitPerUser", "labels"))

    data = await shop.data(CREATE, input=CAMPAIGN | changes | periods)

    assert data["createRewardCampaign"]["userErrors"] == []
    form = dict(shop.house.matching("POST /api/campaign")[0].form)
    assert form["campaign[target]"] == "segment" and form["campaign[segments][0]"].endswith("2")
    assert form["campaign[campaignVisibility][allTimeVisible]"] == form["campaign[campaignActivity][allTimeActive]"] == "1"
    assert not {"campaign[labels]", "campaign[limit]", "campaign[levels][0]"} & form.keys()


async def test_create_reward_campaign_names_all_mistakes_at_once(shop: Shop) -> None:
    mistakes = {
        "name": " ",
        "usageInstruction": "",
        "costInPoints": -1,
        "segments": ["1"],
        "limit": 0,
        "limitPerUser": None,
        "coupons": [],
        "labels": [{"key": "link", "value": "https://example.com"}],
        "visibleFrom": None,
        "endsAt": "2017-09-05T10:59:00+02:00",
    }

    data = await shop.data(CREATE, input=CAMPAIGN | mistakes)

    errors = data["createRewardCampaign"]["userErrors"]
    assert sorted(".".join(error["path"]) for error in errors) == sorted(
        f"input.{name}" for name in (mistakes | {"levels": None}).keys() - {"segments"}
    )
    assert {error["code"] for error in errors} == {"BAD_USER_INPUT"}
    assert shop.calls() == []


async def test_create_reward_campaign_gives_back_the_vendors_form_errors(shop: Shop) -> None:
    """Docs: "Create a new campaign", the form tree, with our paths."""
    data = await shop.data(CREATE, input=CAMPAIGN | {"levels": ["no-such-level"]})

    assert data["createRewardCampaign"] == {
        "campaign": None,
        "userErrors": [{"code": "INVALID", "message": "This value is not valid.", "path": ["input", "levels"]}],
    }


async def test_update_reward_campaign_reads_merges_and_writes_all_of_it(shop: Shop) -> None:
    """Docs: "Update a campaign": the whole data goes out again, whatever changed."""
    made = await shop.data(CREATE, input=CAMPAIGN)
    campaign_id = made["createRewardCampaign"]["campaign"]["id"]
    shop.house.reset()

    data = await shop.data(UPDATE, input={"campaign": campaign_id, "name": "Discount Code Campaign 1"})

    assert shop.calls() == [
        f"{verb} /api/campaign/{ids.local(campaign_id, 'RewardCampaign')}" for verb in ("GET", "PUT", "GET")
    ]
    (sent,) = shop.house.matching("PUT .*")
    assert sent.headers["content-type"] == "application/x-www-form-urlencoded"
    assert sent.form == sample("update_form")
    assert data["updateRewardCampaign"] == {
        "campaign": {
            "id": campaign_id,
            "name": "Discount Code Campaign 1",
            "shortDescription": "A short description of discount code campaign",
        },
        "userErrors": [],
    }


async def test_update_reward_campaign_keeps_what_only_later_versions_write(shop: Shop) -> None:
    """Beyond the seed: `rewardValue` and its like would be cleared, if they weren't written back."""
    listed = await shop.vendor.reads.campaigns.load(())
    before = next(one for one in listed if one.name == "Voucher of fifty")

    await shop.data(UPDATE, input={"campaign": before.id, "shortDescription": None, "costInPoints": 61.5})

    after = await shop.vendor.reads.campaign_now(before.id)
    assert after is not None and after.cost_in_points == 61.5
    assert msgspec.structs.replace(after, cost_in_points=60.0) == before


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({}, ["input"]),
        ({"name": None, "coupons": [""]}, ["input.name", "input.coupons"]),
        ({"levels": ["1"], "segments": ["2"]}, ["input.levels"]),
        ({"coupons": ["one", "two", "one"]}, ["input.coupons"]),
        ({"limit": 2, "limitPerUser": 3}, ["input.limitPerUser"]),
        ({"limitPerUser": -1}, ["input.limitPerUser"]),
        ({"startsAt": "2027-01-02T00:00:00Z", "endsAt": "2027-01-01T00:00:00Z"}, ["input.endsAt"]),
    ],
)
async def test_update_reward_campaign_is_refused_before_anything_is_sent(
    shop: Shop, changes: dict[str, object], paths: list[str]
) -> None:
    data = await shop.data(UPDATE, input={"campaign": TEN_OFF, **changes})

    errors = data["updateRewardCampaign"]["userErrors"]
    assert sorted(".".join(error["path"]) for error in errors) == sorted(paths)
    assert shop.calls() == []


async def test_a_campaign_that_is_odd_already_can_be_changed(shop: Shop) -> None:
    """What was given before is no mistake of this input, and one limit alone says nothing of the other."""
    held = await shop.vendor.reads.campaign_now(TEN_OFF)
    assert held is not None and held.limit is not None

    data = await shop.data(UPDATE, input={"campaign": TEN_OFF, "limitPerUser": held.limit + 1})
    again = await shop.data(UPDATE, input={"campaign": TEN_OFF, "name": "Still odd"})

    assert data["updateRewardCampaign"]["userErrors"] == again["updateRewardCampaign"]["userErrors"] == []


async def test_create_reward_campaign_wants_each_coupon_once_and_limits_that_fit(shop: Shop) -> None:
    """The vendor would take both, and nobody means them."""
    data = await shop.data(CREATE, input=CAMPAIGN | {"coupons": ["a", "b", "a"], "limit": 1, "limitPerUser": 2})

    paths = [".".join(error["path"]) for error in data["createRewardCampaign"]["userErrors"]]
    assert paths == ["input.coupons", "input.limitPerUser"]
    assert shop.calls() == []


async def test_update_reward_campaign_does_not_lose_one_of_two_targets(shop: Shop) -> None:
    """The vendor keeps only one; a campaign that has both is not written without being told which."""
    refused = await shop.data(UPDATE, input={"campaign": GIFT, "name": "Gift"})
    written = await shop.data(UPDATE, input={"campaign": GIFT, "name": "Gift", "levels": [LEVEL2]})

    assert refused["updateRewardCampaign"]["userErrors"][0]["path"] == ["input", "levels"]
    assert written["updateRewardCampaign"]["userErrors"] == []
    assert shop.house.hits("PUT .*") == 1


@pytest.mark.parametrize("document", [UPDATE, SWITCH, REMOVE_PHOTO])
async def test_a_campaign_that_is_not_there_is_a_user_error(shop: Shop, document: str) -> None:
    more: dict[str, dict[str, object]] = {UPDATE: {"name": "x"}, SWITCH: {"active": True}}

    data = await shop.data(document, input={"campaign": "no-such", **more.get(document, {})})

    ((_, payload),) = data.items()
    assert payload["userErrors"] == [
        {"code": "NOT_FOUND", "message": "there is no such campaign", "path": ["input", "campaign"]}
    ]


@pytest.mark.parametrize(("active", "status"), [(True, "active"), (False, "inactive")])
async def test_set_reward_campaign_active_posts_the_status(shop: Shop, active: bool, status: str) -> None:  # noqa: FBT001
    """Docs: "Change campaign's status"."""
    listed = await shop.vendor.reads.campaigns.load(())
    campaign = next(one for one in listed if one.active is not active or one.id == TEN_OFF)
    shop.house.reset()

    data = await shop.data(SWITCH, input={"campaign": campaign.id, "active": active})

    (sent,) = shop.house.matching("POST .*/campaign/.*")
    assert (sent.path, sent.query, sent.body) == (f"/api/campaign/{campaign.id}/{status}", (), b"")
    payload = data["setRewardCampaignActive"]
    assert payload["campaign"] == {"id": ids.encode("RewardCampaign", campaign.id), "active": active}


async def test_the_id_alone_costs_no_call_after_a_write(shop: Shop) -> None:
    document = "mutation ($input: SetRewardCampaignActiveInput!) { setRewardCampaignActive(input: $input) { campaign { id } } }"

    await shop.data(document, input={"campaign": TEN_OFF, "active": True})

    assert shop.calls() == [f"POST /api/campaign/{TEN_OFF}/active"]


async def test_a_seller_can_not_write_campaigns(opened: Open) -> None:
    shop = opened(**SELLER)

    data = await shop.data(SWITCH, input={"campaign": TEN_OFF, "active": True})

    (error,) = data["setRewardCampaignActive"]["userErrors"]
    assert error["code"] == "FORBIDDEN" and "OPEN_LOYALTY_ROLE=admin" in error["message"]
    assert shop.calls() == []


def test_the_fields_of_a_form_are_those_of_the_inputs() -> None:
    """What an update may change are fields of Terms, all but those that only later versions of the vendor write."""
    from schema.open_loyalty.inputs import CreateRewardCampaignInput, UpdateRewardCampaignInput

    terms = set(Terms.__dataclass_fields__) - {"extras"}

    assert terms == set(CreateRewardCampaignInput.__dataclass_fields__) - {"idempotency_key"}
    assert terms == set(UpdateRewardCampaignInput.__dataclass_fields__) - {"idempotency_key", "campaign"}
