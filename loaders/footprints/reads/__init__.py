"""What can be asked of Footprints."""

from loaders.footprints.pair import Pair
from loaders.footprints.reads.catalogue import CatalogueReads
from loaders.footprints.reads.codes import CodeReads
from loaders.footprints.reads.leads import LeadReads
from loaders.footprints.reads.loyalty import LoyaltyReads
from loaders.footprints.reads.people import PeopleReads
from loaders.upstream.client import Client
from loaders.upstream.vendor import Plumbing

__all__ = ["Pair", "Reads"]


class Reads:
    """All reads, by what they are about."""

    def __init__(self, plumbing: Plumbing, client: Client) -> None:
        self.codes = CodeReads(plumbing, client)
        self.people = PeopleReads(plumbing, client, self.codes)
        self.leads = LeadReads(plumbing, client)
        self.loyalty = LoyaltyReads(plumbing, client)
        self.catalogue = CatalogueReads(plumbing, client)
