"""What a person has: vouchers, points, cards, purchases, a status, interests."""

from datetime import datetime

import strawberry

from loaders.carecloud.records.account import InterestRecord, StatusRecord
from resolvers.carecloud import catalogue
from resolvers.context import Info
from schema.carecloud.reward import Reward
from schema.node import CountedConnection


@strawberry.type(description="CareCloud: a reward in a person's hands, with a code.")
class Voucher:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    code: str | None = strawberry.field(description="What is shown at the till.")
    value: float | None = strawberry.field(description="What it was worth when it was applied, in money.")
    note: str | None = strawberry.field(description="A remark.")
    store_id: str | None = strawberry.field(description="The vendor's id of the store where it was applied.")
    valid_from: datetime | None = strawberry.field(description="From when it is good.")
    valid_to: datetime | None = strawberry.field(description="Until when it is good.")
    applied_at: datetime | None = strawberry.field(description="When it was applied; null while it was not.")
    created_at: datetime | None = strawberry.field(description="When it was made.")
    state: int | None = strawberry.field(description="0 deleted, 1 active, 2 inactive.")
    reward: Reward | None = strawberry.field(description="What it is good for.")


@strawberry.type(description="CareCloud: an amount in one currency.")
class CurrencyValue:
    currency_id: str | None = strawberry.field(description="The vendor's id of the currency.")
    value: float | None = strawberry.field(description="The amount.")


@strawberry.type(description="CareCloud: a wallet's balance.")
class PointsOverview:
    available: float | None = strawberry.field(description="Points that can be spent now, whatever days were asked for.")
    earned: float | None = strawberry.field(description="Points earned in those days.")
    redeemed: float | None = strawberry.field(description="Points redeemed in those days.")
    money_values: list[CurrencyValue] = strawberry.field(description="What the available points are worth, per currency.")


@strawberry.type(description="CareCloud: points that were given.")
class PointRecord:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    assigned: float | None = strawberry.field(description="How many were given.")
    available: float | None = strawberry.field(description="How many of them are left.")
    type_id: str | None = strawberry.field(description="The vendor's id of their type.")
    partner_id: str | None = strawberry.field(description="The vendor's id of the company that gave them.")
    note: str | None = strawberry.field(description="A remark.")
    created_at: datetime | None = strawberry.field(description="When they were given.")
    valid_to: datetime | None = strawberry.field(description="Until when they can be spent.")
    state: int | None = strawberry.field(description="0 deleted, 1 active, 2 inactive.")


@strawberry.type(description="CareCloud: a loyalty card.")
class LoyaltyCard:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    number: str | None = strawberry.field(description="The number on the card.")
    secondary_number: str | None = strawberry.field(description="A second number on it.")
    type_id: str | None = strawberry.field(description="The vendor's id of its type.")
    store_id: str | None = strawberry.field(description="The vendor's id of the store that gave it.")
    valid_from: datetime | None = strawberry.field(description="From when it is good.")
    valid_to: datetime | None = strawberry.field(description="Until when it is good.")
    state: int | None = strawberry.field(description="0 blocked, 1 active.")


@strawberry.type(description="CareCloud: a bill at a till or in a shop.")
class CareCloudPurchase:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    external_id: str | None = strawberry.field(description="The bill's number in the till system.")
    store_id: str | None = strawberry.field(description="The vendor's id of the store.")
    paid_at: datetime | None = strawberry.field(description="When it was paid.")
    items_count: int | None = strawberry.field(description="How many lines it has.")
    type_id: str | None = strawberry.field(description="The vendor's id of the kind of purchase.")
    total_price: float | None = strawberry.field(description="Money in all, in the currency of `currencyId`.")
    currency_id: str | None = strawberry.field(description="The vendor's id of the currency.")
    card_number: str | None = strawberry.field(description="The card that was shown.")
    cash_desk: str | None = strawberry.field(description="The till's number.")


async def _status_name(root: strawberry.Parent[StatusRecord], info: Info) -> str | None:
    found = await catalogue.status_named(info, root.status_id)
    return found.name if found else None


async def _status_description(root: strawberry.Parent[StatusRecord], info: Info) -> str | None:
    found = await catalogue.status_named(info, root.status_id)
    return found.description if found else None


@strawberry.type(description="CareCloud: a level of the loyalty programme in a person's hands.")
class CustomerStatus:
    status_id: strawberry.ID | None = strawberry.field(description="The vendor's id of the level.")
    name: str | None = strawberry.field(
        resolver=_status_name, description="The level's name. All people's names together cost one call."
    )
    description: str | None = strawberry.field(resolver=_status_description, description="What the level means, likewise.")
    valid_from: datetime | None = strawberry.field(description="Since when the person has it.")
    valid_to: datetime | None = strawberry.field(description="Until when the person has it.")


async def _interest_name(root: strawberry.Parent[InterestRecord], info: Info) -> str | None:
    found = await catalogue.interest_named(info, root.interest_id)
    return found.name if found else None


@strawberry.type(description="CareCloud: an interest of a person.")
class CustomerInterest:
    id: strawberry.ID = strawberry.field(description="The vendor's id of the record.")
    interest_id: strawberry.ID = strawberry.field(description="The vendor's id of the interest.")
    name: str | None = strawberry.field(
        resolver=_interest_name, description="The interest's name. All people's names together cost one call."
    )


@strawberry.type(description="A page of bills.")
class CareCloudPurchaseConnection(CountedConnection[CareCloudPurchase]):
    """Named without its being counted."""


@strawberry.type(description="A page of point records.")
class PointRecordConnection(CountedConnection[PointRecord]):
    """Named without its being counted."""
