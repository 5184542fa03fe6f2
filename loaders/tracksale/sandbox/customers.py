"""Customers as requests send them: read, and sorted into inserted, duplicated and invalid."""

from collections.abc import Sequence

from loaders.tracksale.sandbox.entities import Campaign, Customer, Recipient, Tag
from loaders.tracksale.sandbox.fields import Fields
from loaders.tracksale.sandbox.handles import handles, is_email, is_phone, is_same_phone
from loaders.tracksale.sandbox.refusals import Refused

MOST_CUSTOMERS = 500


def customer_rows(body: Fields) -> list[Fields]:
    """Read `customers`; more than 500 are refused."""
    rows = body.rows("customers")
    if len(rows) > MOST_CUSTOMERS:
        raise Refused(f"customers: at most {MOST_CUSTOMERS} per request")
    return rows


def customer(row: Fields) -> Customer:
    """Read one customer; everything is optional, but a tag has a name and a value."""
    # The page lists finish_time among the customer's attributes, where it may stand but says nothing about the lot.
    row.whole_or_none("finish_time")
    return Customer(row.text_or_none("name"), handles(row), tuple(tags(row)))


def tags(row: Fields) -> list[Tag]:
    """Read `tags`, which may be absent."""
    return [Tag(tag.text("name"), tag.text("value")) for tag in row.rows_or_none("tags")]


def is_reachable(campaign: Campaign, one: Customer) -> bool:
    """Tell whether the customer has what the campaign's main channel needs."""
    return is_email(one.handles.email) if campaign.is_by_email else is_phone(one.handles.phone)


class Sorted:
    """The customers of a dispatch; the page names one reason for an invalid one."""

    def __init__(self, campaign: Campaign, rows: Sequence[Fields], earlier: Sequence[Recipient]) -> None:
        self.inserted: list[Customer] = []
        self.duplicated: list[dict[str, object]] = []
        self.invalid: list[dict[str, object]] = []
        self._campaign = campaign
        self._earlier = [recipient.customer for recipient in earlier]
        for row in rows:
            self._sort(row)

    def _sort(self, row: Fields) -> None:
        try:
            one = customer(row)
        except Refused as refused:
            self.invalid.append({"name": row.values.get("name"), "reason": refused.reason})
            return
        if not is_reachable(self._campaign, one):
            self.invalid.append({"name": one.name, "reason": "Invalid or empty main channel"})
        elif any(self._is_same(one, other) for other in (*self._earlier, *self.inserted)):
            self.duplicated.append({"name": one.name, "email": one.handles.email})
        else:
            self.inserted.append(one)

    def _is_same(self, one: Customer, other: Customer) -> bool:
        if self._campaign.is_by_email:
            return (one.handles.email or "").lower() == (other.handles.email or "").lower()
        return is_same_phone(one.handles.phone or "", other.handles.phone or "")
