"""Reward campaigns."""

from datetime import datetime
from typing import Annotated

import strawberry

from loaders.open_loyalty.records.campaign import RewardCampaign as Record
from resolvers.context import Info
from resolvers.open_loyalty import campaigns as resolve
from schema.campaign import Campaign
from schema.customer import Customer
from schema.node import CountedConnection, Node
from schema.vendor import Vendor
from schema.view import constant, global_id, shows

First = Annotated[int | None, strawberry.argument(description="How many items, 0 to 100.")]
After = Annotated[str | None, strawberry.argument(description="A cursor of this list, to continue behind it.")]


@strawberry.type(description="A tier of the programme that a reward campaign is for.")
class CampaignLevel:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    name: str | None = strawberry.field(description="The tier's name.")


@strawberry.type(description="A group of customers that a reward campaign is for.")
class CampaignSegment:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    name: str | None = strawberry.field(description="The group's name.")


@strawberry.type(description="A label of a reward campaign.")
class Label:
    key: str = strawberry.field(description="The label's key; several labels may share one.")
    value: str | None = strawberry.field(description="The label's value.")


def _photo_url(root: strawberry.Parent[Record]) -> str | None:
    return f"/media/open-loyalty/campaign/{root.id}/photo" if root.has_photo else None


@strawberry.type(description="A page of the people who may see a reward campaign.")
class RewardAudienceConnection(CountedConnection[Customer]):
    """Named, since a page of people may look otherwise elsewhere."""


async def _visible_to(
    root: strawberry.Parent[Record], info: Info, first: First = 20, after: After = strawberry.UNSET
) -> RewardAudienceConnection | None:
    return await resolve.visible_to(root, info, first, after or None)  # type: ignore[return-value]  # records behind the view


@strawberry.federation.type(
    keys=["id"], description="Open Loyalty: a reward that customers buy with points, and for which they get a coupon."
)
@shows(Record)
class RewardCampaign(Campaign, Node):
    id: strawberry.ID = global_id("RewardCampaign")
    vendor: Vendor = constant("open_loyalty", Vendor, "Always OPEN_LOYALTY.")
    name: str | None = strawberry.field(description="Its name for people.")
    active: bool | None = strawberry.field(
        description="Whether it is switched on; rewards can be bought while it is, between `startsAt` and `endsAt`."
    )
    starts_at: datetime | None = strawberry.field(description="When rewards begin to be sold; null for always.")
    ends_at: datetime | None = strawberry.field(description="When rewards stop being sold; null for never.")
    short_description: str | None = strawberry.field(
        description="Markdown as the vendor holds it: not safe to show unsanitised."
    )
    cost_in_points: float | None = strawberry.field(description="What a reward costs, in points.")
    usage_left: int | None = strawberry.field(description="How many rewards are left to buy.")
    coupons: list[str] | None = strawberry.field(description="All coupon codes, bought or not: secrets until bought.")
    levels: list[CampaignLevel] | None = strawberry.field(description="The tiers it is for.")
    segments: list[CampaignSegment] | None = strawberry.field(description="The groups it is for.")
    labels: list[Label] | None = strawberry.field(description="Labels, for information.")
    reward: str | None = strawberry.field(
        description="What is bought: discount_code, free_delivery_code, gift_code, event_code, value_code, and in later versions "
        "of the vendor cashback and percentage_discount_code."
    )
    conditions_description: str | None = strawberry.field(
        description="Conditions of use; Markdown, not safe to show unsanitised."
    )
    usage_instruction: str | None = strawberry.field(
        description="How coupons are used; Markdown, not safe to show unsanitised."
    )
    brand_description: str | None = strawberry.field(description="About the brand; Markdown, not safe to show unsanitised.")
    more_information_link: str | None = strawberry.field(description="Where to read more, as the vendor holds it.")
    single_coupon: bool | None = strawberry.field(description="Whether all buyers get the same code.")
    unlimited: bool | None = strawberry.field(description="Whether there is no limit to buying.")
    limit: int | None = strawberry.field(description="How many rewards may be bought in all; null where unlimited.")
    limit_per_user: int | None = strawberry.field(description="How many one customer may buy; null where unlimited.")
    visible_from: datetime | None = strawberry.field(description="When it begins to be shown; null for always.")
    visible_until: datetime | None = strawberry.field(description="When it stops being shown; null for never.")
    visible_for_customers_count: int | None = strawberry.field(description="How many customers may see it.")
    users_count: int | None = strawberry.field(description="How many customers bought it.")
    usage_left_for_customer: int | None = strawberry.field(
        description="How many the person may still buy; only in `Customer.availableRewards`."
    )
    can_be_bought: bool | None = strawberry.field(
        name="canBeBoughtByCustomer",
        description="Whether the person has the points, and rewards are left; only in `Customer.availableRewards`.",
    )
    has_photo: bool | None = strawberry.field(description="Whether it has a photo; null for sellers, who aren't told.")
    photo_url: str | None = strawberry.field(
        resolver=_photo_url,
        description="The photo's path at this gateway, read under the same authorization; null without one, and for sellers.",
    )
    visible_to: RewardAudienceConnection | None = strawberry.field(
        resolver=_visible_to,
        description="Who may see it, in the vendor's order: one call per 100 people, a slow one. Takes an admin.",
    )


@strawberry.type(description="A page of reward campaigns.")
class RewardCampaignConnection(CountedConnection[RewardCampaign]):
    """The contract's name for it."""
