"""People as Prisma's writes name them."""

from collections.abc import Callable

from loaders.prisma import Prisma
from resolvers import customer as customers
from resolvers.context import Info
from resolvers.identity.key import Key
from resolvers.identity.person import Person
from resolvers.writes import Checks, vendor_id_of

Named = Callable[[], Key]
"Reads the key of an input's customer; raises BadInput where it names nobody."


async def customer_id_of(info: Info, customer: Named | None, checks: Checks) -> str | None:
    """Return Prisma's id of `input.customer`, or note why there is none."""
    key = None if customer is None else checks.attempt("input.customer", customer)
    return await vendor_id_of(info, key, Prisma.name, checks, "input.customer")


async def customer_of(info: Info, customer_id: str | None) -> Person | None:
    """Return the person behind Prisma's id, or None where no vendor that can be asked knows them. Costs what finding them costs."""
    row = await info.context.vendor(Prisma).directory.by_id(customer_id) if customer_id else None
    return None if row is None else await customers.find(info, Key(tuple(row.handles)))
