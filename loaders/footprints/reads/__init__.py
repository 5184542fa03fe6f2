"""What can be asked of Footprints."""

from zoneinfo import ZoneInfo

from loaders.footprints.pair import Pair
from loaders.footprints.reads.catalogue import CatalogueReads
from loaders.footprints.reads.codes import CodeReads
from loaders.footprints.reads.leads import LeadReads
from loaders.footprints.reads.loyalty import LoyaltyReads
from loaders.footprints.reads.people import PeopleReads
from loaders.footprints.tags import FootprintsTags
from loaders.upstream.client import Client
from loaders.upstream.vendor import Plumbing

__all__ = ["Pair", "Reads"]


class Reads:
    """All reads, by what they are about."""

    def __init__(self, plumbing: Plumbing, client: Client, tags: FootprintsTags, zone: ZoneInfo) -> None:
        self.codes = CodeReads(plumbing, client, tags)
        self.people = PeopleReads(plumbing, client, self.codes, tags)
        self.leads = LeadReads(plumbing, client, tags, zone)
        self.loyalty = LoyaltyReads(plumbing, client, self.codes, tags)
        self.catalogue = CatalogueReads(plumbing, client)
