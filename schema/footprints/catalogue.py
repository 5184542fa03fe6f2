"""The organization's own lists at Footprints."""

from datetime import datetime

import strawberry

from schema.node import CountedConnection


@strawberry.type(description="A catalogue that offers belong to.")
class OfferCategory:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    name: str | None = strawberry.field(description="Its name.")


@strawberry.type(description="Something offered.")
class Offer:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    name: str | None = strawberry.field(description="Its name.")
    price: float | None = strawberry.field(description="Its price; null where it has none.")
    external_id: str | None = strawberry.field(description="Its id in the organization's own system; only the catalogue tells.")
    category: OfferCategory | None = strawberry.field(description="The catalogue it belongs to.")


@strawberry.type(description="A stock keeping unit of an offer.")
class Sku:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    name: str | None = strawberry.field(description="Its name.")
    price: float | None = strawberry.field(description="Its price.")
    external_id: str | None = strawberry.field(description="Its id in the organization's own system; only the catalogue tells.")
    quantity: int | None = strawberry.field(description="How many there are; only the catalogue tells.")
    offer: Offer | None = strawberry.field(description="The offer it belongs to, by id and name; only the catalogue tells.")


@strawberry.type(description="A place of business.")
class Location:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    name: str | None = strawberry.field(description="Its name.")
    address: str | None = strawberry.field(description="Its address.")
    description: str | None = strawberry.field(description="Such as its opening hours.")
    area_id: str | None = strawberry.field(description="The vendor's id of the area it lies in.")
    image_url: str | None = strawberry.field(description="A picture of it.")
    latitude: float | None = strawberry.field(description="Degrees north.")
    longitude: float | None = strawberry.field(description="Degrees east.")
    created_at: datetime | None = strawberry.field(description="When it was entered.")


@strawberry.type(description="Where leads come from.")
class Channel:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    name: str | None = strawberry.field(description="Its name.")
    media_type: str | None = strawberry.field(description='Such as "Owned Media" or "Earned Media".')


@strawberry.type(description="Somebody of the organization who handles leads.")
class BusinessUser:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    first_name: str | None = strawberry.field(description="First name.")
    last_name: str | None = strawberry.field(description="Last name.")
    email: str | None = strawberry.field(description="E-mail address at work.")
    phone: str | None = strawberry.field(description="Phone number at work, as the vendor spells it.")
    group_role: str | None = strawberry.field(description='Such as "sales".')
    role: str | None = strawberry.field(description='Such as "consultant".')
    locations: list[Location] = strawberry.field(description="Where they work, by id and name.")
    offer_categories: list[OfferCategory] = strawberry.field(description="What they work on.")


@strawberry.type(description="A kind of action on leads that the project declares.")
class LeadActionType:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    name: str | None = strawberry.field(description="Its name.")
    created_at: datetime | None = strawberry.field(description="When it was declared; known where types are listed.")


@strawberry.type(description="A page of offer categories.")
class OfferCategoryConnection(CountedConnection[OfferCategory]):
    """Named without the word Counted."""


@strawberry.type(description="A page of offers.")
class OfferConnection(CountedConnection[Offer]):
    """Likewise."""


@strawberry.type(description="A page of SKUs.")
class SkuConnection(CountedConnection[Sku]):
    """Likewise."""
