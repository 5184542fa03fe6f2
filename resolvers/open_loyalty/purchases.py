"""What a person bought, and what is on offer to them."""

from datetime import UTC, datetime

from loaders.open_loyalty import OpenLoyalty
from loaders.open_loyalty.records.campaign import RewardCampaign
from loaders.open_loyalty.records.customer import Customer, Purchase
from resolvers.context import Info
from resolvers.identity.person import Person
from resolvers.paging import Page, checked_first, page

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


async def purchases(person: Person, info: Info) -> list[Purchase]:
    """List what the person bought, newest first; empty for who is unknown here.

    No call beyond finding the person, whose row brings the purchases along; 1 per 100 where a seller found them by id.
    """
    match = await person.at(OpenLoyalty.name)
    if match is None:
        return []
    if isinstance(match.row.record, Customer):
        found = match.row.record.purchases
    else:
        found = await info.context.vendor(OpenLoyalty).reads.bought.load(match.id)
    return sorted(found, key=lambda one: (one.purchased_at or _LONG_AGO, one.coupon_code or ""), reverse=True)


async def campaign_of(purchase: Purchase, info: Info) -> RewardCampaign | None:
    """Return what was bought; all purchases of all people share 1 call per 100 campaigns, or none while the list is cached."""
    if purchase.campaign_id is None:
        return None
    return await info.context.vendor(OpenLoyalty).reads.campaign_listed(purchase.campaign_id)


async def available_rewards(
    person: Person,
    info: Info,
    first: int | None,
    after: str | None,
    include_out_of_reach: bool,  # noqa: FBT001  # called with the field's own arguments
) -> Page[RewardCampaign]:
    """Page through what the vendor offers the person, in its order; 1 call per 100, beyond finding the person.

    The vendor also lists what the person can't pay for or has had enough of: that is left out unless asked for.
    Docs: "Get available campaign for a customer".
    """
    checked_first(first)
    customer_id = await person.id_at(OpenLoyalty.name)
    found: list[RewardCampaign] = []
    if customer_id is not None:
        found = await info.context.vendor(OpenLoyalty).reads.available.load(customer_id)
    kept = [campaign for campaign in found if include_out_of_reach or campaign.can_be_bought is not False]
    return page(kept, first, after, key=lambda campaign: campaign.id)
