"""Customers and what finds them. Beyond the seed, which has no lookup: docs "Customers", "Cards", "Customer source records"."""

from datetime import date, datetime
from typing import Annotated

from loaders.upstream.decode import Record, via, wire
from loaders.upstream.values import day, instant, listed, mapped, text, whole


class Address(Record, frozen=True):
    """Up to seven lines, postal code and town; the code is text here and a number in the seed's request."""

    line1: Annotated[str | None, via(text)] = wire("address1", default=None)
    line2: Annotated[str | None, via(text)] = wire("address2", default=None)
    line3: Annotated[str | None, via(text)] = wire("address3", default=None)
    line4: Annotated[str | None, via(text)] = wire("address4", default=None)
    line5: Annotated[str | None, via(text)] = wire("address5", default=None)
    line6: Annotated[str | None, via(text)] = wire("address6", default=None)
    line7: Annotated[str | None, via(text)] = wire("address7", default=None)
    postal_code: Annotated[str | None, via(text)] = wire("zip", default=None)
    city: Annotated[str | None, via(text)] = wire("city", default=None)
    country_code: Annotated[str | None, via(text)] = wire("country_code", default=None)


class PersonalInformation(Record, frozen=True):
    """Who a customer is; an impossible birth date, which the documentation's own examples have, is none."""

    first_name: Annotated[str | None, via(text)] = wire("first_name", default=None)
    last_name: Annotated[str | None, via(text)] = wire("last_name", default=None)
    birth_date: Annotated[date | None, via(day)] = wire("birthdate", default=None)
    email: Annotated[str | None, via(text)] = wire("email", default=None)
    phone: Annotated[str | None, via(text)] = wire("phone", default=None)


class Customer(Record, frozen=True):
    """A customer as the lists and `/customers/{id}` show one. Docs: "Customers"."""

    id: str = wire("customer_id")
    about: Annotated[PersonalInformation, via(mapped)] = wire("personal_information", default=PersonalInformation())
    state: Annotated[int | None, via(whole)] = wire("state", default=None)

    @property
    def is_active(self) -> bool:
        """Not deleted (0) and not inactive (2)."""
        return self.state is None or self.state == 1


class CustomerPage(Record, frozen=True):
    """A page of customers."""

    rows: Annotated[list[Customer] | None, via(listed)] = wire("customers", default=None)
    total: Annotated[int | None, via(whole)] = wire("total_items", default=None)


class Card(Record, frozen=True):
    """A loyalty card; a person may have several, lost ones among them. Docs: "Cards"."""

    id: str = wire("card_id")
    customer_id: Annotated[str | None, via(text)] = wire("customer_id", default=None)
    number: Annotated[str | None, via(text)] = wire("card_number", default=None)
    secondary_number: Annotated[str | None, via(text)] = wire("secondary_card_number", default=None)
    type_id: Annotated[str | None, via(text)] = wire("card_type_id", default=None)
    store_id: Annotated[str | None, via(text)] = wire("store_id", default=None)
    valid_from: Annotated[datetime | None, via(instant)] = wire("valid_from", default=None)
    valid_to: Annotated[datetime | None, via(instant)] = wire("valid_to", default=None)
    state: Annotated[int | None, via(whole)] = wire("state", default=None)

    @property
    def is_active(self) -> bool:
        """Not blocked (0)."""
        return self.state is None or self.state == 1


class CardPage(Record, frozen=True):
    """A page of cards."""

    rows: Annotated[list[Card] | None, via(listed)] = wire("cards", default=None)
    total: Annotated[int | None, via(whole)] = wire("total_items", default=None)


class SourceRecord(Record, frozen=True):
    """A customer's id in another system: one external id per source, sometimes several. Docs: "Customer source records"."""

    id: Annotated[str | None, via(text)] = wire("customer_source_record_id", default=None)
    customer_id: Annotated[str | None, via(text)] = wire("customer_id", default=None)
    source_id: Annotated[str | None, via(text)] = wire("customer_source_id", default=None)
    external_id: Annotated[str | None, via(text)] = wire("external_id", default=None)


class SourceRecordPage(Record, frozen=True):
    """A page of source records."""

    rows: Annotated[list[SourceRecord] | None, via(listed)] = wire("customer_source_records", default=None)
    total: Annotated[int | None, via(whole)] = wire("total_items", default=None)
