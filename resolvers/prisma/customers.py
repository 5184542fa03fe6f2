"""Customers and what happens to them. Docs: Prisma, "Customers", "Business Events"."""

from dataclasses import dataclass

from loaders.prisma import Prisma
from loaders.prisma.records.visit import BusinessEvent
from resolvers.context import Info
from resolvers.prisma.people import Named, customer_id_of
from resolvers.writes import Checks, Written, perform


@dataclass(frozen=True, slots=True)
class Upserted:
    """The customer that was created or updated."""

    customer_id: str


async def upsert(info: Info, customer: Named, fields: object, idempotency_key: str | None) -> Written[Upserted]:
    """Create a person at Prisma, or merge fields into their row. One call and what finding their id costs."""
    prisma, checks = info.context.vendor(Prisma), Checks()
    given = _object(checks, fields, "input.fields")
    checks.that("id" not in given, "input.fields.id", "the id is that of `customer`, leave it out here")
    customer_id = await customer_id_of(info, customer, checks)
    if checks.errors or customer_id is None:
        return checks.refused()

    async def write() -> Upserted:
        await prisma.writes.upsert(customer_id, given)
        return Upserted(customer_id)

    return await perform(
        info,
        shape=Upserted,
        write=write,
        stale=lambda _: (prisma.tags.customer(customer_id),),
        idempotency_key=idempotency_key,
    )


async def trigger(
    info: Info,
    event: str,
    customer: Named | None,
    search: object,
    context: object,
    restart: bool | None,  # noqa: FBT001  # the input's own field
    idempotency_key: str | None,
) -> Written[BusinessEvent]:
    """Trigger the campaign that fits an event and a person. One call and what finding the person's id costs.

    Whoever is missing at Prisma is created, also by a search.
    """
    prisma, checks = info.context.vendor(Prisma), Checks()
    checks.that(event, "input.event", "expected the event's name, as defined in the application's settings")
    checks.that((customer is None) != (search is None), "input.customer", "expected either `customer` or `search`")
    fields = None if search is None else _object(checks, search, "input.search")
    for name, value in (fields or {}).items():
        checks.that(value not in (None, "", {}, []), f"input.search.{name}", "expected a value to search by")
    checks.that(fields != {}, "input.search", "expected at least one field; without any a customer would be created")
    extra = None if context is None else _object(checks, context, "input.context")
    customer_id = await customer_id_of(info, customer, checks)
    named = customer_id if fields is None else fields
    if checks.errors or named is None:
        return checks.refused()
    return await perform(
        info,
        shape=BusinessEvent,
        write=lambda: prisma.writes.trigger(event, named, extra, restart=restart),
        stale=lambda answer: [
            prisma.tags.customer(id_) for id_ in (customer_id, answer.customer_id if answer else None) if id_
        ],
        idempotency_key=idempotency_key,
    )


def _object(checks: Checks, value: object, path: str) -> dict[str, object]:
    """Return an object of values by name, or note that it is none."""
    checks.that(isinstance(value, dict), path, "expected an object of values by the names of the customer schema")
    found = value if isinstance(value, dict) else {}
    for name in found:
        checks.that(name.strip(), f"{path}.{name}", "expected a name")
    return found
