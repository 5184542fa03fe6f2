"""Traces, visits and what happens in them. Ids are text."""

from datetime import datetime
from typing import Annotated

from loaders.upstream.decode import Record, via, wire
from loaders.upstream.values import text


class StartedTrace(Record, frozen=True):
    """Docs: Prisma, "Trace"."""

    id: Annotated[str, via(text)] = wire("trace-id")
    customer_id: Annotated[str | None, via(text)] = wire("customer-id", default=None)


class StartedVisit(Record, frozen=True):
    """Docs: Prisma, "Visits"."""

    id: Annotated[str, via(text)] = wire("trail-id")


class Trace(Record, frozen=True):
    """What groups a person's visits until they convert or dismiss."""

    id: str
    customer_id: str | None
    started_at: datetime


class Visit(Record, frozen=True):
    """A visit in a trace; everything shown to the person and done by them happens in one."""

    id: str
    trace_id: str
    customer_id: str | None
    started_at: datetime


class Owner(Record, frozen=True):
    """Whose a trace or visit is."""

    customer_id: str
    trace_id: str


class Activity(Record, frozen=True):
    """What was recorded in a visit. Docs: Prisma, "Activity"."""

    visit_id: str
    type: str
    name: str


class BusinessEvent(Record, frozen=True, kw_only=True):
    """What a business event triggered. Docs: Prisma, "Business Events"."""

    campaign: Annotated[str | None, via(text)] = wire("campaign", default=None)
    trace_id: Annotated[str, via(text)] = wire("trace-id")
    tracking_token: Annotated[str, via(text)] = wire("tracking-token")
    customer_id: Annotated[str | None, via(text)] = wire("customer-id", default=None)
