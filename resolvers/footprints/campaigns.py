"""Loyalty campaigns and offline campaigns."""

import asyncio

from msgspec.structs import replace

from loaders.footprints import Footprints
from loaders.footprints.records.loyalty import LoyaltyCampaign, OfflineCampaign
from resolvers.context import Context, Info

LOYALTY = "LoyaltyCampaign"
OFFLINE = "OfflineCampaign"


async def every_campaign(context: Context) -> list[LoyaltyCampaign | OfflineCampaign]:
    """List all campaigns of both kinds; three calls, kept for minutes."""
    loyalty, offline = await asyncio.gather(context.vendor(Footprints).reads.loyalty.campaigns(), _offline(context))
    return [*loyalty, *offline]


async def loyalty_node(info: Info, parts: tuple[str, ...]) -> LoyaltyCampaign | None:
    """Return the loyalty campaign with that internal id, or None; two calls, kept for minutes."""
    campaigns = await info.context.vendor(Footprints).reads.loyalty.campaigns()
    return next((one for one in campaigns if (one.internal_id,) == parts), None)


async def offline_node(info: Info, parts: tuple[str, ...]) -> OfflineCampaign | None:
    """Return the offline campaign with that id, or None; one call, kept for minutes."""
    return next((one for one in await _offline(info.context) if (one.id,) == parts), None)


async def _offline(context: Context) -> list[OfflineCampaign]:
    now = context.clock.now()
    campaigns = await context.vendor(Footprints).reads.loyalty.offline_campaigns()
    return [replace(campaign, active=campaign.runs_at(now)) for campaign in campaigns]
