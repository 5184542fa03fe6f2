"""What entries of the cache depend on, so that a write can drop them."""

from collections.abc import Iterable

from loaders.identity.handle import Handle
from loaders.identity.row import Row
from loaders.upstream.cache.cache import Cache
from loaders.upstream.tags import Tags


class CareCloudTags(Tags):
    """Customers by id, who is found by e-mail, phone, card or external id, and the project's lists of what customers have."""

    def __init__(self, vendor: str, cache: Cache) -> None:
        super().__init__(vendor, cache)
        self.lists = f"{vendor}:lists"
        "Pages of what all customers have, any of whom may be on them, or missing there."

    def of_person(self, id_: str, row: Row | None) -> Iterable[str]:
        """The customer, and the lists."""
        return (self.customer(id_), self.lists)

    def of_handle(self, held: Handle) -> Iterable[str]:
        """Whom the handle found, and the lists."""
        return (self.handle(held.kind, held.text), self.lists)

    def of_registration(self, customer_id: str | None, handles: Iterable[Handle]) -> Iterable[str]:
        """What a new customer makes stale: the lists, and whoever their handles found before, which is mostly nobody."""
        found = [tag for held in handles for tag in self.of_handle(held)]
        known = [] if customer_id is None else [self.customer(customer_id)]
        return list(dict.fromkeys([*known, self.lists, *found]))
