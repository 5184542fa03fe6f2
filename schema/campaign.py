"""Every vendor's campaigns under one roof."""

from datetime import datetime

import strawberry

from schema.node import Connection
from schema.vendor import Vendor


@strawberry.interface(description="A campaign of any vendor.")
class Campaign:
    id: strawberry.ID = strawberry.field(description="Opaque global id.")
    vendor: Vendor = strawberry.field(description="Whose campaign it is.")
    name: str | None = strawberry.field(description="Its name for people.")
    active: bool | None = strawberry.field(description="Whether it runs now.")
    starts_at: datetime | None = strawberry.field(description="When it begins; null where it has no beginning.")
    ends_at: datetime | None = strawberry.field(description="When it ends; null where it has no end.")


@strawberry.type(description="A page of campaigns, of one vendor or of all.")
class CampaignConnection(Connection[Campaign]):
    """The contract's name for it."""
