"""CareCloud: customers, rewards, vouchers, stores. Docs: the customer interface's use cases; the enterprise interface is beyond."""

from loaders.carecloud.auth import CareCloudAuth
from loaders.carecloud.catalogue import Catalogue
from loaders.carecloud.dialect import CareCloudDialect
from loaders.carecloud.directory import given, searched
from loaders.carecloud.listing import Listing
from loaders.carecloud.people import People
from loaders.carecloud.reads import Reads
from loaders.carecloud.sessions import Sessions
from loaders.carecloud.settings import NAME, CareCloudSettings
from loaders.carecloud.tags import CareCloudTags
from loaders.carecloud.writes import Writes
from loaders.upstream.policy import Policy
from loaders.upstream.settings import VendorSettings
from loaders.upstream.vendor import Kit, Plumbing, Vendor


class CareCloud(Vendor):
    """The vendor's project as a server sees it, or as an app on the customer interface does."""

    name = NAME
    Settings = CareCloudSettings

    tags: CareCloudTags

    def __init__(self, settings: VendorSettings, kit: Kit) -> None:
        own = CareCloudSettings.model_validate(settings)
        self.settings = own
        # 403 is "you may not do this" here, with a reason; a token that is not taken is always a 401.
        policy = Policy(timeout_s=own.timeout_s, concurrency=own.concurrency, refused_credentials=frozenset({401}))
        plumbing = Plumbing(NAME, own, kit, policy)
        self.sessions = Sessions()
        auth = CareCloudAuth(own, self.sessions, kit.clock)
        self.client = plumbing.client(auth, zone=own.timezone, dialect=CareCloudDialect())
        auth.client = self.client
        listing = Listing(self.client, is_plain=own.auth == "basic-customer")
        self.catalogue = Catalogue(plumbing, self.client, listing)
        self.tags = CareCloudTags(NAME, kit.cache)
        self.people = People(plumbing, self.client, listing, self.tags, own.customer_source_id)
        self.reads = Reads(plumbing, self.client, listing, self.tags)
        self.writes = Writes(self.client, own, auth, self.sessions)
        if own.is_enterprise:
            self.directory = searched(self.people, kit.region)
        else:
            self.directory = given(self.people, self.sessions, kit.region)

    async def ping(self) -> None:
        await self.catalogue.ping()


VENDOR = CareCloud
