"""What we make of the documentation's own sample answers."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from loaders.open_loyalty.dialect import OpenLoyaltyDialect
from loaders.open_loyalty.records.campaign import CampaignPage, Group, Label, RewardCampaign
from loaders.open_loyalty.records.customer import Customer, CustomerPage
from loaders.open_loyalty.records.points import Status, TransactionPage, TransferPage
from loaders.open_loyalty.writes import Buying, Saved
from loaders.upstream.decode import Decoder
from loaders.upstream.errors import Malformed, Refusal
from tests.open_loyalty.conftest import wire

DECODER = Decoder("open_loyalty", ZoneInfo("Europe/Warsaw"))
LEVEL1 = "e82c96cf-32a3-43bd-9034-4df343e5fd94"
LEVEL2 = "000096cf-32a3-43bd-9034-4df343e5fd94"


def test_a_collection_of_campaigns() -> None:
    """Docs: "Get the collection of campaigns"."""
    page = DECODER.record(wire("campaigns"), CampaignPage)
    first, second, third = page.rows

    assert page.total == 3
    assert first.segments == [Group("00000000-0000-0000-0000-000000000002", "anniversary")]
    assert first.labels == [Label(key="type", value="promotion")]
    assert second.labels == [] and second.active is False
    assert third.segment_names == {} and third.levels == [Group(LEVEL1, "level1"), Group(LEVEL2, "level2")]
    assert third.usage_left == 2 and third.has_photo is False
    assert first.short_description is None and third.short_description == "A short description of discount code campaign"


def test_a_campaign_whose_offsets_change_with_the_season() -> None:
    """Docs: "Get campaign details"."""
    campaign = DECODER.record(wire("campaign"), RewardCampaign)

    assert campaign.id == "3062c881-93f3-496b-9669-4238c0a62be8"
    assert campaign.starts_at == datetime(2017, 9, 5, 8, 59, tzinfo=UTC)
    assert campaign.ends_at == datetime(2017, 12, 5, 9, 59, tzinfo=UTC)
    assert campaign.visible_from == datetime(2017, 10, 5, 8, 59, tzinfo=UTC)
    assert (campaign.cost_in_points, campaign.limit, campaign.limit_per_user) == (100, 10, 1)
    assert campaign.coupons == ["testCoupon", "DiscountCoupon"]


@pytest.mark.parametrize(("sample", "total"), [("seller_campaigns", 2), ("seller_available", 1), ("available", 1)])
def test_lists_of_campaigns_with_more_or_less_in_them(sample: str, total: int) -> None:
    """Docs: "Get campaign collection (seller)", "Get available campaign(s) for a customer", both roles'."""
    page = DECODER.record(wire(sample), CampaignPage)

    assert page.total == len(page.rows) == total
    assert all(row.has_photo is None for row in page.rows) == sample.startswith("seller")
    if "available" in sample:
        assert page.rows[0].usage_left_for_customer == 1 and page.rows[0].can_be_bought is True


def test_a_sellers_campaign() -> None:
    """Docs: "Get campaign details (seller)"."""
    assert DECODER.record(wire("seller_campaign"), RewardCampaign).name == "Discount Code Campaign 1"


def test_customers_with_wrapped_ids_and_purchases_inline() -> None:
    """Docs: "Check campaign visibility for the customers"."""
    john, jane = DECODER.record(wire("visible"), CustomerPage).rows

    assert john.purchases == [] and john.address is None and john.loyalty_card is None
    assert jane.birth_date == date(1990, 9, 11) == john.birth_date
    assert jane.level_percent == 15.0 and jane.address is not None and jane.address.city == "Warszawa"
    (purchase,) = jane.purchases
    assert (purchase.campaign_id, purchase.coupon_code) == ("000096cf-32a3-43bd-9034-4df343e5fd93", "123")
    assert purchase.purchased_at == datetime(2017, 10, 2, 10, 3, 34, tzinfo=UTC)
    assert (purchase.cost_in_points, purchase.used) == (10, False)


def test_points_and_level() -> None:
    """Beyond the seed: docs 3.2, "Get customer status"; percentages and averages come as text."""
    status = DECODER.record(wire("status"), Status)

    assert (status.points, status.level_percent, status.next_level_name) == (206, 14.0, "level1")
    assert status.average_transaction_amount == 3.0


def test_transfers_and_receipts() -> None:
    """Beyond the seed: docs 3.2, "Get points transfers" and "Get transactions"."""
    (transfer,) = DECODER.record(wire("transfers"), TransferPage).rows
    (receipt,) = DECODER.record(wire("transactions"), TransactionPage).rows

    assert (transfer.points, transfer.transaction_id) == (55, "00000000-0000-1111-0000-000000000003")
    assert (receipt.points_earned, receipt.items[0].sku) == (6.9, "SKU1")


@pytest.mark.parametrize("empty", [{}, [], None])
def test_no_address_is_spelled_in_several_ways(empty: object) -> None:
    customer = DECODER.record({"customerId": "1", "address": empty}, Customer)

    assert customer.address is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("levelNames", "level1"), ("levelNames", ["level1"]), ("costInPoints", "many"), ("campaignActivity", [1])],
)
def test_what_does_not_fit_is_malformed_and_says_where(field: str, value: object) -> None:
    with pytest.raises(Malformed) as raised:
        DECODER.record({"campaigns": [{"campaignId": "1", field: value}], "total": 1}, CampaignPage)

    assert raised.value.path == f"$.campaigns[0].{field}"


@pytest.mark.parametrize(
    ("body", "refusals"),
    [
        (wire("not_found"), (Refusal("NOT_FOUND", "Not Found"),)),
        ({"error": "Not enough points"}, (Refusal("REJECTED", "Not enough points"),)),
        ({"message": "Bad Request"}, (Refusal("REJECTED", "Bad Request"),)),
        (wire("form_error"), (Refusal("REJECTED", "the form was rejected without details"),)),
        (
            {
                "form": {
                    "errors": ["This form should not contain extra fields."],
                    "children": {
                        "name": {"errors": ["This value should not be blank."]},
                        "limit": {},
                        "coupons": {"children": [{"errors": []}]},
                        "campaignActivity": {"children": {"activeFrom": {"errors": ["This value is not valid."]}}},
                    },
                },
                "errors": [],
            },
            (
                Refusal("INVALID", "This form should not contain extra fields."),
                Refusal("INVALID", "This value should not be blank.", ("name",)),
                Refusal("INVALID", "This value is not valid.", ("campaignActivity", "activeFrom")),
            ),
        ),
    ],
)
def test_every_shape_of_an_error_is_read(body: object, refusals: tuple[Refusal, ...]) -> None:
    """Docs: "Create a new campaign", "Get campaign's photo"; refused purchases beyond the seed."""
    status = 404 if body == wire("not_found") else 400

    assert OpenLoyaltyDialect().refusals(status, body) == refusals


@pytest.mark.parametrize("sample", ["created", "updated", "switched"])
def test_what_was_written_is_named_by_its_id(sample: str) -> None:
    """Docs: "Create a new campaign", "Update a campaign", "Change campaign's status"."""
    expected = "000096cf-32a3-43bd-9034-4df343e5fd93" if sample == "switched" else "3062c881-93f3-496b-9669-4238c0a62be8"

    assert DECODER.record(wire(sample), Saved).id == expected


@pytest.mark.parametrize(
    ("body", "coupons"),
    [
        (wire("bought"), ["123"]),
        (wire("seller_bought"), ["123"]),
        ({"coupons": [{"code": "1", "id": "a"}, {"code": "2", "id": "b"}]}, ["1", "2"]),
    ],
)
def test_coupons_bought_come_singly_or_as_a_list(body: object, coupons: list[str]) -> None:
    """Docs: "Buy reward campaign for a specific customer", both roles'; the list is of version 2.10 and beyond the seed."""
    assert DECODER.record(body, Buying).codes == coupons
