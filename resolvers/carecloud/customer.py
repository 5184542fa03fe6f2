"""What a person has at CareCloud; who is unknown there has nothing."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import TypeVar

from loaders.carecloud import CareCloud
from loaders.carecloud.catalogue import Filters
from loaders.carecloud.records.account import (
    InterestRecord,
    PointRecord,
    PointsOverview,
    Purchase,
    StatusRecord,
    Voucher,
)
from loaders.carecloud.records.customer import Card
from loaders.carecloud.records.reward import Property, Reward
from resolvers.carecloud.catalogue import filters, stores_wanted
from resolvers.context import Info
from resolvers.identity.person import Person
from resolvers.paging import Page, checked_first, newest_first
from resolvers.refusals import BadInput

T = TypeVar("T")

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


async def rewards(person: Person, info: Info, wanted: Filters) -> list[Reward]:
    """List the rewards open to the person, ordered by their ids; 1 call per 100 beyond finding the person.

    On the customer interface the vendor tells only somebody who logged in; else it is its refusal that is raised.
    """
    wanted = (*wanted, *stores_wanted(info))
    return await _listed(person, lambda id_: info.context.vendor(CareCloud).reads.rewards.load((id_, wanted)))


async def vouchers(
    person: Person,
    info: Info,
    is_valid: bool | None,  # noqa: FBT001  # called with the field's own arguments
    is_applied: bool | None,  # noqa: FBT001  # as above
) -> list[Voucher]:
    """List the person's vouchers, newest first; 1 call beyond finding the person, and fewer for many people together."""
    wanted = (*filters(is_valid=is_valid, is_applied=is_applied), *stores_wanted(info, "reward"))
    reads = info.context.vendor(CareCloud).reads
    found = await _listed_together(person, info, "vouchers", lambda id_: reads.vouchers.load((id_, wanted)))
    return sorted(found, key=lambda one: (one.created_at or _LONG_AGO, one.id), reverse=True)


async def points(person: Person, info: Info, start: date | None, end: date | None) -> PointsOverview | None:
    """Return the wallet's balance, None for who is unknown; the days bound what was earned and redeemed, both included.

    1 call beyond finding the person.
    """
    if start is not None and end is not None and start > end:
        raise BadInput("`from` must not be after `to`.", path=("from",))
    customer_id = await person.id_at(CareCloud.name)
    if customer_id is None:
        return None
    interval = filters(date_from=start and start.isoformat(), date_to=end and end.isoformat())
    return await info.context.vendor(CareCloud).reads.points.load((customer_id, interval))


async def point_records(person: Person, info: Info, first: int | None, after: str | None) -> Page[PointRecord]:
    """Page through the points given to the person, newest first, expired ones among them; 1 call per 100."""
    checked_first(first)
    found = await _listed_together(person, info, "point records", info.context.vendor(CareCloud).reads.point_records.load)
    return newest_first(found, first, after, key=lambda one: one.id, at=lambda one: one.created_at)


async def purchases(person: Person, info: Info, first: int | None, after: str | None) -> Page[Purchase]:
    """Page through the person's bills, newest first; 1 call per 100 beyond finding the person."""
    checked_first(first)
    found = await _listed_together(person, info, "purchases", info.context.vendor(CareCloud).reads.purchases.load)
    return newest_first(found, first, after, key=lambda one: one.id, at=lambda one: one.paid_at)


async def cards(person: Person, info: Info) -> list[Card]:
    """List the person's cards, the newest first, blocked ones among them; 1 call beyond finding the person."""
    found = await _listed_together(person, info, "cards", info.context.vendor(CareCloud).people.cards.load)
    return sorted(found, key=lambda one: (one.valid_to or _LONG_AGO, one.id), reverse=True)


async def status(person: Person, info: Info) -> StatusRecord | None:
    """Return the level that is valid now, None where there is none; 1 call beyond finding the person."""
    found = await _listed(person, info.context.vendor(CareCloud).reads.statuses.load)
    return max(found, key=lambda one: (one.valid_from or _LONG_AGO, one.id), default=None)


async def interests(person: Person, info: Info) -> list[InterestRecord]:
    """List the interests noted of the person, ordered by the records' ids; 1 call beyond finding the person."""
    return await _listed(person, info.context.vendor(CareCloud).reads.interests.load)


async def properties(person: Person, info: Info) -> list[Property]:
    """List the person's properties, ordered by the records' ids; 1 call beyond finding the person."""
    return await _listed(person, info.context.vendor(CareCloud).reads.properties.load)


async def _listed(person: Person, read: Callable[[str], Awaitable[list[T]]]) -> list[T]:
    customer_id = await person.id_at(CareCloud.name)
    return [] if customer_id is None else await read(customer_id)


async def _listed_together(person: Person, info: Info, what: str, read: Callable[[str], Awaitable[list[T]]]) -> list[T]:
    """The same of what the project has a list of: many people are asked for at once."""
    customer_id = await info.context.crowd(f"{CareCloud.name} {what}").join(lambda: person.id_at(CareCloud.name))
    return [] if customer_id is None else await read(customer_id)
