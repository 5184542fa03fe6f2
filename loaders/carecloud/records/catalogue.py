"""What a project offers to choose from when a customer is written. Beyond the seed, whose prose asks to look it up first."""

from typing import Annotated

from loaders.upstream.decode import Record, via, wire
from loaders.upstream.values import listed, text, whole


class Interest(Record, frozen=True):
    """What a customer may be interested in. Docs: "Interests"."""

    id: str = wire("interest_id")
    name: Annotated[str | None, via(text)] = wire("name", default=None)


class InterestPage(Record, frozen=True):
    """A page of interests."""

    rows: Annotated[list[Interest] | None, via(listed)] = wire("interests", default=None)
    total: Annotated[int | None, via(whole)] = wire("total_items", default=None)


class CustomerProperty(Record, frozen=True):
    """A property that a customer may have. Docs: "Customer properties"."""

    id: str = wire("property_id")
    name: Annotated[str | None, via(text)] = wire("name", default=None)
    description: Annotated[str | None, via(text)] = wire("description", default=None)
    data_type: Annotated[str | None, via(text)] = wire("data_type", default=None)
    is_required: bool | None = wire("is_required", default=None)
    is_unique: bool | None = wire("is_unique", default=None)


class CustomerPropertyPage(Record, frozen=True):
    """A page of properties."""

    rows: Annotated[list[CustomerProperty] | None, via(listed)] = wire("customer_properties", default=None)
    total: Annotated[int | None, via(whole)] = wire("total_items", default=None)


class CustomerSource(Record, frozen=True):
    """A system that customers come from, with ids of its own. Docs: "Customer sources"."""

    id: str = wire("customer_source_id")
    name: Annotated[str | None, via(text)] = wire("name", default=None)
    text_id: Annotated[str | None, via(text)] = wire("customer_source_text_id", default=None)


class CustomerSourcePage(Record, frozen=True):
    """A page of sources."""

    rows: Annotated[list[CustomerSource] | None, via(listed)] = wire("customer_sources", default=None)
    total: Annotated[int | None, via(whole)] = wire("total_items", default=None)


class Status(Record, frozen=True):
    """A level of the loyalty programme. Docs: "Statuses"."""

    id: str = wire("status_id")
    name: Annotated[str | None, via(text)] = wire("name", default=None)
    description: Annotated[str | None, via(text)] = wire("description", default=None)


class StatusPage(Record, frozen=True):
    """A page of levels."""

    rows: Annotated[list[Status] | None, via(listed)] = wire("statuses", default=None)
    total: Annotated[int | None, via(whole)] = wire("total_items", default=None)
