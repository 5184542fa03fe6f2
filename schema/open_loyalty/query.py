"""Roots that belong to Open Loyalty."""

from typing import Annotated

import strawberry

from resolvers.context import Info
from resolvers.open_loyalty import campaigns as resolve
from schema.open_loyalty.campaign import After, First, RewardCampaignConnection


@strawberry.input(description="A label that campaigns must have: by key, by value or by both.")
class LabelCondition:
    key: str | None = strawberry.field(default=None, description="The label's key.")
    value: str | None = strawberry.field(default=None, description="The label's value.")


async def _reward_campaigns(
    info: Info,
    labels: Annotated[
        list[LabelCondition] | None, strawberry.argument(description="At most 20; campaigns must meet all of them.")
    ] = None,
    first: First = 20,
    after: After = strawberry.UNSET,
) -> RewardCampaignConnection | None:
    conditions = [resolve.LabelCondition(label.key, label.value) for label in labels or ()]
    return await resolve.reward_campaigns(info, conditions, first, after or None)  # type: ignore[return-value]  # records behind the view


@strawberry.type
class OpenLoyaltyQuery:
    reward_campaigns: RewardCampaignConnection | None = strawberry.field(
        resolver=_reward_campaigns,
        description="Open Loyalty: reward campaigns in the vendor's order. One call per 100; sellers see what is visible now.",
    )
