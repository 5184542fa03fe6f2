"""What one customer has. Beyond the seed; a customer who is gone has nothing."""

from collections.abc import Iterable
from typing import TypeVar

from loaders.carecloud.facets import BATCH, Facet, OfCustomer
from loaders.carecloud.listing import Listed, Listing
from loaders.carecloud.records.account import (
    InterestRecord,
    InterestRecordPage,
    PointRecordPage,
    PointsOverview,
    PropertyPage,
    PurchasePage,
    StatusRecord,
    StatusRecordPage,
    VoucherPage,
)
from loaders.carecloud.records.reward import Property, Reward, RewardPage
from loaders.carecloud.tags import CareCloudTags
from loaders.upstream.cache.entry import PERSON
from loaders.upstream.call import Call, Pairs, path
from loaders.upstream.client import Client
from loaders.upstream.decode import Enveloped
from loaders.upstream.errors import UpstreamError
from loaders.upstream.vendor import Plumbing

T = TypeVar("T")


class Reads:
    """What a customer has, each keyed by the vendor's request: 1 call per customer and 100 rows; facets are fewer for many."""

    def __init__(self, plumbing: Plumbing, client: Client, listing: Listing, tags: CareCloudTags) -> None:
        self._client = client
        self._listing = listing

        def of_customer(key: OfCustomer, _value: object) -> Iterable[str]:
            return (tags.customer(key[0]),)

        vouchers = Facet(plumbing, listing, tags, "vouchers", VoucherPage, sort="voucher_id")
        self.vouchers = plumbing.read("vouchers", vouchers.of_each, key=_parts, ttl=PERSON, tags=of_customer, max_batch=BATCH)
        """Vouchers by customer and filter."""
        points = Facet(plumbing, listing, tags, "points", PointRecordPage, sort="point_id")
        self.point_records = plumbing.read(
            "point_records", points.of, key=lambda id_: (id_,), ttl=PERSON, tags=tags.by_id, max_batch=BATCH
        )
        """Points given, expired ones among them."""
        purchases = Facet(plumbing, listing, tags, "purchases", PurchasePage, sort="purchase_id")
        self.purchases = plumbing.read(
            "purchases", purchases.of, key=lambda id_: (id_,), ttl=PERSON, tags=tags.by_id, max_batch=BATCH
        )
        """Bills without their lines."""
        self.rewards = plumbing.read("customer_rewards", self._rewards, key=_parts, ttl=PERSON, tags=of_customer)
        self.points = plumbing.read("points", self._points, key=_parts, ttl=PERSON, tags=of_customer)
        self.statuses = plumbing.read("status_records", self._statuses, key=lambda id_: (id_,), ttl=PERSON, tags=tags.by_id)
        self.interests = plumbing.read("interest_records", self._interests, key=lambda id_: (id_,), ttl=PERSON, tags=tags.by_id)
        self.properties = plumbing.read(
            "property_records", self._properties, key=lambda id_: (id_,), ttl=PERSON, tags=tags.by_id
        )

    async def _rewards(self, keys: list[OfCustomer]) -> list[list[Reward] | UpstreamError]:
        """Rewards open to a customer. Docs: "Customer's rewards"."""
        ((customer_id, filters),) = keys
        return [await self._of("customer rewards", "rewards", customer_id, RewardPage, sort="reward_id", filters=filters)]

    async def _points(self, keys: list[OfCustomer]) -> list[PointsOverview | UpstreamError | None]:
        """A wallet's balance; `date_from` and `date_to` bound what was earned and redeemed. Docs: "Points overview"."""
        ((customer_id, filters),) = keys
        query: Pairs = (("customer_id", customer_id), *filters)
        found = await self._client.find(
            Call("points overview", "GET", "/wallet/actions/points-overview", query), Enveloped[PointsOverview]
        )
        return [found.data if found else None]

    async def _statuses(self, keys: list[str]) -> list[list[StatusRecord] | UpstreamError]:
        """The level that is valid now. Docs: "Customer's status records"."""
        now: Pairs = (("valid_now", "true"),)
        return [
            await self._of("status records", "status-records", keys[0], StatusRecordPage, sort="status_record_id", filters=now)
        ]

    async def _interests(self, keys: list[str]) -> list[list[InterestRecord] | UpstreamError]:
        """Interests noted. Docs: "Customer's interest records"."""
        return [await self._of("interest records", "interest-records", keys[0], InterestRecordPage, sort="interest_record_id")]

    async def _properties(self, keys: list[str]) -> list[list[Property] | UpstreamError]:
        """Properties set. Docs: "Customer's property records"."""
        return [await self._of("property records", "property-records", keys[0], PropertyPage, sort="property_record_id")]

    async def _of(
        self, operation: str, what: str, customer_id: str, shape: type[Listed[T]], *, sort: str, filters: Pairs = ()
    ) -> list[T]:
        call = Call(operation, "GET", path(f"/customers/{{id}}/{what}", id=customer_id), filters)
        return await self._listing.every(call, shape, sort=sort)


def _parts(key: OfCustomer) -> tuple[str, ...]:
    return (key[0], *(f"{name}={value}" for name, value in key[1]))
