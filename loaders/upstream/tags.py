"""What entries of the cache are tagged with, so that whoever hears of a change to a person or a campaign can drop what shows it.

Tags are seen by whoever sees the store, so what names a person is in them only as a hash keyed with the installation's secret.
Each vendor's `tags.py` adds what else its entries depend on, and says what shows a person, a handle or a campaign there.
"""

from collections.abc import Iterable

from loaders.identity.handle import Handle, Kind
from loaders.identity.row import Row
from loaders.upstream.cache.cache import Cache
from loaders.upstream.scope import current


class Tags:
    """One vendor's tags. The vendor's own name is a tag of all its entries besides."""

    def __init__(self, vendor: str, cache: Cache) -> None:
        self.vendor = vendor
        self._cache = cache
        self.campaigns = f"{vendor}:campaigns"
        "Any list of campaigns, and whatever follows from which campaigns there are."

    def customer(self, id_: str) -> str:
        """The tag of what shows the person with the vendor's id, which may be an e-mail address or a number on a card."""
        return self._cache.key(self.vendor, "customer", id_)

    def handle(self, kind: Kind, text: str) -> str:
        """The tag of who was found by a handle, as the vendor was asked by it; nobody, too."""
        return self._cache.key(self.vendor, kind.name.lower(), text)

    def campaign(self, id_: str) -> str:
        """The tag of what shows the campaign with the vendor's id, which a caller may have made up of anything."""
        return self._cache.key(self.vendor, "campaign", id_)

    def by_id(self, id_: str, _value: object) -> Iterable[str]:
        """What a read of one person by the vendor's id depends on."""
        return (self.customer(id_),)

    def of_person(self, id_: str, row: Row | None) -> Iterable[str]:
        """All that shows a person; `row` is what the vendor is known to hold of them, None where only the id is known."""
        return (self.customer(id_),)

    def of_handle(self, held: Handle) -> Iterable[str]:
        """All that shows who was found by a handle, mostly nobody: a person whose id isn't known yet."""
        return (self.handle(held.kind, held.text),)

    def of_campaign(self, id_: str) -> Iterable[str]:
        """All that shows a campaign, every list it is in or may come to be in, and what follows from it."""
        return (self.campaign(id_), self.campaigns)


def keep_own_tags() -> None:
    """Leave what the running fetch makes with its own tags alone: those of the pages it used are thousands, and whatever drops
    what matters of a page drops by one of its own tags too.
    """
    current().ledger.tags.clear()
