"""Prisma: campaigns targeted at a person, the visits in which they are shown, and business events."""

from dataclasses import replace
from datetime import UTC

from loaders.prisma.directory import KINDS, directory
from loaders.prisma.format import FORMATS, PrismaDialect
from loaders.prisma.reads import Reads
from loaders.prisma.sessions import Sessions
from loaders.prisma.settings import PrismaSettings
from loaders.prisma.tags import PrismaTags
from loaders.prisma.writes import Writes
from loaders.upstream.auth import NoAuth
from loaders.upstream.policy import Policy
from loaders.upstream.settings import VendorSettings
from loaders.upstream.vendor import Kit, Plumbing, Vendor

# 500 is the documented answer to what could not be created, so it is asked once more at most.
POLICY = Policy(attempts=2)


class Prisma(Vendor):
    """One installation. Its app token travels in the bodies."""

    name = "prisma"
    Settings = PrismaSettings

    tags: PrismaTags

    def __init__(self, settings: VendorSettings, kit: Kit) -> None:
        assert isinstance(settings, PrismaSettings)
        self.settings = settings
        policy = replace(POLICY, timeout_s=settings.timeout_s, concurrency=settings.concurrency)
        plumbing = Plumbing(self.name, settings, kit, policy)
        format_ = FORMATS[settings.format]
        self.client = plumbing.client(NoAuth(), zone=UTC, dialect=PrismaDialect())
        self.tags = PrismaTags(self.name, kit.cache, KINDS[settings.customer_id])
        self.sessions = Sessions(plumbing, self.client, settings, format_, self.tags)
        self.reads = Reads(plumbing, self.client, settings, format_, self.sessions, self.tags)
        self.writes = Writes(plumbing, self.client, settings, format_, self.sessions)
        self.directory = directory(settings.customer_id)

    async def ping(self) -> None:
        """Make a call that changes nothing, or raise what went wrong."""
        await self.reads.probe()


VENDOR = Prisma
