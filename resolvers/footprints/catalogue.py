"""The organization's own lists; all of them are kept for minutes."""

from typing import Annotated

import strawberry

from loaders.footprints import Footprints
from loaders.footprints.reads.catalogue import Place
from loaders.footprints.records.catalogue import BusinessUser, Channel, Location, Offer, OfferCategory, Sku
from resolvers.context import Info
from resolvers.footprints.arguments import After, First
from resolvers.paging import Page, checked_first, page

Country = Annotated[str | None, strawberry.argument(description="Only in the country of this name.")]
County = Annotated[str | None, strawberry.argument(description="Only in the county of this name.")]


async def offer_categories(info: Info, first: First = 20, after: After = strawberry.UNSET) -> Page[OfferCategory]:
    """Page through the offer categories in the vendor's order; a call per page of the vendor's for all of them."""
    checked_first(first)
    found = await info.context.vendor(Footprints).reads.catalogue.offer_categories()
    return page(found, first, after or None, key=lambda one: one.id)


async def offers(info: Info, first: First = 20, after: After = strawberry.UNSET) -> Page[Offer]:
    """Page through the offers, likewise."""
    checked_first(first)
    return page(await info.context.vendor(Footprints).reads.catalogue.offers(), first, after or None, key=lambda one: one.id)


async def skus(info: Info, first: First = 20, after: After = strawberry.UNSET) -> Page[Sku]:
    """Page through the SKUs, likewise."""
    checked_first(first)
    return page(await info.context.vendor(Footprints).reads.catalogue.skus(), first, after or None, key=lambda one: one.id)


async def locations(info: Info, country: Country = strawberry.UNSET, county: County = strawberry.UNSET) -> list[Location]:
    """List places of business in the vendor's order; one call."""
    return await info.context.vendor(Footprints).reads.catalogue.locations(Place(country or None, county or None))


async def business_users(info: Info) -> list[BusinessUser]:
    """List those who handle leads; one call."""
    return await info.context.vendor(Footprints).reads.catalogue.business_users()


async def channels(info: Info) -> list[Channel]:
    """List the channels that leads come from; one call."""
    return await info.context.vendor(Footprints).reads.catalogue.channels()
