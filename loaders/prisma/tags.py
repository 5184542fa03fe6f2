"""The tags by which writes drop what they made stale."""

from collections.abc import Iterable

from loaders.identity.handle import Handle, Kind
from loaders.prisma.records.campaign import TargetedCampaign
from loaders.upstream.cache.cache import Cache
from loaders.upstream.tags import Tags


class PrismaTags(Tags):
    """What Prisma shows a person. Their trace and visit are no data: they outlive whatever changes of the person."""

    def __init__(self, vendor: str, cache: Cache, id_kind: Kind) -> None:
        super().__init__(vendor, cache)
        self._id_kind = id_kind

    def session(self, customer_id: str) -> str:
        """Tags a person's trace and visit."""
        return self._cache.key(self.vendor, "session", customer_id)

    def of_campaigns(self, customer_id: str, rows: Iterable[TargetedCampaign]) -> Iterable[str]:
        """What the campaigns active for a person depend on."""
        return (self.customer(customer_id), self.campaigns, *(self.campaign(row.id) for row in rows))

    def of_handle(self, held: Handle) -> Iterable[str]:
        """What is shown to whom the handle names, where it is the customer id here."""
        return (self.customer(held.text),) if held.kind is self._id_kind else ()
