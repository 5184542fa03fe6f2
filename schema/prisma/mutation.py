"""What can be done at Prisma."""

from typing import Annotated

import strawberry

from resolvers.context import Info
from resolvers.prisma import customers, people, screens, sessions
from schema.key import CustomerKey, key_of
from schema.prisma.input import (
    AdvanceFunnelInput,
    RecordActivityInput,
    StartTraceInput,
    StartVisitInput,
    SyncPageInput,
    TriggerBusinessEventInput,
    UpsertTargetedCustomerInput,
)
from schema.prisma.person import TriggerBusinessEventPayload, UpsertTargetedCustomerPayload
from schema.prisma.screen import AdvanceFunnelPayload, SyncPagePayload
from schema.prisma.session import RecordActivityPayload, StartTracePayload, StartVisitPayload
from schema.write import mutation


async def _start_trace(
    info: Info,
    input: Annotated[StartTraceInput, strawberry.argument(description="The trace to start.")],  # noqa: A002
) -> StartTracePayload | None:
    return await sessions.start_trace(info, _named(info, input.customer), input.idempotency_key)  # type: ignore[return-value]  # a record behind the view


async def _start_visit(
    info: Info,
    input: Annotated[StartVisitInput, strawberry.argument(description="The visit to start.")],  # noqa: A002
) -> StartVisitPayload | None:
    return await sessions.start_visit(  # type: ignore[return-value]  # as above
        info,
        _named(info, input.customer),
        input.trace,
        input.channel,
        input.language,
        input.platform,
        input.idempotency_key,
    )


async def _record_activity(
    info: Info,
    input: Annotated[RecordActivityInput, strawberry.argument(description="The activity to record.")],  # noqa: A002
) -> RecordActivityPayload | None:
    return await sessions.record_activity(  # type: ignore[return-value]  # as above
        info,
        _named(info, input.customer),
        input.visit,
        str(input.type.value),
        input.name,
        input.tracking_token,
        [(datum.name, datum.value) for datum in input.data],
        input.idempotency_key,
    )


async def _sync_page(
    info: Info,
    input: Annotated[SyncPageInput, strawberry.argument(description="The page being shown.")],  # noqa: A002
) -> SyncPagePayload | None:
    return await screens.sync_page(  # type: ignore[return-value]  # as above
        info,
        _named(info, input.customer),
        input.visit,
        input.page,
        input.placeholders,
        input.popups,
        input.idempotency_key,
    )


async def _advance_funnel(
    info: Info,
    input: Annotated[AdvanceFunnelInput, strawberry.argument(description="The funnel to open or go on with.")],  # noqa: A002
) -> AdvanceFunnelPayload | None:
    return await screens.advance_funnel(  # type: ignore[return-value]  # as above
        info,
        _named(info, input.customer),
        input.visit,
        input.campaign,
        input.tracking_token,
        input.step_data,
        input.idempotency_key,
    )


async def _upsert_targeted_customer(
    info: Info,
    input: Annotated[UpsertTargetedCustomerInput, strawberry.argument(description="The person and their fields.")],  # noqa: A002
) -> UpsertTargetedCustomerPayload | None:
    named = lambda: key_of(info.context, input.customer)  # noqa: E731  # as _named, and never without a person
    return await customers.upsert(info, named, input.fields, input.idempotency_key)  # type: ignore[return-value]  # as above


async def _trigger_business_event(
    info: Info,
    input: Annotated[TriggerBusinessEventInput, strawberry.argument(description="The event and its person.")],  # noqa: A002
) -> TriggerBusinessEventPayload | None:
    return await customers.trigger(  # type: ignore[return-value]  # as above
        info,
        input.event,
        _named(info, input.customer),
        input.search,
        input.context,
        input.force_funnel_restart,
        input.idempotency_key,
    )


def _named(info: Info, customer: CustomerKey | None) -> people.Named | None:
    return None if customer is None else lambda: key_of(info.context, customer)


@strawberry.type
class PrismaMutation:
    start_trace: StartTracePayload | None = mutation(
        resolver=_start_trace,
        description="Prisma: start a person's trace, or an anonymous one. One call. "
        "The gateway starts traces by itself where it needs one; from now on it uses this one.",
    )
    start_visit: StartVisitPayload | None = mutation(
        resolver=_start_visit,
        description="Prisma: start a visit. One call, two where the person has no trace yet. From now on the gateway uses this one.",
    )
    record_activity: RecordActivityPayload | None = mutation(
        resolver=_record_activity,
        description="Prisma: record what happened in a visit. One call with a live visit, three without. "
        "A conversion or a dismissal spends the trace with all its visits.",
    )
    sync_page: SyncPagePayload | None = mutation(
        resolver=_sync_page,
        description="Prisma: count a page view, and return the page's banners and popup. One call with a live visit, three without.",
    )
    advance_funnel: AdvanceFunnelPayload | None = mutation(
        resolver=_advance_funnel,
        description="Prisma: open the funnel of a campaign, or go on to its next step. One call with a live visit, three without.",
    )
    upsert_targeted_customer: UpsertTargetedCustomerPayload | None = mutation(
        resolver=_upsert_targeted_customer,
        description="Prisma: create a person, or update the fields given. One call, and what finding the person costs.",
    )
    trigger_business_event: TriggerBusinessEventPayload | None = mutation(
        resolver=_trigger_business_event,
        description="Prisma: tell that something happened to a person, which may trigger a campaign. "
        "One call, and what finding the person costs. Prisma creates who is missing.",
    )
