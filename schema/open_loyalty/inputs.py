"""What the mutations take."""

from datetime import datetime
from enum import Enum

import strawberry
from strawberry.file_uploads import Upload

from schema.key import CustomerKey
from schema.write import idempotency_key


@strawberry.enum(description="What a reward campaign's coupons are for, as documented.")
class RewardType(Enum):
    DISCOUNT_CODE = strawberry.enum_value("discount_code", description="A discount.")
    FREE_DELIVERY_CODE = strawberry.enum_value("free_delivery_code", description="Free delivery.")
    GIFT_CODE = strawberry.enum_value("gift_code", description="A gift.")
    EVENT_CODE = strawberry.enum_value("event_code", description="An event.")
    VALUE_CODE = strawberry.enum_value("value_code", description="A sum of money.")


@strawberry.input(description="A label.")
class LabelInput:
    key: str = strawberry.field(description="Without : and ; since the vendor splits there.")
    value: str = strawberry.field(description="Likewise.")


@strawberry.input(description="A whole reward campaign.")
class CreateRewardCampaignInput:
    reward: RewardType = strawberry.field(description="What its coupons are for.")
    name: str = strawberry.field(description="Its name for people.")
    usage_instruction: str = strawberry.field(description="How coupons are used.")
    short_description: str | None = strawberry.field(default=None, description="A short description; Markdown.")
    conditions_description: str | None = strawberry.field(default=None, description="Conditions of use; Markdown.")
    active: bool = strawberry.field(description="Whether it is switched on.")
    cost_in_points: float = strawberry.field(description="What a reward costs, in points, 0 or more.")
    levels: list[strawberry.ID] | None = strawberry.field(
        default=None, description="The tiers it is for, by the vendor's ids. Give either levels or segments."
    )
    segments: list[strawberry.ID] | None = strawberry.field(
        default=None, description="The groups of customers it is for, by the vendor's ids. Give either levels or segments."
    )
    labels: list[LabelInput] | None = strawberry.field(default=None, description="Labels, for information.")
    unlimited: bool = strawberry.field(description="Whether there is no limit to buying.")
    single_coupon: bool = strawberry.field(default=False, description="Whether all buyers get the same code.")
    limit: int | None = strawberry.field(default=None, description="How many may be bought in all; needed unless unlimited.")
    limit_per_user: int | None = strawberry.field(
        default=None, description="How many one customer may buy, at most `limit`; needed unless unlimited."
    )
    coupons: list[str] = strawberry.field(description="The codes, at least one and each once.")
    visible_from: datetime | None = strawberry.field(
        default=None, description="When it begins to be shown, to the minute; leave both out for always."
    )
    visible_until: datetime | None = strawberry.field(default=None, description="When it stops being shown.")
    starts_at: datetime | None = strawberry.field(
        default=None, description="When rewards begin to be sold, to the minute; leave both out for always."
    )
    ends_at: datetime | None = strawberry.field(default=None, description="When rewards stop being sold.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="What changes of a reward campaign. A field that is left out keeps its value.")
class UpdateRewardCampaignInput:
    campaign: strawberry.ID = strawberry.field(description="The campaign, by its global id or the vendor's.")
    reward: RewardType | None = strawberry.field(default=strawberry.UNSET, description="What its coupons are for.")
    name: str | None = strawberry.field(default=strawberry.UNSET, description="Its name for people.")
    usage_instruction: str | None = strawberry.field(default=strawberry.UNSET, description="How coupons are used.")
    short_description: str | None = strawberry.field(default=strawberry.UNSET, description="Null clears it.")
    conditions_description: str | None = strawberry.field(default=strawberry.UNSET, description="Null clears it.")
    active: bool | None = strawberry.field(default=strawberry.UNSET, description="Whether it is switched on.")
    cost_in_points: float | None = strawberry.field(default=strawberry.UNSET, description="In points, 0 or more.")
    levels: list[strawberry.ID] | None = strawberry.field(
        default=strawberry.UNSET, description="The tiers it is for; they take the place of segments."
    )
    segments: list[strawberry.ID] | None = strawberry.field(
        default=strawberry.UNSET, description="The groups it is for; they take the place of levels."
    )
    labels: list[LabelInput] | None = strawberry.field(
        default=strawberry.UNSET, description="All its labels; null or none clears them."
    )
    unlimited: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Whether there is no limit to buying; if false, both limits are needed."
    )
    single_coupon: bool | None = strawberry.field(default=strawberry.UNSET, description="Whether all get the same code.")
    limit: int | None = strawberry.field(default=strawberry.UNSET, description="How many may be bought in all.")
    limit_per_user: int | None = strawberry.field(default=strawberry.UNSET, description="How many one customer may buy.")
    coupons: list[str] | None = strawberry.field(
        default=strawberry.UNSET, description="All its codes, at least one and each once."
    )
    visible_from: datetime | None = strawberry.field(
        default=strawberry.UNSET, description="When it begins to be shown; null for both is always."
    )
    visible_until: datetime | None = strawberry.field(default=strawberry.UNSET, description="When it stops being shown.")
    starts_at: datetime | None = strawberry.field(
        default=strawberry.UNSET, description="When rewards begin to be sold; null for both is always."
    )
    ends_at: datetime | None = strawberry.field(default=strawberry.UNSET, description="When rewards stop being sold.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="Who buys what.")
class BuyRewardInput:
    customer: CustomerKey = strawberry.field(description="Who buys.")
    campaign: strawberry.ID = strawberry.field(description="The reward campaign, by its global id or the vendor's.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="Whether a reward campaign is on.")
class SetRewardCampaignActiveInput:
    campaign: strawberry.ID = strawberry.field(description="The campaign, by its global id or the vendor's.")
    active: bool = strawberry.field(description="True switches it on, false off.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A reward campaign's photo.")
class SetRewardCampaignPhotoInput:
    campaign: strawberry.ID = strawberry.field(description="The campaign, by its global id or the vendor's.")
    photo: Upload = strawberry.field(description="A PNG, GIF or JPEG picture of at most 2 MB.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A reward campaign that shall have no photo.")
class RemoveRewardCampaignPhotoInput:
    campaign: strawberry.ID = strawberry.field(description="The campaign, by its global id or the vendor's.")
    idempotency_key: str | None = idempotency_key()
