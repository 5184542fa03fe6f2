"""Traces, visits and what is recorded in them."""

from datetime import datetime
from enum import Enum

import strawberry

from loaders.prisma.records import visit as records
from resolvers.context import Info
from resolvers.prisma import people as resolve
from schema.customer import Customer
from schema.write import UserError, user_errors


@strawberry.enum(description="What sort of thing happened in a visit.")
class ActivityType(Enum):
    LOCATION = strawberry.enum_value("location", description="A page or screen was visited.")
    ACTION = strawberry.enum_value("action", description="The person did something, pressed a button for example.")
    CONVERSION = strawberry.enum_value("conversion", description="The person finished successfully; spends the trace.")
    DISMISS = strawberry.enum_value("dismiss", description="The person isn't interested; spends the trace.")
    ENTRY_POINT = strawberry.enum_value("entry-point", description="The person entered the conversion funnel.")
    FUNNEL_STEP = strawberry.enum_value("funnel-step", description="The person advanced a step in the funnel.")
    EVENT = strawberry.enum_value("event", description="Something that the person didn't do.")


async def _customer(root: strawberry.Parent[records.Trace | records.Visit], info: Info) -> Customer | None:
    return await resolve.customer_of(info, root.customer_id)  # type: ignore[return-value]  # a record behind the view


@strawberry.type(description="Prisma's grouping of a person's visits, until they convert or dismiss.")
class Trace:
    id: strawberry.ID = strawberry.field(description="Prisma's id of the trace: give it to `startVisit`.")
    customer_id: str | None = strawberry.field(
        description="Prisma's id of the person; a generated one for somebody anonymous, if the vendor tells it."
    )
    started_at: datetime = strawberry.field(description="When the gateway got it.")
    customer: Customer | None = strawberry.field(
        resolver=_customer, description="The person; null while no vendor can say that it knows them."
    )


@strawberry.type(description="A visit of a person to a channel, in a trace.")
class Visit:
    id: strawberry.ID = strawberry.field(description="Prisma's id of the visit, which it calls a trail.")
    trace_id: strawberry.ID = strawberry.field(description="Prisma's id of the trace it belongs to.")
    customer_id: str | None = strawberry.field(
        description="Prisma's id of the person; null where the trace was not made through this gateway."
    )
    started_at: datetime = strawberry.field(description="When the gateway got it.")
    customer: Customer | None = strawberry.field(
        resolver=_customer, description="The person; null while no vendor can say that it knows them."
    )


@strawberry.type(name="VisitActivity", description="What was recorded in a visit.")
class Activity:
    visit_id: strawberry.ID = strawberry.field(description="Prisma's id of the visit.")
    type: ActivityType = strawberry.field(description="What sort of thing happened.")
    name: str = strawberry.field(description="Its name.")


@strawberry.type(description="What `startTrace` did.")
class StartTracePayload:
    result: Trace | None = strawberry.field(name="trace", description="The new trace; null where it was refused.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="What `startVisit` did.")
class StartVisitPayload:
    result: Visit | None = strawberry.field(name="visit", description="The new visit; null where it was refused.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="What `recordActivity` did.")
class RecordActivityPayload:
    result: Activity | None = strawberry.field(name="activity", description="What was recorded; null where it was refused.")
    user_errors: list[UserError] = user_errors()
