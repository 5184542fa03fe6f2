"""Customers with their purchases. Docs: "Check campaign visibility for the customers"; the list is beyond the seed."""

from datetime import date, datetime
from typing import Annotated

from loaders.open_loyalty.records.shapes import filled, unwrapped
from loaders.upstream.decode import Record, via, wire
from loaders.upstream.values import day, instant, listed, number, text, whole


class Purchase(Record, frozen=True):
    """A bought reward: a coupon for points."""

    campaign_id: Annotated[str | None, via(unwrapped("campaignId"))] = wire("campaignId", default=None)
    coupon_code: Annotated[str | None, via(unwrapped("code"))] = wire("coupon", default=None)
    cost_in_points: Annotated[float | None, via(number)] = wire("costInPoints", default=None)
    purchased_at: Annotated[datetime | None, via(instant)] = wire("purchaseAt", default=None)
    used: bool | None = wire("used", default=None)
    active_since: Annotated[datetime | None, via(instant)] = wire("activeSince", default=None)
    active_to: Annotated[datetime | None, via(instant)] = wire("activeTo", default=None)
    transaction_id: Annotated[str | None, via(unwrapped("transactionId"))] = wire("transactionId", default=None)


class PurchasePage(Record, frozen=True):
    """A page of one customer's purchases; beyond the seed."""

    rows: Annotated[list[Purchase], via(listed)] = wire("campaigns")
    total: int | None = wire("total", default=None)


class Address(Record, frozen=True):
    """Where a customer lives."""

    street: Annotated[str | None, via(text)] = wire("street", default=None)
    house: Annotated[str | None, via(text)] = wire("address1", default=None)
    province: Annotated[str | None, via(text)] = wire("province", default=None)
    city: Annotated[str | None, via(text)] = wire("city", default=None)
    postal_code: Annotated[str | None, via(text)] = wire("postal", default=None)
    country: Annotated[str | None, via(text)] = wire("country", default=None)


class Customer(Record, frozen=True):
    """A member of the programme; purchases come inline."""

    id: str = wire("customerId")
    active: bool = wire("active", default=True)
    first_name: Annotated[str | None, via(text)] = wire("firstName", default=None)
    last_name: Annotated[str | None, via(text)] = wire("lastName", default=None)
    gender: Annotated[str | None, via(text)] = wire("gender", default=None)
    email: Annotated[str | None, via(text)] = wire("email", default=None)
    phone: Annotated[str | None, via(text)] = wire("phone", default=None)
    loyalty_card: Annotated[str | None, via(text)] = wire("loyaltyCardNumber", default=None)
    birth_date: Annotated[date | None, via(day)] = wire("birthDate", default=None)
    address: Annotated[Address | None, via(filled)] = wire("address", default=None)
    created_at: Annotated[datetime | None, via(instant)] = wire("createdAt", default=None)
    updated_at: Annotated[datetime | None, via(instant)] = wire("updatedAt", default=None)
    level_percent: Annotated[float | None, via(number)] = wire("levelPercent", default=None)
    purchases: Annotated[list[Purchase], via(listed)] = wire("campaignPurchases", default=[])
    transactions_count: Annotated[int | None, via(whole)] = wire("transactionsCount", default=None)
    transactions_amount: Annotated[float | None, via(number)] = wire("transactionsAmount", default=None)
    currency: Annotated[str | None, via(text)] = wire("currency", default=None)


class CustomerPage(Record, frozen=True):
    """A page of customers."""

    rows: Annotated[list[Customer], via(listed)] = wire("customers")
    total: int | None = wire("total", default=None)
