"""Stores, and the addresses of this vendor."""

from datetime import datetime

import strawberry
from strawberry.scalars import JSON


@strawberry.type(description="CareCloud: an address of up to seven lines.")
class PostalAddress:
    line1: str | None = strawberry.field(description="First line, mostly the street.")
    line2: str | None = strawberry.field(description="Second line, mostly the number.")
    line3: str | None = strawberry.field(description="Third line.")
    line4: str | None = strawberry.field(description="Fourth line.")
    line5: str | None = strawberry.field(description="Fifth line.")
    line6: str | None = strawberry.field(description="Sixth line.")
    line7: str | None = strawberry.field(description="Seventh line.")
    postal_code: str | None = strawberry.field(description="Postal code.")
    city: str | None = strawberry.field(description="City.")
    country_code: str | None = strawberry.field(description="Country in two letters, lower case: `cz`.")


@strawberry.type(description="A position on the earth.")
class GpsPosition:
    latitude: float | None = strawberry.field(description="Degrees north.")
    longitude: float | None = strawberry.field(description="Degrees east.")


@strawberry.type(description="CareCloud: a place of business.")
class Store:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    code: str | None = strawberry.field(description="Its code in the organization.")
    name: str | None = strawberry.field(description="Its name.")
    address: PostalAddress | None = strawberry.field(description="Where it is.")
    position: GpsPosition | None = strawberry.field(description="Where it is on the earth; null where unknown.")
    email: str | None = strawberry.field(description="Its e-mail address.")
    phone: str | None = strawberry.field(description="Its phone number, as the vendor spells it.")
    manager_name: str | None = strawberry.field(description="Who runs it.")
    partner_id: str | None = strawberry.field(description="The vendor's id of the company it belongs to.")
    system_id: str | None = strawberry.field(description="Its id in the organization's till system.")
    url: str | None = strawberry.field(description="Its page on the web.")
    opening: list[JSON] = strawberry.field(description="Opening hours by day, as the vendor has them.")
    image_urls: list[str] = strawberry.field(description="Pictures of it.")
    changed_at: datetime | None = strawberry.field(description="When its entry was changed last.")
