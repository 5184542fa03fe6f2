"""Reads of leads and of what was done about them."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, cast

from loaders.footprints.reads.single import singly
from loaders.footprints.records.catalogue import LeadActionType
from loaders.footprints.records.lead import Lead, LeadAction
from loaders.footprints.records.shapes import rows
from loaders.upstream.cache.entry import CATALOGUE, PERSON, WINDOW
from loaders.upstream.call import Call, path
from loaders.upstream.client import Client
from loaders.upstream.decode import via
from loaders.upstream.vendor import Plumbing

PAGE_SIZE = 100
MOST_PAGES = 100
_SMALLEST_CAP = 10  # The page's sample asks for ten at once, so no server allows less.

_ACTIONS = cast("type[list[LeadAction]]", Annotated[list[LeadAction], via(rows)])
_TYPES = cast("type[list[LeadActionType]]", Annotated[list[LeadActionType], via(rows)])


@dataclass(frozen=True, slots=True)
class Window:
    """Days, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class LeadList:
    """The leads of a window, newest first; `is_whole` is false where there were more than we page through."""

    leads: list[Lead]
    is_whole: bool


class LeadReads:
    """Leads by window; actions by lead."""

    def __init__(self, plumbing: Plumbing, client: Client) -> None:
        self._client = client
        self._windows = plumbing.read(
            "leads",
            singly(self._paged),
            key=lambda window: (str(window.start), str(window.end)),
            ttl=WINDOW,
            tags=lambda _key, _value: ("footprints:leads",),
        )
        self._actions = plumbing.read(
            "lead_actions",
            singly(self._ask_actions),
            key=lambda lead_id: (lead_id,),
            ttl=PERSON,
            tags=lambda lead_id, _: (f"footprints:actions:{lead_id}", "footprints:actions"),
        )
        self._types = plumbing.read("lead_action_types", singly(self._ask_types), key=lambda _: (), ttl=CATALOGUE)

    async def window(self, window: Window) -> LeadList:
        """Return the leads created in a window, of all customers, newest first.

        Only leads that have a location, an offer category, an offer and a consultant: the vendor leaves the others out.
        Costs a call per 100 leads, and one more to learn that there are no more; at most 100 calls. Docs: "Get Leads".
        """
        return await self._windows.load(window)

    async def actions(self, lead_id: str) -> list[LeadAction]:
        """Return a lead's actions, newest first; empty for a lead that is unknown. One call per lead. Docs: "Get Lead Actions"."""
        return await self._actions.load(lead_id)

    async def action_types(self) -> list[LeadActionType]:
        """Return the kinds of actions that the project declares. One call. Docs: "Get Lead Action Types"."""
        return await self._types.load(None)

    async def _paged(self, window: Window) -> LeadList:
        """Read pages until one is empty, repeats, or is shorter than the first: the vendor doesn't say how many there are, nor
        whether it allows as many on a page as we ask for.
        """
        found: dict[str, Lead] = {}
        longest, is_whole = 0, False
        for number in range(1, MOST_PAGES + 1):
            page = await self._page(window, number)
            longest = longest or len(page)
            before = len(found)
            found.update({lead.id: lead for lead in page if lead.id not in found})
            if len(page) < max(longest, _SMALLEST_CAP) or len(found) == before:
                is_whole = True
                break
        return LeadList(sorted(found.values(), key=recency, reverse=True), is_whole)

    async def _page(self, window: Window, number: int) -> list[Lead]:
        days = (("startDate", window.start.isoformat()), ("endDate", window.end.isoformat()))
        query = (*days, ("pageSize", str(PAGE_SIZE)), ("page", str(number)))
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
