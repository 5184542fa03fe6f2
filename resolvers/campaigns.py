"""Campaigns of all vendors as one list in one stable order."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Protocol

from loaders.upstream.errors import NotConfigured, UpstreamError
from resolvers.context import Context, Info
from resolvers.paging import Edge, Page, page


class CampaignRecord(Protocol):
    """What every vendor's campaign record has."""

    @property
    def id(self) -> str:
        """The vendor's id."""

    @property
    def active(self) -> bool | None:
        """Whether it runs now."""


CampaignSource = Callable[[Context], Awaitable[Sequence[CampaignRecord]]]


async def campaigns(
    sources: Mapping[str, CampaignSource],
    info: Info,
    vendors: Collection[str] | None,
    active: bool | None,  # noqa: FBT001  # called with the field's own arguments
    first: int | None,
    after: str | None,
) -> Page[CampaignRecord]:
    """Return a page ordered by vendor, then by the vendor's id. A vendor that fails is an error beside the others' campaigns.

    Costs one list read per vendor asked, whatever the page; nothing while cached.
    """
    asked = [name for name in sources if vendors is None or name in vendors]
    lists = await asyncio.gather(*(_listed(sources[name], info, is_named=vendors is not None) for name in asked))
    rows = [(name, campaign) for name, found in zip(asked, lists, strict=True) for campaign in found]
    kept = sorted(((name, campaign) for name, campaign in rows if active is None or campaign.active == active), key=_rank)
    cut = page(kept, first, after, key=lambda row: ":".join(_rank(row)), rising=_rank)
    edges = [Edge(edge.cursor, edge.node[1]) for edge in cut.edges]
    return Page(edges, [edge.node for edge in edges], cut.page_info, cut.total_count)


def _rank(row: tuple[str, CampaignRecord]) -> tuple[str, str, str]:
    name, campaign = row
    return (name, type(campaign).__name__, campaign.id)


async def _listed(source: CampaignSource, info: Info, *, is_named: bool) -> Sequence[CampaignRecord]:
    try:
        return await source(info.context)
    except NotConfigured as error:
        if is_named:
            info.context.report(error, info)
    except UpstreamError as error:
        info.context.report(error, info)
    return ()
