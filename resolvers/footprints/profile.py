"""A person's profile at Footprints: leads, interactions, profile fields."""

from datetime import UTC, datetime
from typing import Annotated

import strawberry

from loaders.footprints import Footprints
from loaders.footprints.records.lead import Lead, LeadStatus
from loaders.footprints.records.profile import Interaction, Profile
from resolvers.context import Info
from resolvers.footprints.arguments import After, First
from resolvers.identity.key import Key
from resolvers.identity.person import Person
from resolvers.paging import Edge, Page, checked_first, newest_first, page
from resolvers.refusals import BadInput

Statuses = Annotated[list[LeadStatus] | None, strawberry.argument(description="Only leads in one of these.")]
NationalId = Annotated[str, strawberry.argument(description="The number that the country gave the person.")]

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


async def profile(root: strawberry.Parent[Person], info: Info) -> Profile | None:
    """Return the person's profile, or None where the vendor knows nobody such.

    No call beyond finding the person; one where they were met through a lead or a code.
    """
    match = await root.at(Footprints.name)
    if match is None:
        return None
    if isinstance(match.row.record, Profile):
        return match.row.record
    row = await info.context.vendor(Footprints).people.by_id(match.id)
    return row.record if row and isinstance(row.record, Profile) else None


async def leads(
    root: strawberry.Parent[Person],
    info: Info,
    first: First = 20,
    after: After = strawberry.UNSET,
    status: Statuses = strawberry.UNSET,
) -> Page[Lead]:
    """Page through the person's leads, newest first; empty for who is unknown here. No call beyond the profile."""
    checked_first(first)
    found = await profile(root, info)
    wanted = [lead for lead in found.leads if not status or lead.status in status] if found else []
    return newest_first(wanted, first, after or None, key=lambda lead: lead.id, at=lambda lead: lead.created_at)


async def interactions(
    root: strawberry.Parent[Person], info: Info, first: First = 20, after: After = strawberry.UNSET
) -> Page[Interaction]:
    """Page through the person's timeline, newest first; empty for who is unknown here. No call beyond the profile."""
    checked_first(first)
    found = await profile(root, info)
    # The vendor gives the entries no ids: a place counted from the oldest stays the same when newer ones come.
    oldest_first = sorted(found.interactions, key=lambda entry: entry.occurred_at or _LONG_AGO) if found else []
    numbered = list(enumerate(oldest_first))[::-1]
    cut = page(numbered, first, after or None, key=lambda entry: str(entry[0]), falling=lambda entry: (entry[0],))
    edges = [Edge(edge.cursor, edge.node[1]) for edge in cut.edges]
    return Page(edges, [edge.node for edge in edges], cut.page_info, cut.total_count)


async def with_national_id(info: Info, national_id: NationalId) -> Person | None:
    """Return the person whose profile has that national id, or None. One call. Docs: "Get customers"."""
    text = national_id.strip()
    if not text:
        raise BadInput("`nationalId` is empty; give the person's national number.", path=("nationalId",))
    vendor = info.context.vendor(Footprints)
    found = await vendor.reads.people.profile_with_national_id(text)
    if found is None:
        return None
    row = vendor.people.row(found)
    return info.context.person(Key(vendor=Footprints.name, vendor_id=row.id, row=row))
