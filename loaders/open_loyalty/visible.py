"""People by documented routes only: everybody whom some campaign is shown to, indexed once.

Costs one call per 100 campaigns and one per 100 people of each campaign's audience, then nothing while it is cached (ten
minutes fresh, a day stale). Whoever sees no campaign isn't found, and purchases are as old as the index.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from loaders.identity.handle import Kind
from loaders.identity.row import Row
from loaders.open_loyalty.paging import every
from loaders.open_loyalty.person import row_of
from loaders.open_loyalty.reads import Reads
from loaders.open_loyalty.records.customer import Customer, CustomerPage
from loaders.open_loyalty.tags import OpenLoyaltyTags
from loaders.upstream.cache.entry import ROSTER
from loaders.upstream.errors import UpstreamError
from loaders.upstream.tags import keep_own_tags
from loaders.upstream.vendor import Plumbing


@dataclass(slots=True)
class _Index:
    """Rows by id and by every handle; made once per list that was read."""

    source: list[Customer]
    by_id: dict[str, Row] = field(default_factory=dict)
    by_handle: defaultdict[tuple[Kind, str], list[Row]] = field(default_factory=lambda: defaultdict(list))


class VisiblePeople:
    """The index, and lookups in it."""

    def __init__(self, plumbing: Plumbing, reads: Reads, tags: OpenLoyaltyTags) -> None:
        self._reads = reads
        self._region = plumbing.kit.region
        self._index = _Index([])
        self.people = plumbing.read(
            "people",
            self._people,
            key=lambda _key: (),
            ttl=ROSTER,
            tags=lambda _key, _rows: (tags.campaigns, tags.audiences, tags.people),
        )

    async def by_id(self, customer_id: str) -> Row | None:
        """Return the row with that id, or None."""
        return (await self._indexed()).by_id.get(customer_id)

    async def by_handle(self, kind: Kind, text: str) -> list[Row]:
        """Return all rows that hold the handle."""
        return (await self._indexed()).by_handle.get((kind, text), [])

    async def _indexed(self) -> _Index:
        people = await self.people.load(None)
        if self._index.source is not people:
            index = _Index(people)
            for customer in people:
                row = row_of(customer, self._region)
                index.by_id[row.id] = row
                for held in row.handles:
                    index.by_handle[held.kind, held.text].append(row)
            self._index = index
        return self._index

    async def _people(self, keys: list[None]) -> list[list[Customer] | UpstreamError]:
        """Everybody, each once, campaign after campaign: the server works hard for each, so they aren't asked at once."""
        found: dict[str, Customer] = {}
        for campaign in await self._reads.campaigns.load(()):
            for customer in await self._audience(campaign.id):
                found.setdefault(customer.id, customer)
        keep_own_tags()
        return [list(found.values()) for _ in keys]

    async def _audience(self, campaign_id: str) -> list[Customer]:
        async def ask(page: int, size: int) -> CustomerPage:
            return await self._reads.visible.load((campaign_id, page, size))

        return await every(ask, key=lambda row: row.id)
