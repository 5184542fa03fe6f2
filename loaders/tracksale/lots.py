"""Reads of who was surveyed, in calendar chunks by when a lot was created."""

from typing import Annotated
from zoneinfo import ZoneInfo

from loaders.tracksale.dispatches import Dispatch, Dispatches, Lot
from loaders.tracksale.settings import TracksaleSettings
from loaders.tracksale.spellings import one_or_many
from loaders.tracksale.tags import TracksaleTags
from loaders.upstream.call import Call, Pairs
from loaders.upstream.client import Client
from loaders.upstream.decode import via
from loaders.upstream.errors import TooLarge
from loaders.upstream.vendor import Plumbing
from loaders.upstream.windows.calendar import Days
from loaders.upstream.windows.chunks import Windows

_Lots = Annotated[list[Lot], via(one_or_many)]
_PAGE = 10_000
_MOST_PAGES = 100


class LotReads:
    """The two dispatch reports, kept for whole accounts."""

    def __init__(
        self, plumbing: Plumbing, client: Client, settings: TracksaleSettings, tags: TracksaleTags, zone: ZoneInfo
    ) -> None:
        self._client = client
        self._v3_url = str(settings.v3_url).rstrip("/") if settings.v3_url else None
        self.by_lot: Windows[Lot, list[Lot]] = Windows(
            plumbing,
            "lots",
            tag=tags.lots,
            zone=zone,
            ask=self._lots,
            at=lambda lot: lot.created_at,
            key=lambda lot: lot.code,
            hold=list,
        )
        """Lots with their customers by days; one call for any window cold, for all campaigns. Docs: "Reports", Dispatches."""
        self.by_recipient: Windows[Dispatch, list[Dispatch]] = Windows(
            plumbing,
            "dispatches",
            tag=tags.lots,
            zone=zone,
            ask=self._dispatches,
            at=lambda row: row.lot.created_at,
            key=lambda row: row.key,
            hold=list,
        )
        """The same by customer, with tags and whether the survey was opened; one call per 10,000 rows of a window cold.
        Docs: "Reports", Paged Dispatches."""

    async def _lots(self, days: Days) -> list[Lot]:
        call = Call("report/dispatch", "GET", "/v2/report/dispatch", (*_ends(days), ("channel", "true")))
        return await self._client.read(call, _Lots)

    async def _dispatches(self, days: Days) -> list[Dispatch]:
        """Read page after page; without the address of v3 the unpaged report of v2 holds the same but for what was opened."""
        if self._v3_url is None:
            return [
                Dispatch(campaign=lot.campaign, lot=lot, recipient=to)
                for lot in await self._lots(days)
                for to in lot.recipients
            ]
        rows: list[Dispatch] = []
        for page in range(1, _MOST_PAGES + 1):
            query = (*_ends(days), ("channel", "true"), ("tags", "true"), ("page", str(page)), ("limit", str(_PAGE)))
            call = Call("dispatch", "GET", "/dispatch", query, url=self._v3_url)
            found = (await self._client.read(call, Dispatches)).data
            rows += found
            if len(found) < _PAGE:
                return rows
        raise TooLarge(self._client.vendor, _MOST_PAGES * _PAGE, "rows")


def _ends(days: Days) -> Pairs:
    return (("start", str(days.first)), ("end", str(days.last)))
