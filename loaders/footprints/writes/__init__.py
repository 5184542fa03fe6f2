"""What can be changed at Footprints. Each method is one call: never batched, cached or repeated."""

from loaders.footprints.settings import FootprintsSettings
from loaders.footprints.writes.leads import LeadWrites
from loaders.footprints.writes.people import PeopleWrites
from loaders.footprints.writes.tracking import TrackingWrites
from loaders.upstream.client import Client


class Writes:
    """All writes, by what they are about."""

    def __init__(self, client: Client, settings: FootprintsSettings) -> None:
        self.leads = LeadWrites(client)
        self.people = PeopleWrites(client)
        self.tracking = TrackingWrites(client, settings.app_key)
