"""Reads of leads, in calendar chunks by when they were created, and of what was done about them."""

from datetime import datetime
from typing import Annotated, cast
from zoneinfo import ZoneInfo

from loaders.footprints.records.catalogue import LeadActionType
from loaders.footprints.records.lead import Lead, LeadAction
from loaders.footprints.records.shapes import rows
from loaders.footprints.tags import FootprintsTags
from loaders.upstream.batch import singly
from loaders.upstream.cache.entry import CATALOGUE, PERSON
from loaders.upstream.call import Call, path
from loaders.upstream.client import Client
from loaders.upstream.decode import via
from loaders.upstream.errors import TooLarge
from loaders.upstream.vendor import Plumbing
from loaders.upstream.windows.calendar import Days
from loaders.upstream.windows.chunks import Windows

PAGE_SIZE = 500
"No maximum is documented; a server that allows fewer sends fewer."

MOST_PAGES = 20
"10,000 leads; more are asked for in fewer days at a time."
MOST_PAGES_OF_A_DAY = 400
"As long as it takes where there are no fewer days to ask for; servers that allow ten on a page are read so too."
_A_DAY_WIDENED = 3
_SMALLEST_CAP = 10  # The page's sample asks for ten at once, so no server allows less.

_ACTIONS = cast("type[list[LeadAction]]", Annotated[list[LeadAction], via(rows)])
_TYPES = cast("type[list[LeadActionType]]", Annotated[list[LeadActionType], via(rows)])


class LeadReads:
    """Leads by days; actions by lead."""

    def __init__(self, plumbing: Plumbing, client: Client, tags: FootprintsTags, zone: ZoneInfo) -> None:
        self._client, self._zone = client, zone
        self._windows: Windows[Lead, list[Lead]] = Windows(
            plumbing,
            "leads",
            tag=tags.leads,
            zone=zone,
            ask=self._paged,
            at=lambda lead: lead.created_at,
            key=lambda lead: lead.id,
            hold=list,
        )
        self._actions = plumbing.read(
            "lead_actions",
            singly(self._ask_actions),
            key=lambda lead_id: (lead_id,),
            ttl=PERSON,
            tags=lambda lead_id, _: (tags.actions_of(lead_id), tags.actions),
        )
        self._types = plumbing.read("lead_action_types", singly(self._ask_types), key=lambda _: (), ttl=CATALOGUE)

    async def created(self, days: Days) -> list[Lead]:
        """Return the leads created in some days of the account's calendar, of all customers, newest first.

        Only leads that have a location, an offer category, an offer and a consultant: the vendor leaves the others out. Cold it
        costs a call per 500 leads, and mostly one more to learn that there are no more; within the TTL none, later those of
        today and yesterday. Docs: "Get Leads".
        """
        found = [lead for chunk in await self._windows.load(days) for lead in chunk]
        return sorted(self._windows.cut(days, found), key=recency, reverse=True)

    def tags_at(self, created_at: datetime) -> tuple[str, ...]:
        """Name what is kept of the month in which a lead was created; a moment without a zone is local."""
        return self._windows.tags_at([created_at if created_at.tzinfo else created_at.replace(tzinfo=self._zone)])

    async def actions(self, lead_id: str) -> list[LeadAction]:
        """Return a lead's actions, newest first; empty for a lead that is unknown. One call per lead. Docs: "Get Lead Actions"."""
        return await self._actions.load(lead_id)

    async def action_types(self) -> list[LeadActionType]:
        """Return the kinds of actions that the project declares. One call. Docs: "Get Lead Action Types"."""
        return await self._types.load(None)

    async def _paged(self, days: Days) -> list[Lead]:
        """Read pages until one is empty, repeats, or is shorter than the first: the vendor doesn't say how many there are, nor
        whether it allows as many on a page as we ask for. Raises TooLarge where there are more pages than we read.
        """
        found: dict[str, Lead] = {}
        longest = 0
        most_pages = MOST_PAGES if days.count > _A_DAY_WIDENED else MOST_PAGES_OF_A_DAY
        for number in range(1, most_pages + 1):
            page = await self._page(days, number)
            longest = longest or len(page)
            before = len(found)
            found.update({lead.id: lead for lead in page if lead.id not in found})
            if len(page) < max(longest, _SMALLEST_CAP) or len(found) == before:
                return list(found.values())
        raise TooLarge(self._client.vendor, most_pages, "pages of leads")

    async def _page(self, days: Days, number: int) -> list[Lead]:
        ends = (("startDate", str(days.first)), ("endDate", str(days.last)))
        query = (*ends, ("pageSize", str(PAGE_SIZE)), ("page", str(number)))
        return await self._client.read(Call("get leads", "GET", "/api/lead", query=query), list[Lead])

    async def _ask_actions(self, lead_id: str) -> list[LeadAction]:
        found = await self._client.find(Call("get lead actions", "GET", path("/api/lead/actions/{id}", id=lead_id)), _ACTIONS)
        return sorted(
            found or [], key=lambda action: (action.date.timestamp() if action.date else 0.0, action.id), reverse=True
        )

    async def _ask_types(self, _key: None) -> list[LeadActionType]:
        return await self._client.read(Call("get lead action types", "GET", "/api/lead/action-types"), _TYPES)


def recency(lead: Lead) -> tuple[float, str]:
    """Order leads by creation, then by id; those without a date are the oldest."""
    return (lead.created_at.timestamp() if lead.created_at else float("-inf"), lead.id)
