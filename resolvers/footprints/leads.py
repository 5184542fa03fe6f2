"""Leads, what was done about them, and the way from a lead back to its customer."""

from datetime import date, timedelta
from typing import Annotated

import strawberry

from loaders.footprints import Footprints
from loaders.footprints.records.catalogue import LeadActionType, Location, Offer, Sku
from loaders.footprints.records.lead import Lead, LeadAction
from loaders.upstream.windows.calendar import EARLIEST, Days
from resolvers.context import Info
from resolvers.footprints.arguments import After, First
from resolvers.identity.key import Key
from resolvers.identity.person import Person
from resolvers.paging import Page, checked_first, newest_first
from resolvers.refusals import BadInput
from resolvers.selection import selected_names

DEFAULT_DAYS = 30

From = Annotated[date | None, strawberry.argument(name="from", description="The first day; 30 days before `to` by default.")]
To = Annotated[date | None, strawberry.argument(description="The last day; today by default.")]


async def leads(
    info: Info, from_: From = strawberry.UNSET, to: To = strawberry.UNSET, first: First = 20, after: After = strawberry.UNSET
) -> Page[Lead]:
    """Page through all customers' leads of a window of days, newest first; costs what `LeadReads.created` costs."""
    checked_first(first)
    vendor = info.context.vendor(Footprints)
    end = to or info.context.clock.now().astimezone(vendor.zone).date()
    if end < EARLIEST:
        raise BadInput(f"`to` must be {EARLIEST} or later: there is nothing before.", path=("to",))
    start = from_ or end - timedelta(days=DEFAULT_DAYS)
    if start > end:
        raise BadInput("`from` must not be after `to`.", path=("from",))
    found = await vendor.reads.leads.created(Days(start, end))
    return newest_first(found, first, after or None, key=lambda lead: lead.id, at=lambda lead: lead.created_at)


async def offer(root: strawberry.Parent[Lead], info: Info) -> Offer | None:
    """Return what the lead is about. The lead or its profile's timeline mostly hold it; the whole catalogue is asked, a call per
    page, only for more than the id of an offer that neither shows.
    """
    if root.offer or root.offer_id is None:
        return root.offer
    bare = Offer(id=root.offer_id)
    if selected_names(info) <= {"id"}:
        return bare
    return await info.context.vendor(Footprints).reads.catalogue.offer(bare.id) or bare


async def sku(root: strawberry.Parent[Lead], info: Info) -> Sku | None:
    """Return the lead's SKU, likewise: a profile's leads name it by id alone."""
    if root.sku or root.sku_id is None:
        return root.sku
    bare = Sku(id=root.sku_id)
    if selected_names(info) <= {"id"}:
        return bare
    return await info.context.vendor(Footprints).reads.catalogue.sku(bare.id) or bare


async def location(root: strawberry.Parent[Lead], info: Info) -> Location | None:
    """Return where the lead belongs; more than its id costs one call for all locations, kept for minutes."""
    if root.location_id is None:
        return None
    bare = Location(id=root.location_id)
    if selected_names(info) <= {"id"}:
        return bare
    return await info.context.vendor(Footprints).reads.catalogue.location(bare.id) or bare


async def actions(root: strawberry.Parent[Lead], info: Info) -> list[LeadAction]:
    """List what was done about the lead, newest first; one call per lead."""
    return await info.context.vendor(Footprints).reads.leads.actions(root.id)


async def action_types(info: Info) -> list[LeadActionType]:
    """List the kinds of actions that the project declares; one call, kept for minutes."""
    return await info.context.vendor(Footprints).reads.leads.action_types()


async def customer(root: strawberry.Parent[Lead], info: Info) -> Person | None:
    """Return the person behind the lead; no call, for the lead itself says who it is. None where it says nothing."""
    vendor = info.context.vendor(Footprints)
    row = await vendor.people.row_beside(root)
    if row is not None:
        return info.context.person(Key(vendor=Footprints.name, vendor_id=row.id, row=row))
    held = vendor.people.handles_of(root)
    return info.context.person(Key(held)) if held else None
