"""Traces, visits, and what is recorded in them. Docs: Prisma, "Traces"."""

from collections.abc import Sequence

from loaders.prisma import Prisma
from loaders.prisma.records.visit import Activity, Trace, Visit
from loaders.prisma.writes import ENDINGS
from resolvers.context import Info
from resolvers.prisma.people import Named, customer_id_of
from resolvers.writes import Checks, Written, perform

_TRACKING = "tracking-token"
"The one datum that a conversion and a dismissal need."


async def start_trace(info: Info, customer: Named | None, idempotency_key: str | None) -> Written[Trace]:
    """Start a person's trace, or an anonymous one. One call; it is used from now on in the place of the one that was kept."""
    prisma, checks = info.context.vendor(Prisma), Checks()
    customer_id = await customer_id_of(info, customer, checks)
    if checks.errors:
        return checks.refused()
    return await perform(
        info,
        shape=Trace,
        write=lambda: prisma.writes.start_trace(customer_id),
        stale=lambda _: _seen(prisma, customer_id),
        idempotency_key=idempotency_key,
    )


async def start_visit(
    info: Info,
    customer: Named | None,
    trace_id: str | None,
    channel: str | None,
    language: str | None,
    platform: str | None,
    idempotency_key: str | None,
) -> Written[Visit]:
    """Start a visit in a trace, or in a person's. One call, two where the person has no trace yet; it is used from now on."""
    prisma, checks = info.context.vendor(Prisma), Checks()
    one_of(checks, customer, trace_id, "trace")
    is_word = channel is None or (channel.isascii() and channel.replace("-", "").replace("_", "").isalnum())
    checks.that(is_word, "input.channel", "expected the name of a channel, such as web or atm")
    customer_id = await customer_id_of(info, customer, checks)
    if checks.errors:
        return checks.refused()

    async def write() -> Visit:
        owner = await prisma.sessions.owner(trace_id) if trace_id else None
        visitor = owner.customer_id if owner else customer_id
        trace = trace_id or (await prisma.sessions.trace(customer_id or "")).id
        return await prisma.writes.start_visit(trace, visitor, channel=channel, language=language, platform=platform)

    return await perform(
        info,
        shape=Visit,
        write=write,
        stale=lambda visit: _seen(prisma, visit.customer_id if visit else customer_id),
        idempotency_key=idempotency_key,
    )


async def record_activity(
    info: Info,
    customer: Named | None,
    visit_id: str | None,
    kind: str,
    name: str | None,
    tracking_token: str | None,
    data: Sequence[tuple[str, str]],
    idempotency_key: str | None,
) -> Written[Activity]:
    """Record what happened in a visit, or in a person's. One call with a live visit, three without.

    A conversion and a dismissal spend the trace, so the next call has another.
    """
    prisma, checks = info.context.vendor(Prisma), Checks()
    one_of(checks, customer, visit_id, "visit")
    needs_token = kind in ENDINGS and not tracking_token and _TRACKING not in dict(data)
    checks.that(not needs_token, "input.trackingToken", "expected the token that came with the campaign's banner, popup or row")
    for index, (field, _) in enumerate(data):
        checks.that(field, f"input.data.{index}.name", "expected a name")
    customer_id = await customer_id_of(info, customer, checks)
    if checks.errors:
        return checks.refused()
    sent = [*([(_TRACKING, tracking_token)] if tracking_token else []), *data]
    owner = await prisma.sessions.owner(visit_id) if visit_id else None

    async def write() -> Activity:
        visit = visit_id or (await prisma.sessions.visit(customer_id or "")).id
        return await prisma.writes.record(visit, kind, name or kind, sent)

    return await perform(
        info,
        shape=Activity,
        write=write,
        stale=lambda _: _seen(prisma, owner.customer_id if owner else customer_id),
        idempotency_key=idempotency_key,
    )


def one_of(checks: Checks, customer: Named | None, id_: str | None, name: str) -> None:
    """Note a mistake unless the input gives either a customer or the id of a trace or visit."""
    both, none = customer is not None and id_ is not None, customer is None and not id_
    checks.that(not both, f"input.{name}", f"expected either `customer` or `{name}`, not both")
    checks.that(not none, f"input.{name}", f"expected `customer` or `{name}`")


def _seen(prisma: Prisma, customer_id: str | None) -> tuple[str, ...]:
    return (prisma.tags.customer(customer_id),) if customer_id else ()
