"""Points, level, transfers and receipts of a person. Beyond the seed: docs 3.2."""

from loaders.open_loyalty import OpenLoyalty
from loaders.open_loyalty.records.points import PointTransfer, Status, Transaction
from resolvers.context import Info
from resolvers.identity.person import Person
from resolvers.paging import Page, checked_first, newest_first


async def loyalty(person: Person, info: Info) -> Status | None:
    """Return points and level, None for who is unknown here; 1 call beyond finding the person."""
    customer_id = await person.id_at(OpenLoyalty.name)
    return None if customer_id is None else await info.context.vendor(OpenLoyalty).reads.status.load(customer_id)


async def point_transfers(person: Person, info: Info, first: int | None, after: str | None) -> Page[PointTransfer]:
    """Page through the person's points transfers, newest first; 1 call per 100 beyond finding the person."""
    checked_first(first)
    customer_id = await person.id_at(OpenLoyalty.name)
    found: list[PointTransfer] = []
    if customer_id is not None:
        found = await info.context.vendor(OpenLoyalty).reads.transfers.load(customer_id)
    return newest_first(found, first, after, key=lambda one: one.id, at=lambda one: one.created_at)


async def transactions(person: Person, info: Info, first: int | None, after: str | None) -> Page[Transaction]:
    """Page through the person's receipts, newest first; 1 call per 100 beyond finding the person."""
    checked_first(first)
    customer_id = await person.id_at(OpenLoyalty.name)
    found: list[Transaction] = []
    if customer_id is not None:
        found = await info.context.vendor(OpenLoyalty).reads.transactions.load(customer_id)
    return newest_first(found, first, after, key=lambda one: one.id, at=lambda one: one.purchased_at)
