"""Reads of the organization's own lists."""

import asyncio
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, cast

from loaders.footprints.records.catalogue import BusinessUser, Channel, Location, Offer, OfferCategory, Sku
from loaders.upstream.batch import singly
from loaders.upstream.cache.entry import CATALOGUE, ROSTER, Ttl
from loaders.upstream.call import Call
from loaders.upstream.client import Client
from loaders.upstream.errors import TooLarge
from loaders.upstream.read import Read
from loaders.upstream.vendor import Plumbing


class Listed(Protocol):
    """What every row of a catalogue has."""

    @property
    def id(self) -> str:
        """The vendor's id."""


T = TypeVar("T", bound=Listed)
R = TypeVar("R")

MOST_PAGES = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where locations are wanted; None is anywhere."""

    country: str | None = None
    county: str | None = None


class CatalogueReads:
    """Lists about no customer in particular, kept for ten minutes. Business users are people, too.

    The three catalogues are paged: a call per page (its size is the vendor's), the pages after the first at once. One that is
    longer than is read is an error, never a part.
    """

    def __init__(self, plumbing: Plumbing, client: Client) -> None:
        self._categories = _Paged("offer_categories", "/api/offerCategory", OfferCategory, plumbing, client)
        self._offers = _Paged("offers", "/api/offer", Offer, plumbing, client)
        self._skus = _Paged("skus", "/api/sku", Sku, plumbing, client)
        self._users = _Whole("business_users", "/api/business-users", list[BusinessUser], plumbing, client, ROSTER)
        self._channels = _Whole("channels", "/api/channels", list[Channel], plumbing, client)
        self._client = client
        self._locations: Read[Place, list[Location]] = plumbing.read(
            "locations", singly(self._ask_locations), key=lambda place: (place.country or "", place.county or ""), ttl=CATALOGUE
        )

    async def offer_categories(self) -> list[OfferCategory]:
        """Return all offer categories; a call per page. Docs: "List Catalogues"."""
        return list((await self._categories.read.load(None)).values())

    async def offers(self) -> list[Offer]:
        """Return all offers; a call per page. Docs: "List offers"."""
        return list((await self._offers.read.load(None)).values())

    async def offer(self, offer_id: str) -> Offer | None:
        """Return an offer of the catalogue; costs what the whole costs."""
        return (await self._offers.read.load(None)).get(offer_id)

    async def skus(self) -> list[Sku]:
        """Return all SKUs; a call per page. Docs: "List SKUs"."""
        return list((await self._skus.read.load(None)).values())

    async def sku(self, sku_id: str) -> Sku | None:
        """Return a SKU of the catalogue; costs what the whole costs."""
        return (await self._skus.read.load(None)).get(sku_id)

    async def locations(self, place: Place) -> list[Location]:
        """Return the places of business of a country or county, or all. One call. Docs: "List Locations"."""
        return await self._locations.load(place)

    async def location(self, location_id: str) -> Location | None:
        """Return a place of business; one call for all of them."""
        return next((place for place in await self.locations(Place()) if place.id == location_id), None)

    async def business_users(self) -> list[BusinessUser]:
        """Return those who handle leads. One call. Docs: "List Business Users"."""
        return await self._users.read.load(None)

    async def channels(self) -> list[Channel]:
        """Return the channels that leads come from. One call. Docs: "List Channels"."""
        return await self._channels.read.load(None)

    async def _ask_locations(self, place: Place) -> list[Location]:
        query = (("country_name", place.country), ("county_name", place.county))
        call = Call("list locations", "GET", "/api/location", query=tuple((name, text) for name, text in query if text))
        return await self._client.read(call, list[Location])


class _Whole(Generic[R]):
    """A list that comes in one answer."""

    def __init__(self, name: str, path: str, shape: type[R], plumbing: Plumbing, client: Client, ttl: Ttl = CATALOGUE) -> None:
        async def ask(_key: None) -> R:
            return await client.read(Call(f"list {name}", "GET", path), shape)

        self.read: Read[None, R] = plumbing.read(name, singly(ask), key=lambda _: (), ttl=ttl)


class _Paged(Generic[T]):
    """A list in pages, which says in its headers how many there are."""

    def __init__(self, name: str, path: str, shape: type[T], plumbing: Plumbing, client: Client) -> None:
        self._name = name.replace("_", " ")
        self._call = Call(f"list {name}", "GET", path)
        self._shape = cast("type[list[T]]", list[shape])  # type: ignore[valid-type]  # a shape made of the one given
        self._client = client
        self.read: Read[None, dict[str, T]] = plumbing.read(name, singly(self._ask), key=lambda _: (), ttl=CATALOGUE)

    async def _ask(self, _key: None) -> dict[str, T]:
        first, count = await self._page(1)
        if count is None:
            pages = [first, *await self._uncounted(first)]
        elif count > MOST_PAGES:
            raise self._too_large()
        else:
            rest = await asyncio.gather(*(self._page(number) for number in range(2, count + 1)))
            pages = [first, *(page for page, _ in rest)]
        return {item.id: item for page in pages for item in page}

    async def _uncounted(self, first: list[T]) -> list[list[T]]:
        """Read on until a page is short, empty or a repetition, where the headers are missing."""
        pages, seen = list[list[T]](), {item.id for item in first}
        for number in range(2, MOST_PAGES + 1):
            page, _ = await self._page(number) if first else ([], None)
            fresh = {item.id for item in page} - seen
            if not fresh:
                return pages
            seen |= fresh
            pages.append(page)
            if len(page) < len(first):
                return pages
        raise self._too_large()

    async def _page(self, number: int) -> tuple[list[T], int | None]:
        reply = await self._client.reply(self._call.with_query(("page", str(number))))
        total = reply.headers.get("x-total-pages", "").strip()
        return await self._client.decoded(reply, self._shape), int(total) if total.isascii() and total.isdigit() else None

    def _too_large(self) -> TooLarge:
        return TooLarge(self._client.vendor, MOST_PAGES, f"pages of {self._name}")
