"""What a person has at Open Loyalty."""

from datetime import datetime
from typing import Annotated

import strawberry

from resolvers.context import Info
from resolvers.identity.person import Person
from resolvers.open_loyalty import points, purchases
from schema.open_loyalty.campaign import After, First, RewardCampaign, RewardCampaignConnection
from schema.open_loyalty.points import LoyaltyStatus, LoyaltyTransactionConnection, PointTransferConnection


async def _campaign(root: strawberry.Parent[object], info: Info) -> RewardCampaign | None:
    return await purchases.campaign_of(root, info)  # type: ignore[arg-type,return-value]  # a record behind the view


@strawberry.type(description="A bought Open Loyalty reward.")
class Purchase:
    campaign: RewardCampaign | None = strawberry.field(
        resolver=_campaign, description="What was bought. All purchases together cost one list of campaigns."
    )
    cost_in_points: float | None = strawberry.field(description="What it cost, in points.")
    purchased_at: datetime | None = strawberry.field(description="When it was bought.")
    used: bool | None = strawberry.field(description="Whether the coupon was used.")
    coupon_code: str | None = strawberry.field(description="The coupon's code.")
    active_since: datetime | None = strawberry.field(description="From when the coupon is good; null where it always is.")
    active_to: datetime | None = strawberry.field(description="Until when the coupon is good; null where it always is.")


async def _purchases(root: strawberry.Parent[Person], info: Info) -> list[Purchase] | None:
    return await purchases.purchases(root, info)  # type: ignore[return-value]  # records behind the view


async def _available_rewards(
    root: strawberry.Parent[Person],
    info: Info,
    first: First = 20,
    after: After = strawberry.UNSET,
    include_out_of_reach: Annotated[  # noqa: FBT002  # a field's argument
        bool, strawberry.argument(description="Also what the person lacks the points for, or has had enough of.")
    ] = False,
) -> RewardCampaignConnection | None:
    return await purchases.available_rewards(root, info, first, after or None, include_out_of_reach)  # type: ignore[return-value]  # as above


async def _loyalty(root: strawberry.Parent[Person], info: Info) -> LoyaltyStatus | None:
    return await points.loyalty(root, info)  # type: ignore[return-value]  # as above


async def _point_transfers(
    root: strawberry.Parent[Person], info: Info, first: First = 20, after: After = strawberry.UNSET
) -> PointTransferConnection | None:
    return await points.point_transfers(root, info, first, after or None)  # type: ignore[return-value]  # as above


async def _transactions(
    root: strawberry.Parent[Person], info: Info, first: First = 20, after: After = strawberry.UNSET
) -> LoyaltyTransactionConnection | None:
    return await points.transactions(root, info, first, after or None)  # type: ignore[return-value]  # as above


@strawberry.type
class OpenLoyaltyCustomer:
    purchases: list[Purchase] | None = strawberry.field(
        resolver=_purchases,
        description="Open Loyalty: rewards bought, newest first. No call beyond finding the person there.",
    )
    available_rewards: RewardCampaignConnection | None = strawberry.field(
        resolver=_available_rewards,
        description="Open Loyalty: rewards this person may buy now, in the vendor's order. One call.",
    )
    loyalty: LoyaltyStatus | None = strawberry.field(
        resolver=_loyalty, description="Open Loyalty: points and level; null for who is unknown there. One call."
    )
    point_transfers: PointTransferConnection | None = strawberry.field(
        resolver=_point_transfers, description="Open Loyalty: points that came and went, newest first. One call per 100."
    )
    loyalty_transactions: LoyaltyTransactionConnection | None = strawberry.field(
        resolver=_transactions, description="Open Loyalty: till receipts, newest first. One call per 100."
    )
