"""Points, level and receipts. Beyond the vendor's chapter on campaigns; every field depends on the programme's configuration."""

from datetime import datetime

import strawberry

from schema.node import CountedConnection


@strawberry.type(description="Open Loyalty: a person's points and level.")
class LoyaltyStatus:
    points: float | None = strawberry.field(description="Points that can be spent.")
    total_earned_points: float | None = strawberry.field(description="Points ever earned.")
    used_points: float | None = strawberry.field(description="Points spent.")
    expired_points: float | None = strawberry.field(description="Points that expired.")
    locked_points: float | None = strawberry.field(description="Points that can't be spent yet.")
    level_name: str | None = strawberry.field(description="The level's name.")
    level_percent: float | None = strawberry.field(description="The level's reward, in percent: 15 is 15 %.")
    next_level_name: str | None = strawberry.field(description="The next level's name; null at the top.")
    next_level_percent: float | None = strawberry.field(description="The next level's reward, in percent.")
    points_to_next_level: float | None = strawberry.field(description="Points missing to the next level.")
    amount_to_next_level: float | None = strawberry.field(description="Money missing to the next level, in `currency`.")
    transactions_count: int | None = strawberry.field(description="How many receipts there are.")
    transactions_amount: float | None = strawberry.field(description="Money spent, in `currency`.")
    average_transaction_amount: float | None = strawberry.field(description="Money spent per receipt, in `currency`.")
    currency: str | None = strawberry.field(description="The currency, as the vendor writes it.")


@strawberry.type(description="Open Loyalty: points that came or went.")
class PointTransfer:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    type: str | None = strawberry.field(description="`adding` or `spending`.")
    state: str | None = strawberry.field(description="`active`, `expired`, `pending` or `canceled`.")
    points: float | None = strawberry.field(description="How many points.")
    created_at: datetime | None = strawberry.field(description="When they came or went.")
    expires_at: datetime | None = strawberry.field(description="When they expire.")
    locked_until: datetime | None = strawberry.field(description="When they can be spent from.")
    issuer: str | None = strawberry.field(description="Who made the transfer: admin, seller, system …")
    comment: str | None = strawberry.field(description="A remark.")
    document_number: str | None = strawberry.field(description="The receipt they were earned with.")


@strawberry.type(description="A line of a receipt.")
class LoyaltyTransactionItem:
    sku: str | None = strawberry.field(description="The article's code.")
    name: str | None = strawberry.field(description="The article's name.")
    quantity: float | None = strawberry.field(description="How many.")
    gross_value: float | None = strawberry.field(description="Money for the whole line.")
    category: str | None = strawberry.field(description="The article's category.")
    maker: str | None = strawberry.field(description="The article's maker.")


@strawberry.type(description="Open Loyalty: a till receipt.")
class LoyaltyTransaction:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    document_number: str | None = strawberry.field(description="The receipt's number.")
    document_type: str | None = strawberry.field(description="`sell` or `return`.")
    purchased_at: datetime | None = strawberry.field(description="When it was.")
    place: str | None = strawberry.field(description="Where it was.")
    gross_value: float | None = strawberry.field(description="Money in all, in `currency`.")
    points_earned: float | None = strawberry.field(description="Points it brought.")
    currency: str | None = strawberry.field(description="The currency, as the vendor writes it.")
    items: list[LoyaltyTransactionItem] | None = strawberry.field(description="Its lines.")


@strawberry.type(description="A page of points transfers.")
class PointTransferConnection(CountedConnection[PointTransfer]):
    """Named without its being counted."""


@strawberry.type(description="A page of receipts.")
class LoyaltyTransactionConnection(CountedConnection[LoyaltyTransaction]):
    """Named without its being counted."""
