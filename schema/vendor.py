"""The vendors behind the graph."""

from enum import Enum

import strawberry


@strawberry.enum(description="A vendor behind the graph.")
class Vendor(Enum):
    """Composition replaces the members by the vendors that are served, so that a new vendor needs no change here."""

    FOOTPRINTS = strawberry.enum_value(
        "footprints", description="Footprints: leads, profiles, loyalty codes, catalogue, tracking."
    )
    OPEN_LOYALTY = strawberry.enum_value("open_loyalty", description="Open Loyalty: reward campaigns, purchases, coupons.")
    CARECLOUD = strawberry.enum_value("carecloud", description="CareCloud: customers, rewards, stores, properties.")
    TRACKSALE = strawberry.enum_value("tracksale", description="Tracksale: NPS surveys, answers, dispatches.")
    PRISMA = strawberry.enum_value("prisma", description="Prisma: targeted campaigns, visits, business events.")
