"""Loyalty codes: one person's, and everybody's."""

from typing import Annotated

import strawberry

from loaders.footprints import Footprints
from loaders.footprints.pair import Pair
from loaders.footprints.reads.codes import CodeQuery
from loaders.footprints.records.loyalty import LoyaltyCampaign, LoyaltyCode
from resolvers import ids
from resolvers.context import Info
from resolvers.footprints.arguments import After, First
from resolvers.footprints.campaigns import LOYALTY
from resolvers.identity.key import Key
from resolvers.identity.person import Person
from resolvers.paging import Edge, Page, checked_first, cursor, joined, place_of
from resolvers.selection import selected_names

CampaignId = Annotated[
    strawberry.ID, strawberry.argument(description="The campaign's global id, or the vendor's internal id of it.")
]
OneCampaign = Annotated[strawberry.ID | None, strawberry.argument(description="Only this campaign's codes, by either id.")]
Search = Annotated[str | None, strawberry.argument(description="Only codes that contain this.")]

_BRIEF = frozenset({"code", "status", "prize", "campaign"})
"What everybody's list says of a code as its holder's history does."

_CODES = "loyalty codes"

_BESIDE_CODE = frozenset({"id", "vendor", "name", "internalId"})


async def of_person(root: strawberry.Parent[Person], info: Info) -> list[LoyaltyCode]:
    """List the person's codes, the last changed first; empty for who is unknown here. One call per person beyond finding them, and
    fewer for many people whose codes are asked for without what everybody's list leaves out: then they come in its order.
    """
    reads = info.context.vendor(Footprints).reads.loyalty
    if not selected_names(info) <= _BRIEF:
        known = await _pair(root, info)
        return await reads.history(known) if known else []
    known = await info.context.crowd(_CODES).join(lambda: _pair(root, info))
    return await reads.brief(known) if known else []


async def of_person_in(root: strawberry.Parent[Person], info: Info, campaign: CampaignId) -> LoyaltyCode | None:
    """Return the person's code in one campaign, or None; one call beyond finding them, none where all codes were asked for.

    Where those came from everybody's list, what it leaves out of a code that the person holds is asked for after all.
    """
    wanted = ids.local(campaign, LOYALTY)
    known = await _pair(root, info)
    if known is None:
        return None
    await info.context.crowd(_CODES).gone()  # All of the person's codes may be about to be asked for.
    is_brief = selected_names(info) <= _BRIEF
    return await info.context.vendor(Footprints).reads.loyalty.code(known, wanted, is_brief=is_brief)


async def everybody(
    info: Info,
    campaign: OneCampaign = strawberry.UNSET,
    search: Search = strawberry.UNSET,
    first: First = 20,
    after: After = strawberry.UNSET,
) -> Page[LoyaltyCode]:
    """Page through everybody's codes in the vendor's order.

    Costs the vendor's pages that the slice lies in, and its page 1, which tells how long pages are. Docs: "Code List".
    """
    length, start = checked_first(first), place_of(after) + 1 if after else 0
    reads = info.context.vendor(Footprints).reads.codes
    query = CodeQuery(ids.local(campaign, LOYALTY) if campaign else None, (search or "").strip() or None)
    head = await reads.page(query, 1)
    total, size = head.total or len(head.codes), len(head.codes)
    rows: list[LoyaltyCode] = []
    if size and length:
        numbers = range(start // size + 1, min(start + length - 1, total - 1) // size + 2)
        rows = [row for number in numbers for row in (await reads.page(query, number)).codes]
        rows = rows[start % size : start % size + length]
    edges = [Edge(cursor(str(start + place)), row) for place, row in enumerate(rows)]
    return joined(edges, has_next=start + len(rows) < total, has_previous=start > 0, total=total)


async def campaign(root: strawberry.Parent[LoyaltyCode], info: Info) -> LoyaltyCampaign | None:
    """Return the code's campaign; more than its ids and name costs the list of campaigns, two calls kept for minutes."""
    held = root.campaign
    if held is None or selected_names(info) <= (_BESIDE_CODE if held.name else _BESIDE_CODE - {"name"}):
        return held
    campaigns = await info.context.vendor(Footprints).reads.loyalty.campaigns()
    return next((one for one in campaigns if one.internal_id == held.internal_id), held)


async def holder(root: strawberry.Parent[LoyaltyCode], info: Info) -> Person | None:
    """Return who holds the code, without a call; None in a list that says no more than the code."""
    if root.holder is None:
        return None
    row = await info.context.vendor(Footprints).people.row_holding(root.holder)
    return info.context.person(Key(vendor=Footprints.name, vendor_id=row.id, row=row))


async def _pair(person: Person, info: Info) -> Pair | None:
    """The e-mail and phone that name the person in a call. A row met through a lead may lack one: then its profile's are taken."""
    match = await person.at(Footprints.name)
    if match is None:
        return None
    vendor = info.context.vendor(Footprints)
    return vendor.people.pair(match.row) or await vendor.reads.people.pair_of(match.id)
