"""Tracksale (Track.co): NPS surveys, their answers and dispatches."""

from typing import cast

from loaders.tracksale.auth import Bearer
from loaders.tracksale.directory import directory
from loaders.tracksale.reads import Reads
from loaders.tracksale.settings import TracksaleSettings
from loaders.tracksale.tags import TracksaleTags
from loaders.tracksale.writes import Writes
from loaders.upstream.call import Call
from loaders.upstream.policy import Policy
from loaders.upstream.settings import VendorSettings
from loaders.upstream.vendor import Kit, Plumbing, Vendor


class Tracksale(Vendor):
    """The account that the token belongs to."""

    name = "tracksale"
    Settings = TracksaleSettings

    tags: TracksaleTags

    def __init__(self, settings: VendorSettings, kit: Kit) -> None:
        given = cast("TracksaleSettings", settings)
        # 405 is this vendor's "too many requests": it asks for a CAPTCHA until someone solves it.
        policy = Policy(
            timeout_s=given.timeout_s,
            concurrency=given.concurrency,
            calls=given.calls,
            per_s=300,
            lock_status=405,
            lock_pause_s=300,
        )
        plumbing = Plumbing(self.name, given, kit, policy)
        self.client = plumbing.client(Bearer(given.token), zone=given.timezone)
        self.tags = TracksaleTags(self.name, kit.cache)
        self.reads = Reads(plumbing, self.client, given, self.tags)
        self.tags.windows = self.reads.answers
        self.writes = Writes(self.client)
        self.directory = directory(self.reads, kit.region)

    async def ping(self) -> None:
        """List the campaigns: the cheapest call that needs the token."""
        await self.client.read(Call("campaign", "GET", "/v2/campaign"), object)


VENDOR = Tracksale
