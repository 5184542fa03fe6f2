"""The organization's own lists. Docs: Footprints, "List Catalogues" to "List Channels"."""

from typing import Annotated

from loaders.footprints.records.shapes import Moment, Named, Number, Text, Whole, reference
from loaders.upstream.decode import Record, via, wire
from loaders.upstream.values import listed


class OfferCategory(Named, frozen=True):
    """A catalogue that offers belong to."""


class Offer(Record, frozen=True):
    """Something offered; a blank price means that it has none."""

    id: str = wire("_id")
    name: Text = wire("name", default=None)
    price: Number = wire("price", default=None)
    external_id: Text = wire("externalId", default=None)
    category: Annotated[OfferCategory | None, via(reference)] = wire("offerCategory", default=None)


class Sku(Record, frozen=True):
    """A stock keeping unit of an offer."""

    id: str = wire("_id")
    name: Text = wire("name", default=None)
    price: Number = wire("price", default=None)
    external_id: Text = wire("externalId", default=None)
    quantity: Whole = wire("quantity", default=None)
    offer: Annotated[Offer | None, via(reference)] = wire("offer", default=None)


class Location(Record, frozen=True):
    """A place of business."""

    id: str = wire("_id")
    name: Text = wire("name", default=None)
    address: Text = wire("address", default=None)
    description: Text = wire("description", default=None)
    area_id: Text = wire("areaId", default=None)
    image_url: Text = wire("image", default=None)
    coordinates: Annotated[list[float], via(listed)] = wire("coords", default=[])
    created_at: Moment = wire("createdAt", default=None)

    @property
    def latitude(self) -> float | None:
        """Degrees north; the vendor's [0, 0] is "not set"."""
        return self.coordinates[0] if len(self.coordinates) == 2 and any(self.coordinates) else None

    @property
    def longitude(self) -> float | None:
        """Degrees east, likewise."""
        return self.coordinates[1] if len(self.coordinates) == 2 and any(self.coordinates) else None


class Channel(Record, frozen=True):
    """Where leads come from; its media type is like "Owned Media"."""

    id: str = wire("_id")
    name: Text = wire("name", default=None)
    media_type: Text = wire("mediaType", default=None)


class BusinessUser(Record, frozen=True):
    """Somebody of the organization who handles leads. The page's example swaps the texts of first and last name, not the fields."""

    id: str = wire("_id")
    first_name: Text = wire("firstName", default=None)
    last_name: Text = wire("lastName", default=None)
    email: Text = wire("email", default=None)
    phone: Text = wire("phone", default=None)
    group_role: Text = wire("groupRole", default=None)
    role: Text = wire("role", default=None)
    locations: Annotated[list[Annotated[Location, via(reference)]], via(listed)] = wire("locations", default=[])
    offer_categories: Annotated[list[Annotated[OfferCategory, via(reference)]], via(listed)] = wire(
        "offerCategories", default=[]
    )


class LeadActionType(Record, frozen=True):
    """A kind of action on leads that the project declares."""

    id: str = wire("_id")
    name: Text = wire("name", default=None)
    created_at: Moment = wire("createdAt", default=None)
