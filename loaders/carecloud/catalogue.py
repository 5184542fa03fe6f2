"""What a whole project has: stores, rewards, and the lists to choose from. The same for everybody, so kept longest."""

from loaders.carecloud.listing import Listing
from loaders.carecloud.records.catalogue import (
    CustomerProperty,
    CustomerPropertyPage,
    CustomerSource,
    CustomerSourcePage,
    Interest,
    InterestPage,
    Status,
    StatusPage,
)
from loaders.carecloud.records.reward import Reward, RewardPage
from loaders.carecloud.records.store import Store, StorePage
from loaders.upstream.batch import singly
from loaders.upstream.cache.entry import CATALOGUE
from loaders.upstream.call import Call, Pairs, path
from loaders.upstream.client import Client
from loaders.upstream.decode import Enveloped
from loaders.upstream.vendor import Plumbing

Filters = Pairs
"Query parameters of a list, in the vendor's words."


class Catalogue:
    """Lists of the project, each keyed by its filters; 1 call per 100 rows, shared by everybody while cached."""

    def __init__(self, plumbing: Plumbing, client: Client, listing: Listing) -> None:
        self._client = client
        self._listing = listing
        self.stores = plumbing.read("stores", singly(self._stores), key=_parts, ttl=CATALOGUE)
        self.rewards = plumbing.read("rewards", singly(self._rewards), key=_parts, ttl=CATALOGUE)
        self.reward = plumbing.read("reward", singly(self._reward), key=lambda id_: (id_,), ttl=CATALOGUE)
        self.interests = plumbing.read("interests", singly(self._interests), key=_parts, ttl=CATALOGUE)
        self.customer_properties = plumbing.read("customer_properties", singly(self._properties), key=_parts, ttl=CATALOGUE)
        self.customer_sources = plumbing.read("customer_sources", singly(self._sources), key=_parts, ttl=CATALOGUE)
        self.statuses = plumbing.read("statuses", singly(self._statuses), key=_parts, ttl=CATALOGUE)

    async def ping(self) -> None:
        """Ask for one store: the cheapest call that both interfaces take."""
        await self._listing.page(Call("stores", "GET", "/stores"), StorePage, sort="store_id", per_page=1)

    async def _stores(self, filters: Filters) -> list[Store]:
        """Stores. Docs: "stores" (seed, without parameters)."""
        return await self._listing.every(Call("stores", "GET", "/stores", filters), StorePage, sort="store_id")

    async def _rewards(self, filters: Filters) -> list[Reward]:
        """Rewards of the project, whatever their state. Docs: "rewards" (seed): GET, though its sample line says POST."""
        return await self._listing.every(Call("rewards", "GET", "/rewards", filters), RewardPage, sort="reward_id")

    async def _reward(self, reward_id: str) -> Reward | None:
        """One reward with its stores, None if there is none; 1 call. Docs: "Rewards", beyond the seed."""
        call = Call("reward", "GET", path("/rewards/{id}", id=reward_id))
        found = await self._client.find(call, Enveloped[Reward])
        return found.data if found else None

    async def _interests(self, _filters: Filters) -> list[Interest]:
        """What customers may be interested in. Docs: "Interests"."""
        return await self._listing.every(Call("interests", "GET", "/interests"), InterestPage, sort="interest_id")

    async def _properties(self, _filters: Filters) -> list[CustomerProperty]:
        """Properties that customers may have. Docs: "Customer properties"."""
        call = Call("customer properties", "GET", "/customer-properties")
        return await self._listing.every(call, CustomerPropertyPage, sort="property_id")

    async def _sources(self, _filters: Filters) -> list[CustomerSource]:
        """Systems that customers come from. Docs: "Customer sources"."""
        call = Call("customer sources", "GET", "/customer-sources")
        return await self._listing.every(call, CustomerSourcePage, sort="customer_source_id")

    async def _statuses(self, _filters: Filters) -> list[Status]:
        """Levels of the loyalty programme. Docs: "Statuses"."""
        return await self._listing.every(Call("statuses", "GET", "/statuses"), StatusPage, sort="status_id")


def _parts(filters: Filters) -> tuple[str, ...]:
    return tuple(f"{name}={value}" for name, value in filters)
