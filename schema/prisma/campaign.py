"""Campaigns targeted at a person."""

from datetime import datetime

import strawberry
from strawberry.scalars import JSON

from loaders.prisma.records import campaign as records
from schema.campaign import Campaign
from schema.vendor import Vendor
from schema.view import constant, shows


@strawberry.type(
    description="A Prisma campaign that is active for a person. Known only together with a person, so it is no Node. "
    "The vendor documents no shape for it: fields are what is recognised, `details` all that came."
)
@shows(records.TargetedCampaign)
class TargetedCampaign(Campaign):
    id: strawberry.ID = strawberry.field(description="Prisma's id of the campaign, often a large number; it is no global id.")
    vendor: Vendor = constant("prisma", Vendor, "Always PRISMA.")
    name: str | None = strawberry.field(description="Its name, or its title where it has none.")
    active: bool | None = strawberry.field(description="Whether it runs now: true unless the vendor says otherwise.")
    starts_at: datetime | None = strawberry.field(description="When it begins, if the vendor tells.")
    ends_at: datetime | None = strawberry.field(description="When it ends, if the vendor tells.")
    category: str | None = strawberry.field(description="The name of its category.")
    group: str | None = strawberry.field(description="The name of its group.")
    title: str | None = strawberry.field(description="What the person reads first.")
    message: str | None = strawberry.field(description="What the person reads next.")
    tracking_token: str | None = strawberry.field(
        description="Names this offer to this person: give it to `recordActivity` for a conversion or a dismissal, "
        "and to `advanceFunnel`."
    )
    details: JSON | None = strawberry.field(description="All that the vendor answered of the campaign, by the vendor's names.")
