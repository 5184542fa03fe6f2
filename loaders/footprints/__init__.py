"""Footprints: leads, profiles, loyalty codes, catalogue, tracking."""

from zoneinfo import ZoneInfo

from loaders.footprints.auth import FootprintsAuth
from loaders.footprints.dialect import FootprintsDialect
from loaders.footprints.directory import People
from loaders.footprints.reads import Reads
from loaders.footprints.records.catalogue import Channel
from loaders.footprints.settings import FootprintsSettings
from loaders.footprints.tags import FootprintsTags
from loaders.footprints.writes import Writes
from loaders.upstream.call import Call
from loaders.upstream.policy import Policy
from loaders.upstream.vendor import Kit, Plumbing, Vendor


class Footprints(Vendor):
    """Footprints, configured. No rate limit is published; the concurrency setting keeps the calls few."""

    name = "footprints"
    Settings = FootprintsSettings

    tags: FootprintsTags

    def __init__(self, settings: FootprintsSettings, kit: Kit) -> None:
        self.zone = ZoneInfo(settings.timezone)
        plumbing = Plumbing(self.name, settings, kit, Policy(timeout_s=settings.timeout_s, concurrency=settings.concurrency))
        auth = FootprintsAuth(settings, kit.clock)
        self.client = plumbing.client(auth, zone=settings.timezone, dialect=FootprintsDialect())
        auth.fetch_with(self.client)
        self.tags = FootprintsTags(self.name, kit.cache, kit.region, kit.clock.now)
        self.reads = Reads(plumbing, self.client, self.tags, self.zone)
        self.tags.leads_at = self.reads.leads.tags_at
        self.writes = Writes(self.client, settings)
        self.people = People(self.reads, kit.region)
        self.directory = self.people.directory()

    async def ping(self) -> None:
        """List the channels: a short list that every project has. Never from the cache."""
        await self.client.read(Call("ping", "GET", "/api/channels"), list[Channel])


VENDOR = Footprints
