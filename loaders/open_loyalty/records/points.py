"""Points, level and receipts of a customer. Beyond the seed: docs 3.2; every field depends on the programme's configuration."""

from datetime import datetime
from typing import Annotated

from loaders.open_loyalty.records.campaign import Label
from loaders.open_loyalty.records.shapes import unwrapped
from loaders.upstream.decode import Record, via, wire
from loaders.upstream.values import instant, listed, number, text, whole


class Status(Record, frozen=True):
    """Points and level; percentages come as `"15.00%"`, averages as text."""

    points: Annotated[float | None, via(number)] = wire("points", default=None)
    total_earned_points: Annotated[float | None, via(number)] = wire("totalEarnedPoints", default=None)
    used_points: Annotated[float | None, via(number)] = wire("usedPoints", default=None)
    expired_points: Annotated[float | None, via(number)] = wire("expiredPoints", default=None)
    locked_points: Annotated[float | None, via(number)] = wire("lockedPoints", default=None)
    level_name: Annotated[str | None, via(text)] = wire("levelName", default=None)
    level_percent: Annotated[float | None, via(number)] = wire("level", default=None)
    next_level_name: Annotated[str | None, via(text)] = wire("nextLevelName", default=None)
    next_level_percent: Annotated[float | None, via(number)] = wire("nextLevel", default=None)
    points_to_next_level: Annotated[float | None, via(number)] = wire("pointsToNextLevel", default=None)
    amount_to_next_level: Annotated[float | None, via(number)] = wire("transactionsAmountToNextLevel", default=None)
    transactions_count: Annotated[int | None, via(whole)] = wire("transactionsCount", default=None)
    transactions_amount: Annotated[float | None, via(number)] = wire("transactionsAmount", default=None)
    average_transaction_amount: Annotated[float | None, via(number)] = wire("averageTransactionsAmount", default=None)
    currency: Annotated[str | None, via(text)] = wire("currency", default=None)
    first_name: Annotated[str | None, via(text)] = wire("firstName", default=None)
    last_name: Annotated[str | None, via(text)] = wire("lastName", default=None)


class PointTransfer(Record, frozen=True):
    """Points that came (`adding`) or went (`spending`)."""

    id: str = wire("pointsTransferId")
    type: Annotated[str | None, via(text)] = wire("type", default=None)
    state: Annotated[str | None, via(text)] = wire("state", default=None)
    points: Annotated[float | None, via(number)] = wire("value", default=None)
    created_at: Annotated[datetime | None, via(instant)] = wire("createdAt", default=None)
    expires_at: Annotated[datetime | None, via(instant)] = wire("expireAt", default=None)
    locked_until: Annotated[datetime | None, via(instant)] = wire("lockedUntil", default=None)
    issuer: Annotated[str | None, via(text)] = wire("issuer", default=None)
    comment: Annotated[str | None, via(text)] = wire("comment", default=None)
    customer_id: Annotated[str | None, via(unwrapped("customerId"))] = wire("customerId", default=None)
    transaction_id: Annotated[str | None, via(unwrapped("transactionId"))] = wire("transactionId", default=None)
    document_number: Annotated[str | None, via(text)] = wire("transactionDocumentNumber", default=None)


class TransferPage(Record, frozen=True):
    """A page of points transfers."""

    rows: Annotated[list[PointTransfer], via(listed)] = wire("pointsTransfers")
    total: int | None = wire("total", default=None)


class Item(Record, frozen=True):
    """A line of a receipt."""

    sku: Annotated[str | None, via(unwrapped("code"))] = wire("sku", default=None)
    name: Annotated[str | None, via(text)] = wire("name", default=None)
    quantity: Annotated[float | None, via(number)] = wire("quantity", default=None)
    gross_value: Annotated[float | None, via(number)] = wire("grossValue", default=None)
    category: Annotated[str | None, via(text)] = wire("category", default=None)
    maker: Annotated[str | None, via(text)] = wire("maker", default=None)
    labels: Annotated[list[Label], via(listed)] = wire("labels", default=[])


class Transaction(Record, frozen=True):
    """A till receipt."""

    id: str = wire("transactionId")
    document_number: Annotated[str | None, via(text)] = wire("documentNumber", default=None)
    document_type: Annotated[str | None, via(text)] = wire("documentType", default=None)
    purchased_at: Annotated[datetime | None, via(instant)] = wire("purchaseDate", default=None)
    place: Annotated[str | None, via(text)] = wire("purchasePlace", default=None)
    gross_value: Annotated[float | None, via(number)] = wire("grossValue", default=None)
    points_earned: Annotated[float | None, via(number)] = wire("pointsEarned", default=None)
    currency: Annotated[str | None, via(text)] = wire("currency", default=None)
    customer_id: Annotated[str | None, via(unwrapped("customerId"))] = wire("customerId", default=None)
    items: Annotated[list[Item], via(listed)] = wire("items", default=[])


class TransactionPage(Record, frozen=True):
    """A page of receipts."""

    rows: Annotated[list[Transaction], via(listed)] = wire("transactions")
    total: int | None = wire("total", default=None)
