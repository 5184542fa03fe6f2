"""Reward campaigns: lists, one by id, and who sees them."""

from collections.abc import Sequence
from dataclasses import dataclass

from loaders.open_loyalty import OpenLoyalty
from loaders.open_loyalty.paging import PER_PAGE
from loaders.open_loyalty.person import row_of
from loaders.open_loyalty.records.campaign import RewardCampaign
from loaders.open_loyalty.records.customer import Customer
from loaders.open_loyalty.writes import Bought, Saved
from resolvers import ids
from resolvers.context import Context, Info
from resolvers.identity.key import Key
from resolvers.identity.person import Person
from resolvers.paging import Edge, Page, checked_first, cursor, joined, page, place_of
from resolvers.refusals import BadInput
from resolvers.selection import selected_names

TYPE = "RewardCampaign"
MOST_LABELS = 20


@dataclass(frozen=True, slots=True)
class LabelCondition:
    """A label wanted: by key, by value or by both."""

    key: str | None
    value: str | None


async def every_campaign(context: Context) -> Sequence[RewardCampaign]:
    """List all campaigns; 1 call per 100, nothing while cached."""
    return await context.vendor(OpenLoyalty).reads.campaigns.load(())


async def campaign_node(info: Info, parts: tuple[str, ...]) -> RewardCampaign | None:
    """Find a campaign by its id; 1 call, nothing while it or the list is cached."""
    return await info.context.vendor(OpenLoyalty).reads.campaign.load(parts[0]) if len(parts) == 1 else None


async def reward_campaigns(
    info: Info, labels: Sequence[LabelCondition] | None, first: int | None, after: str | None
) -> Page[RewardCampaign]:
    """Page through the campaigns that meet all conditions, in the vendor's order; 1 call per 100 of them."""
    wanted = labels or ()
    if len(wanted) > MOST_LABELS:
        raise BadInput(f"`labels` takes at most {MOST_LABELS} conditions, got {len(wanted)}.", path=("labels",))
    empty = [index for index, label in enumerate(wanted) if not label.key and not label.value]
    if empty:
        raise BadInput("A condition needs a `key`, a `value` or both.", path=("labels", empty[0]))
    checked_first(first)
    conditions = tuple((label.key or None, label.value or None) for label in wanted)
    found = await info.context.vendor(OpenLoyalty).reads.campaigns.load(conditions)
    return page(found, first, after, key=lambda campaign: campaign.id)


async def visible_to(campaign: RewardCampaign, info: Info, first: int | None, after: str | None) -> Page[Person]:
    """Page through the people who may see a campaign, in the vendor's order; 1 call per 100, 2 where a page crosses a hundred.

    A cursor is a place in the vendor's list, so people who join or leave shift it. The people come with their rows: their
    fields at this vendor cost nothing more.
    """
    wanted, start = checked_first(first), place_of(after)
    number, skipped = divmod(start, PER_PAGE)
    found, total = await _audience(info, campaign.id, number + 1)
    if total <= len(found):
        skipped = start  # The vendor doesn't page here, and sent the whole list.
    elif len(found) < skipped + wanted and start - skipped + len(found) < total:
        more, total = await _audience(info, campaign.id, number + 2)
        found = [*found, *more]
    chosen = found[skipped : skipped + wanted]
    region = info.context.around.region
    edges = [Edge(cursor(str(start + place)), _person(info, row, region)) for place, row in enumerate(chosen, 1)]
    return joined(edges, has_next=start + len(chosen) < total, has_previous=start > 0, total=total)


async def _audience(info: Info, campaign_id: str, number: int) -> tuple[list[Customer], int]:
    answer = await info.context.vendor(OpenLoyalty).reads.visible.load((campaign_id, number, PER_PAGE))
    return answer.rows, (number - 1) * PER_PAGE + len(answer.rows) if answer.total is None else answer.total


def _person(info: Info, customer: Customer, region: str | None) -> Person:
    row = row_of(customer, region)
    return info.context.person(
        Key(tuple(sorted(row.handles, key=lambda held: (held.kind, held.text))), row.vendor, row.id, row)
    )


async def written(saved: Saved | None, info: Info) -> RewardCampaign | None:
    """Return a campaign after a write; 1 call, none where only what its id tells is asked for."""
    if saved is None:
        return None
    if selected_names(info) <= {"id", "vendor"}:
        return RewardCampaign(id=saved.id)
    return await info.context.vendor(OpenLoyalty).reads.campaign.load(saved.id)


def buyer(bought: Bought, info: Info) -> Person:
    """Return who bought; nothing is asked before their fields are."""
    return info.context.person(Key(vendor=OpenLoyalty.name, vendor_id=bought.customer_id))


def campaign_id_of(text: str) -> str:
    """Return the vendor's id from a global id, or the text itself."""
    return ids.local(text.strip(), TYPE)
