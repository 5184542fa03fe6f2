"""What a customer has: vouchers, points, purchases, statuses. Beyond the seed."""

from datetime import datetime
from typing import Annotated

from loaders.carecloud.records.reward import Property, Reward
from loaders.carecloud.records.store import filled
from loaders.upstream.decode import Record, via, wire
from loaders.upstream.values import instant, listed, number, text, whole


class Voucher(Record, frozen=True):
    """A reward in a customer's hands, with a code. Docs: "Vouchers"."""

    id: str = wire("voucher_id")
    customer_id: Annotated[str | None, via(text)] = wire("customer_id", default=None)
    code: Annotated[str | None, via(text)] = wire("code", default=None)
    value: Annotated[float | None, via(number)] = wire("value", default=None)
    note: Annotated[str | None, via(text)] = wire("note", default=None)
    store_id: Annotated[str | None, via(text)] = wire("store_id", default=None)
    valid_from: Annotated[datetime | None, via(instant)] = wire("valid_from", default=None)
    valid_to: Annotated[datetime | None, via(instant)] = wire("valid_to", default=None)
    applied_at: Annotated[datetime | None, via(instant)] = wire("applied_date", default=None)
    created_at: Annotated[datetime | None, via(instant)] = wire("created_at", default=None)
    state: Annotated[int | None, via(whole)] = wire("state", default=None)
    reward: Annotated[Reward | None, via(filled)] = wire("reward", default=None)


class VoucherPage(Record, frozen=True):
    """A page of vouchers."""

    rows: Annotated[list[Voucher] | None, via(listed)] = wire("vouchers", default=None)
    total: Annotated[int | None, via(whole)] = wire("total_items", default=None)


class Money(Record, frozen=True):
    """An amount in one currency of the project."""

    currency_id: Annotated[str | None, via(text)] = wire("currency_id", default=None)
    value: Annotated[float | None, via(number)] = wire("value", default=None)


class PointsOverview(Record, frozen=True):
    """A wallet's balance; what is available is of now, whatever interval was asked for. Docs: "Points overview"."""

    earned: Annotated[float | None, via(number)] = wire("earned_points", default=None)
    redeemed: Annotated[float | None, via(number)] = wire("redeemed_points", default=None)
    available: Annotated[float | None, via(number)] = wire("available_points", default=None)
    money_values: Annotated[list[Money], via(listed)] = wire("available_points_money_value", default=[])


class PointRecord(Record, frozen=True):
    """Points that were given; those left of them may be spent until `valid_to`. Docs: "Points"."""

    id: str = wire("point_id")
    customer_id: Annotated[str | None, via(text)] = wire("customer_id", default=None)
    assigned: Annotated[float | None, via(number)] = wire("assigned_points", default=None)
    available: Annotated[float | None, via(number)] = wire("available_points", default=None)
    type_id: Annotated[str | None, via(text)] = wire("point_type_id", default=None)
    partner_id: Annotated[str | None, via(text)] = wire("partner_id", default=None)
    note: Annotated[str | None, via(text)] = wire("note", default=None)
    created_at: Annotated[datetime | None, via(instant)] = wire("created_at", default=None)
    valid_to: Annotated[datetime | None, via(instant)] = wire("valid_to", default=None)
    state: Annotated[int | None, via(whole)] = wire("state", default=None)


class PointRecordPage(Record, frozen=True):
    """A page of point records."""

    rows: Annotated[list[PointRecord] | None, via(listed)] = wire("points", default=None)
    total: Annotated[int | None, via(whole)] = wire("total_items", default=None)


class Purchase(Record, frozen=True):
    """A bill at a till or in a shop. Docs: "Purchases"."""

    id: str = wire("purchase_id")
    customer_id: Annotated[str | None, via(text)] = wire("customer_id", default=None)
    external_id: Annotated[str | None, via(text)] = wire("external_purchase_id", default=None)
    store_id: Annotated[str | None, via(text)] = wire("store_id", default=None)
    paid_at: Annotated[datetime | None, via(instant)] = wire("payment_time", default=None)
    items_count: Annotated[int | None, via(whole)] = wire("items_count", default=None)
    type_id: Annotated[str | None, via(text)] = wire("type_id", default=None)
    total_price: Annotated[float | None, via(number)] = wire("total_price", default=None)
    currency_id: Annotated[str | None, via(text)] = wire("currency_id", default=None)
    card_number: Annotated[str | None, via(text)] = wire("card_number", default=None)
    cash_desk: Annotated[str | None, via(text)] = wire("cashdesk_number", default=None)


class PurchasePage(Record, frozen=True):
    """A page of purchases."""

    rows: Annotated[list[Purchase] | None, via(listed)] = wire("purchases", default=None)
    total: Annotated[int | None, via(whole)] = wire("total_items", default=None)


class StatusRecord(Record, frozen=True):
    """A level of the programme in a customer's hands. Docs: "Status records"."""

    id: str = wire("status_record_id")
    status_id: Annotated[str | None, via(text)] = wire("status_id", default=None)
    valid_from: Annotated[datetime | None, via(instant)] = wire("valid_from", default=None)
    valid_to: Annotated[datetime | None, via(instant)] = wire("valid_to", default=None)


class StatusRecordPage(Record, frozen=True):
    """A page of status records."""

    rows: Annotated[list[StatusRecord] | None, via(listed)] = wire("status_records", default=None)
    total: Annotated[int | None, via(whole)] = wire("total_items", default=None)


class InterestRecord(Record, frozen=True):
    """An interest noted of a customer. Docs: "interest-records" (seed, as a write)."""

    id: str = wire("interest_record_id")
    interest_id: str = wire("interest_id")


class InterestRecordPage(Record, frozen=True):
    """A page of interests."""

    rows: Annotated[list[InterestRecord] | None, via(listed)] = wire("interest_records", default=None)
    total: Annotated[int | None, via(whole)] = wire("total_items", default=None)


class PropertyPage(Record, frozen=True):
    """A page of a customer's properties."""

    rows: Annotated[list[Property] | None, via(listed)] = wire("property_records", default=None)
    total: Annotated[int | None, via(whole)] = wire("total_items", default=None)
