"""What a person has at CareCloud."""

from datetime import date
from typing import Annotated

import strawberry

from resolvers.carecloud import customer as resolve
from resolvers.carecloud.catalogue import filters
from resolvers.context import Info
from resolvers.identity.person import Person
from schema.carecloud.account import (
    CareCloudPurchaseConnection,
    CustomerInterest,
    CustomerStatus,
    LoyaltyCard,
    PointRecordConnection,
    PointsOverview,
    Voucher,
)
from schema.carecloud.reward import Group, PropertyRecord, Reward, Valid

First = Annotated[int | None, strawberry.argument(description="How many items, 0 to 100.")]
After = Annotated[str | None, strawberry.argument(description="A cursor of this list, to continue behind it.")]
From = Annotated[date | None, strawberry.argument(name="from", description="The first day of what was earned and redeemed.")]
To = Annotated[date | None, strawberry.argument(name="to", description="The last day of it, included.")]
Applied = Annotated[
    bool | None, strawberry.argument(description="Only what was applied or reserved, or only what was not; both unless given.")
]


async def _rewards(
    root: strawberry.Parent[Person],
    info: Info,
    valid: Valid = strawberry.UNSET,
    group: Group = strawberry.UNSET,
) -> list[Reward] | None:
    wanted = filters(is_valid=_given(valid), reward_group=group.value if group else None)
    return await resolve.rewards(root, info, wanted)  # type: ignore[return-value]  # records behind the view


async def _vouchers(
    root: strawberry.Parent[Person],
    info: Info,
    valid: Valid = strawberry.UNSET,
    applied: Applied = strawberry.UNSET,
) -> list[Voucher] | None:
    return await resolve.vouchers(root, info, _given(valid), _given(applied))  # type: ignore[return-value]  # as above


async def _points(
    root: strawberry.Parent[Person], info: Info, start: From = strawberry.UNSET, end: To = strawberry.UNSET
) -> PointsOverview | None:
    return await resolve.points(root, info, start or None, end or None)  # type: ignore[return-value]  # as above


async def _point_records(
    root: strawberry.Parent[Person], info: Info, first: First = 20, after: After = strawberry.UNSET
) -> PointRecordConnection | None:
    return await resolve.point_records(root, info, first, after or None)  # type: ignore[return-value]  # as above


async def _purchases(
    root: strawberry.Parent[Person], info: Info, first: First = 20, after: After = strawberry.UNSET
) -> CareCloudPurchaseConnection | None:
    return await resolve.purchases(root, info, first, after or None)  # type: ignore[return-value]  # as above


async def _cards(root: strawberry.Parent[Person], info: Info) -> list[LoyaltyCard] | None:
    return await resolve.cards(root, info)  # type: ignore[return-value]  # as above


async def _status(root: strawberry.Parent[Person], info: Info) -> CustomerStatus | None:
    return await resolve.status(root, info)  # type: ignore[return-value]  # as above


async def _interests(root: strawberry.Parent[Person], info: Info) -> list[CustomerInterest] | None:
    return await resolve.interests(root, info)  # type: ignore[return-value]  # as above


async def _properties(root: strawberry.Parent[Person], info: Info) -> list[PropertyRecord] | None:
    return await resolve.properties(root, info)  # type: ignore[return-value]  # as above


def _given(value: bool | None) -> bool | None:  # noqa: FBT001  # an argument as it came
    return None if value is strawberry.UNSET else value


@strawberry.type
class CareCloudCustomer:
    rewards: list[Reward] | None = strawberry.field(
        resolver=_rewards, description="CareCloud: rewards open to this person, ordered by the vendor's ids. One call."
    )
    vouchers: list[Voucher] | None = strawberry.field(
        resolver=_vouchers, description="CareCloud: vouchers, newest first. One call, fewer for many people together."
    )
    points: PointsOverview | None = strawberry.field(
        resolver=_points, description="CareCloud: the wallet's balance; null for who is unknown there. One call."
    )
    point_records: PointRecordConnection | None = strawberry.field(
        resolver=_point_records, description="CareCloud: points given, newest first, expired ones too. One call per 100."
    )
    loyalty_cards: list[LoyaltyCard] | None = strawberry.field(
        resolver=_cards, description="CareCloud: cards, the longest valid first, blocked ones too. One call."
    )
    carecloud_purchases: CareCloudPurchaseConnection | None = strawberry.field(
        resolver=_purchases, description="CareCloud: bills, newest first. One call per 100."
    )
    customer_status: CustomerStatus | None = strawberry.field(
        resolver=_status, description="CareCloud: the level that is valid now; null where there is none. One call."
    )
    interests: list[CustomerInterest] | None = strawberry.field(
        resolver=_interests, description="CareCloud: interests that were noted. One call."
    )
    properties: list[PropertyRecord] | None = strawberry.field(
        resolver=_properties, description="CareCloud: additional properties that were set. One call."
    )
