"""Open Loyalty: reward campaigns, purchases, points. Docs: "Reward Campaigns API", 2.9 line."""

from contextlib import AbstractAsyncContextManager
from zoneinfo import ZoneInfo

import httpx

from loaders.open_loyalty.auth import BearerAuth
from loaders.open_loyalty.dialect import OpenLoyaltyDialect
from loaders.open_loyalty.directory import at_the_till, indexed, listed
from loaders.open_loyalty.members import Members
from loaders.open_loyalty.reads import Reads
from loaders.open_loyalty.routes import NAME, Routes
from loaders.open_loyalty.settings import OpenLoyaltySettings
from loaders.open_loyalty.tags import OpenLoyaltyTags
from loaders.open_loyalty.visible import VisiblePeople
from loaders.open_loyalty.writes import Writes
from loaders.upstream.policy import Policy
from loaders.upstream.settings import VendorSettings
from loaders.upstream.vendor import Kit, Plumbing, Vendor


class OpenLoyalty(Vendor):
    """The vendor as an admin or a seller of the programme sees it."""

    name = NAME
    Settings = OpenLoyaltySettings

    tags: OpenLoyaltyTags

    def __init__(self, settings: VendorSettings, kit: Kit) -> None:
        own = OpenLoyaltySettings.model_validate(settings)
        self.settings = own
        self.routes = Routes(own.role)
        policy = Policy(timeout_s=own.timeout_s, concurrency=own.concurrency)
        plumbing = Plumbing(NAME, own, kit, policy)
        auth = BearerAuth(own, self.routes, kit.clock)
        self.client = plumbing.client(auth, zone=own.timezone, dialect=OpenLoyaltyDialect())
        auth.client = self.client
        self.tags = OpenLoyaltyTags(NAME, kit.cache)
        self.reads = Reads(plumbing, self.client, self.routes, self.tags)
        self.members = Members(plumbing, self.client, self.tags)
        self.writes = Writes(self.client, self.routes, self.reads, ZoneInfo(own.timezone))
        if own.lookup == "visible":
            self.directory = indexed(VisiblePeople(plumbing, self.reads, self.tags))
        elif own.role == "seller":
            self.directory = at_the_till(self.members, self.reads, kit.region)
        else:
            self.directory = listed(self.members, kit.region)

    def photo(self, kind: str, id_: str) -> AbstractAsyncContextManager[httpx.Response | None]:
        return self.reads.stream_photo(id_) if kind == "campaign" else super().photo(kind, id_)

    async def ping(self) -> None:
        await self.reads.ping()


VENDOR = OpenLoyalty
