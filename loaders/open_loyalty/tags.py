"""What entries of the cache depend on, so that a write can drop them."""

from collections.abc import Collection, Iterable

from loaders.identity.handle import Handle, Kind, national, significant
from loaders.identity.row import Row
from loaders.open_loyalty.records.campaign import RewardCampaign
from loaders.upstream.cache.cache import Cache
from loaders.upstream.tags import Tags


class OpenLoyaltyTags(Tags):
    """Members, campaigns, and who sees which."""

    def __init__(self, vendor: str, cache: Cache) -> None:
        super().__init__(vendor, cache)
        self.people = f"{vendor}:people"
        "The index of everybody, which names nobody in a tag."
        self.audiences = f"{vendor}:audiences"
        "Lists of people, which somebody new may come to be in."

    def of_campaigns(self, rows: Iterable[RewardCampaign]) -> Collection[str]:
        """What a list of campaigns depends on."""
        return [self.campaigns, *(self.campaign(row.id) for row in rows)]

    def of_purchase(self, customer_id: str, campaign_id: str) -> Iterable[str]:
        """What a purchase makes stale: the buyer, the campaign's coupons left, and everybody's index."""
        return (self.customer(customer_id), self.campaign(campaign_id), self.people)

    def of_person(self, id_: str, row: Row | None) -> Iterable[str]:
        """The member, and the index of everybody."""
        return (self.customer(id_), self.people)

    def of_handle(self, held: Handle) -> Iterable[str]:
        """Whom the lists found by any spelling of the handle, and the lists of people."""
        spellings = {held.text}
        if held.kind is Kind.PHONE:
            spellings |= {significant(held.text), national(held.text), held.text.removeprefix("+")}
        return (*(self.handle(held.kind, spelling) for spelling in sorted(spellings)), self.audiences)
