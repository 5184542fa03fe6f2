"""Reads of reward campaigns and of what a customer has of them. People are found in `members.py`."""

from contextlib import AbstractAsyncContextManager
from typing import TypeVar

import httpx

from loaders.open_loyalty.paging import every, window
from loaders.open_loyalty.records.campaign import CampaignPage, RewardCampaign
from loaders.open_loyalty.records.customer import CustomerPage, Purchase, PurchasePage
from loaders.open_loyalty.records.points import PointTransfer, Status, Transaction, TransactionPage, TransferPage
from loaders.open_loyalty.routes import Routes
from loaders.open_loyalty.tags import OpenLoyaltyTags
from loaders.upstream.batch import singly
from loaders.upstream.cache.entry import CATALOGUE, PERSON, ROSTER
from loaders.upstream.call import Call, Pairs, path
from loaders.upstream.client import Client
from loaders.upstream.vendor import Plumbing

S = TypeVar("S")

Labels = tuple[tuple[str | None, str | None], ...]
"Conditions on labels: a key, a value or both; a campaign meets all of them."


class Reads:
    """What the vendor is asked, each keyed by its request."""

    def __init__(self, plumbing: Plumbing, client: Client, routes: Routes, tags: OpenLoyaltyTags) -> None:
        self._client = client
        self._routes = routes
        self.campaigns = plumbing.read(
            "campaigns",
            singly(self._campaigns),
            key=_conditions,
            ttl=CATALOGUE,
            tags=lambda _key, rows: tags.of_campaigns(rows),
        )
        self.campaign = plumbing.read(
            "campaign",
            singly(self.campaign_now),
            key=lambda id_: (id_,),
            ttl=CATALOGUE,
            tags=lambda id_, _row: (tags.campaign(id_),),
        )
        self.available = plumbing.read(
            "available",
            singly(self._available),
            key=lambda id_: (id_,),
            ttl=PERSON,
            tags=lambda id_, rows: (tags.customer(id_), *tags.of_campaigns(rows)),
        )
        self.visible = plumbing.read(
            "visible",
            singly(self._visible),
            key=_page_of,
            ttl=ROSTER,
            tags=lambda key, found: (tags.campaign(key[0]), tags.audiences, *(tags.customer(row.id) for row in found.rows)),
        )
        self.bought = plumbing.read("bought", singly(self._bought), key=lambda id_: (id_,), ttl=PERSON, tags=tags.by_id)
        self.status = plumbing.read("status", singly(self._status), key=lambda id_: (id_,), ttl=PERSON, tags=tags.by_id)
        self.transfers = plumbing.read(
            "transfers", singly(self._transfers), key=lambda id_: (id_,), ttl=PERSON, tags=tags.by_id
        )
        self.transactions = plumbing.read(
            "transactions", singly(self._transactions), key=lambda id_: (id_,), ttl=PERSON, tags=tags.by_id
        )

    async def campaign_listed(self, campaign_id: str) -> RewardCampaign | None:
        """Return a campaign from the list of all, which is read once for everybody; only one that is missing there is asked for
        singly. Costs 1 call per 100 campaigns for any number of them. Docs: "Get the collection of campaigns".
        """
        listed = await self.campaigns.load(())
        found = next((campaign for campaign in listed if campaign.id == campaign_id), None)
        return found or await self.campaign.load(campaign_id)

    async def campaign_now(self, campaign_id: str) -> RewardCampaign | None:
        """Return a campaign as it is at the vendor this moment, past the cache: what an update merges into. 1 call.

        Docs: "Get campaign details".
        """
        return await self._client.find(Call("campaign", "GET", self._routes.campaign(campaign_id)), RewardCampaign)

    def stream_photo(self, campaign_id: str) -> AbstractAsyncContextManager[httpx.Response | None]:
        """Open a campaign's photo, None if it has none; 1 call. The answer's `Content-Type` is the picture's own.

        Docs: "Get campaign's photo".
        """
        call = Call("photo", "GET", path("/api/campaign/{id}/photo", id=campaign_id))
        return self._client.stream(self._routes.admin_only(call))

    async def ping(self) -> None:
        """Ask for the shortest page of campaigns."""
        await self._page(Call("campaigns", "GET", self._routes.campaigns()), 1, 1, CampaignPage)

    async def _campaigns(self, labels: Labels) -> list[RewardCampaign]:
        """All campaigns, or those with the labels, in the vendor's order; 1 call per 100.

        Docs: "Get the collection of campaigns", and its seller's twin, which has no filter: there we filter ourselves.
        """
        query = _filter(labels) if self._routes.is_admin else ()
        call = Call("campaigns", "GET", self._routes.campaigns(), query)
        found = await every(lambda page, size: self._page(call, page, size, CampaignPage), key=lambda row: row.id)
        await self.campaign.prime_many((campaign.id, campaign) for campaign in found)
        return found if self._routes.is_admin else [one for one in found if _has(one, labels)]

    async def _available(self, customer_id: str) -> list[RewardCampaign]:
        """What a customer is offered, in the vendor's order; 1 call per 100. Docs: "Get available campaign for a customer"."""
        call = Call("available", "GET", self._routes.available(customer_id))
        return await every(lambda page, size: self._page(call, page, size, CampaignPage), key=lambda row: row.id)

    async def _visible(self, key: tuple[str, int, int]) -> CustomerPage:
        """A page (campaign, number, size) of the people who may see a campaign; 1 call, expensive on the server.

        The documentation lists no paging, source 2.9.1 takes it: an answer may be the whole list.
        Docs: "Check campaign visibility for the customers".
        """
        campaign_id, page, size = key
        call = Call("customers/visible", "GET", path("/api/campaign/{id}/customers/visible", id=campaign_id))
        return await self._page(self._routes.admin_only(call), page, size, CustomerPage)

    async def _bought(self, customer_id: str) -> list[Purchase]:
        """What a customer bought, for those whose row didn't bring it along; 1 call per 100. Beyond the seed: docs 3.2."""
        call = Call("bought", "GET", self._routes.bought(customer_id))
        return await every(
            lambda page, size: self._page(call, page, size, PurchasePage),
            key=lambda row: (row.purchased_at, row.campaign_id, row.coupon_code),
        )

    async def _status(self, customer_id: str) -> Status | None:
        """Points and level; 1 call. Beyond the seed: docs 3.2, which print POST in one place, but the route is GET."""
        return await self._client.find(Call("status", "GET", self._routes.status(customer_id)), Status)

    async def _transfers(self, customer_id: str) -> list[PointTransfer]:
        """A customer's points transfers, unsorted; 1 call per 100. Beyond the seed: docs 3.2."""
        call = Call("points/transfer", "GET", self._routes.transfers(), (("customerId", customer_id),))
        return await every(lambda page, size: self._page(call, page, size, TransferPage), key=lambda row: row.id)

    async def _transactions(self, customer_id: str) -> list[Transaction]:
        """A customer's receipts, unsorted; 1 call per 100. Beyond the seed: docs 3.2."""
        call = Call("transaction", "GET", self._routes.transactions(), (("customerId", customer_id),))
        return await every(lambda page, size: self._page(call, page, size, TransactionPage), key=lambda row: row.id)

    async def _page(self, call: Call, page: int, size: int, shape: type[S]) -> S:
        return await self._client.read(call.with_query(*window(page, size)), shape)


def _conditions(labels: Labels) -> list[str]:
    # A dash before what was given keeps "no key" apart from an empty one.
    return ["" if part is None else f"-{part}" for label in labels for part in label]


def _filter(labels: Labels) -> Pairs:
    """Write conditions as `labels[0][key]=…&labels[0][value]=…`: query parameters, though the page calls them "request" ones."""
    pairs: list[tuple[str, str]] = []
    for index, (key, value) in enumerate(labels):
        named = (("key", key), ("value", value))
        pairs.extend((f"labels[{index}][{name}]", text) for name, text in named if text is not None)
    return tuple(pairs)


def _has(campaign: RewardCampaign, labels: Labels) -> bool:
    return all(
        any(key in (None, label.key) and value in (None, label.value) for label in campaign.labels) for key, value in labels
    )


def _page_of(key: tuple[str, int, int]) -> list[str]:
    campaign_id, page, size = key
    return [campaign_id, str(page), str(size)]
