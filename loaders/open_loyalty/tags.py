"""What entries of the cache depend on, so that a write can drop them. Ids are the vendor's own, which are UUIDs."""

from collections.abc import Iterable

CAMPAIGNS = "open_loyalty:campaigns"
"Any list of campaigns, and whatever follows from which campaigns there are."

PEOPLE = "open_loyalty:people"
"Whatever holds people that are not named in a tag."


def campaign(campaign_id: str) -> str:
    """The tag of what shows this campaign."""
    return f"open_loyalty:campaign:{campaign_id}"


def customer(customer_id: str) -> str:
    """The tag of what shows this customer."""
    return f"open_loyalty:customer:{customer_id}"


def of_purchase(customer_id: str, campaign_id: str) -> Iterable[str]:
    """What a purchase makes stale: the buyer, the campaign's coupons left, and everybody's index."""
    return (customer(customer_id), campaign(campaign_id), PEOPLE)


def of_campaign(campaign_id: str) -> Iterable[str]:
    """What a changed campaign makes stale: itself, every list it is in or may come to be in, and who sees what."""
    return (campaign(campaign_id), CAMPAIGNS)
