"""The loyalty programme: everything the stand-in remembers, and the rules of a purchase."""

from collections.abc import Callable
from datetime import datetime, timedelta

from loaders.open_loyalty.sandbox.answers import not_found, said_no
from loaders.open_loyalty.sandbox.members import Customer, Level, Purchase, Segment, Transaction, Transfer
from loaders.open_loyalty.sandbox.rewards import CASHBACK, PERCENTAGE, Campaign, Terms

_POINTS_LIVE = timedelta(days=365)


class Programme:
    """Levels, segments, campaigns and customers, each by id."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.levels: dict[str, Level] = {}
        self.segments: dict[str, Segment] = {}
        self.campaigns: dict[str, Campaign] = {}
        self.customers: dict[str, Customer] = {}
        self._made = 0

    def new_id(self) -> str:
        """Ids look like UUIDs and count up."""
        self._made += 1
        return f"a0000000-0000-4000-8000-{self._made:012x}"

    def campaign(self, campaign_id: str) -> Campaign:
        """The campaign, or a 404."""
        if campaign_id not in self.campaigns:
            raise not_found()
        return self.campaigns[campaign_id]

    def customer(self, customer_id: str) -> Customer:
        """The customer, or a 404."""
        if customer_id not in self.customers:
            raise not_found()
        return self.customers[customer_id]

    def create(self, terms: Terms) -> Campaign:
        campaign = Campaign(self.new_id(), terms)
        self.campaigns[campaign.id] = campaign
        return campaign

    def is_for(self, campaign: Campaign, customer: Customer) -> bool:
        """Whether the customer is in one of the campaign's levels or segments."""
        return customer.level.id in campaign.terms.levels or any(
            customer.id in self.segments[segment].members for segment in campaign.terms.segments
        )

    def audience(self, campaign: Campaign, now: datetime) -> list[Customer]:
        """Who may see the campaign now."""
        if not campaign.is_visible(now):
            return []
        return [customer for customer in self.customers.values() if self.is_for(campaign, customer)]

    def segments_of(self, customer: Customer) -> list[Segment]:
        return [segment for segment in self.segments.values() if customer.id in segment.members]

    def buy(self, customer: Customer, campaign: Campaign, *, free: bool, transaction: Transaction | None = None) -> str:
        """Spend the points (unless `free`) and return the coupon's code, or refuse with the vendor's reason."""
        now = self.now()
        cost = 0.0 if free else campaign.terms.cost or 0.0
        code = self._code(customer, campaign, transaction)
        if not customer.is_active or not self.is_for(campaign, customer):
            raise said_no("Not allowed")
        if customer.points(now) < cost:
            raise said_no("Not enough points")
        self.record(customer, campaign, Purchase(now, campaign.id, code, cost))
        if transaction:
            customer.purchases[-1].transaction_id = transaction.id
        customer.updated_at = now
        return code

    def record(self, customer: Customer, campaign: Campaign, purchase: Purchase) -> None:
        """Keep a purchase, and the transfer that pays for it."""
        customer.purchases.append(purchase)
        campaign.uses.append((customer.id, purchase.code))
        if purchase.cost:
            self.spend(customer, purchase.cost, purchase.at, "system", campaign.terms.name)

    def add(self, customer: Customer, points: float, at: datetime, issuer: str, comment: str | None) -> Transfer:
        transfer = Transfer(self.new_id(), "adding", points, at, issuer, comment, expire_at=at + _POINTS_LIVE)
        customer.transfers.append(transfer)
        return transfer

    def spend(self, customer: Customer, points: float, at: datetime, issuer: str, comment: str | None) -> Transfer:
        transfer = Transfer(self.new_id(), "spending", points, at, issuer, comment)
        customer.transfers.append(transfer)
        return transfer

    def _code(self, customer: Customer, campaign: Campaign, transaction: Transaction | None) -> str:
        terms = campaign.terms
        if terms.reward == CASHBACK:
            raise said_no("Cashback cannot be bought")
        if terms.reward == PERCENTAGE:
            # This code is worth a share of one transaction, so there's none without it.
            if transaction is None:
                raise said_no("Transaction is required")
            return f"{transaction.amount * dict(_numbers(terms))['transactionPercentageValue'] / 100:.2f}"
        if not terms.is_unlimited:
            if terms.limit is not None and len(campaign.uses) >= terms.limit:
                raise said_no("Limit exceeded")
            if terms.limit_per_user is not None and campaign.uses_of(customer.id) >= terms.limit_per_user:
                raise said_no("Limit per customer exceeded")
        code = campaign.next_code()
        if code is None:
            raise said_no("No coupons left")
        return code


def _numbers(terms: Terms) -> list[tuple[str, float]]:
    return [(name, value) for name, value in terms.extras if isinstance(value, int | float)]
