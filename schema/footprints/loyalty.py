"""Loyalty codes and the two kinds of campaigns."""

from datetime import datetime

import strawberry

from loaders.footprints.records import loyalty as records
from resolvers.footprints import codes as resolve
from resolvers.footprints.campaigns import LOYALTY, OFFLINE
from schema.campaign import Campaign
from schema.customer import Customer
from schema.footprints.field import resolved
from schema.node import CountedConnection, Node
from schema.vendor import Vendor
from schema.view import constant, global_id, shows


@strawberry.type(description="What a loyalty campaign gives.")
class LoyaltyPrize:
    name: str | None = strawberry.field(description="Its name.")
    points: float | None = strawberry.field(description="What it is worth, in points.")
    total_codes: int | None = strawberry.field(description="How many codes there are for it.")


@strawberry.federation.type(keys=["id"], description="Footprints: a campaign that hands out codes for prizes.")
@shows(records.LoyaltyCampaign)
class LoyaltyCampaign(Campaign, Node):
    id: strawberry.ID = global_id(LOYALTY, "internal_id")
    vendor: Vendor = constant(Vendor.FOOTPRINTS, Vendor, "Always FOOTPRINTS.")
    name: str | None = strawberry.field(description="Its name for people.")
    active: bool | None = strawberry.field(description="Whether the vendor lists it among the active campaigns.")
    starts_at: datetime | None = strawberry.field(description="When it begins.")
    ends_at: datetime | None = strawberry.field(description="When it ends.")
    internal_id: str | None = strawberry.field(description="The vendor's id of it, by which codes are asked for.")
    type: str | None = strawberry.field(description='The vendor\'s word for its kind, such as "drive_loyalty".')
    codes_expire_at: datetime | None = strawberry.field(description="When its codes expire.")
    codes_given: int | None = strawberry.field(description="How many codes were given.")
    prizes: list[LoyaltyPrize] = strawberry.field(description="What it gives.")
    location: str | None = strawberry.field(description="Where it runs; the vendor names the place of active campaigns only.")
    landing_page_url: str | None = strawberry.field(description="Its page on the web.")


@strawberry.federation.type(keys=["id"], description="Footprints: a campaign in places of business.")
@shows(records.OfflineCampaign)
class OfflineCampaign(Campaign, Node):
    id: strawberry.ID = global_id(OFFLINE)
    vendor: Vendor = constant(Vendor.FOOTPRINTS, Vendor, "Always FOOTPRINTS.")
    name: str | None = strawberry.field(description="Its name for people.")
    active: bool | None = strawberry.field(description="Whether it runs now, by its dates.")
    starts_at: datetime | None = strawberry.field(description="When it begins.")
    ends_at: datetime | None = strawberry.field(description="When it ends.")
    description: str | None = strawberry.field(description="What it is about.")
    image_url: str | None = strawberry.field(description="A picture of it.")
    budget: float | None = strawberry.field(description="Its budget; the vendor names no currency.")
    location_id: str | None = strawberry.field(description="The vendor's id of the place, as in `locations`.")


@strawberry.type(description="Who handed out a code.")
class Hostess:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    name: str | None = strawberry.field(description="Their name.")


@strawberry.type(description="Footprints: a code for a prize that a customer holds or has redeemed.")
class LoyaltyCode:
    code: str = strawberry.field(description="The code itself.")
    status: str | None = strawberry.field(
        description='The vendor\'s word: "associated" (held, not yet used), "redeemed" or "blocked".'
    )
    prize: str | None = strawberry.field(description="The prize's name.")
    points: float | None = strawberry.field(description="What the prize is worth, in points; `Query.loyaltyCodes` only.")
    expires_at: datetime | None = strawberry.field(description="When it expires.")
    updated_at: datetime | None = strawberry.field(description="When it last changed; null in `Query.loyaltyCodes`.")
    location: str | None = strawberry.field(description="The place it belongs to; `Customer.loyaltyCodes` only.")
    hostess: Hostess | None = strawberry.field(description="Who handed it out; `Query.loyaltyCodes` only.")
    campaign: LoyaltyCampaign | None = resolved(
        resolve.campaign, "The campaign it is of. More than ids and name costs the list of campaigns, once per ten minutes."
    )
    customer: Customer | None = resolved(resolve.holder, "Who holds it; `Query.loyaltyCodes` only. No call.")


@strawberry.type(description="A page of loyalty codes.")
class LoyaltyCodeConnection(CountedConnection[LoyaltyCode]):
    """Named without the word Counted."""
