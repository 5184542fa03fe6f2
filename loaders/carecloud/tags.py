"""What entries of the cache depend on, so that a write can drop them."""

from collections.abc import Iterable

from loaders.identity.handle import Handle
from loaders.upstream.tags import Tags


class CareCloudTags(Tags):
    """Customers by id, and who is found by e-mail, phone, card or external id."""

    def of_registration(self, customer_id: str | None, handles: Iterable[Handle]) -> Iterable[str]:
        """What a new customer makes stale: whoever their handles found before, which is mostly nobody."""
        found = [tag for held in handles for tag in self.of_handle(held)]
        return found if customer_id is None else [self.customer(customer_id), *found]
