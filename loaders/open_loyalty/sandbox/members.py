"""The programme's members: customers, and what they bought, earned and spent."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Level:
    """A tier; who spent at least `condition` is in it. `share` is the reward's (0.14 is shown as 14.00%)."""

    id: str
    name: str
    condition: float
    share: float

    @property
    def percent(self) -> str:
        return f"{self.share * 100:.2f}%"


@dataclass(frozen=True, slots=True)
class Segment:
    """A named group of customers, by their ids."""

    id: str
    name: str
    description: str
    members: frozenset[str]


@dataclass(slots=True)
class Purchase:
    """A bought coupon."""

    at: datetime
    campaign_id: str
    code: str
    cost: float
    is_used: bool = False
    transaction_id: str | None = None


@dataclass(frozen=True, slots=True)
class Transaction:
    """A till receipt."""

    id: str
    document: str
    at: datetime
    place: str
    amount: float
    points: float
    items: tuple[tuple[str, str, float], ...]
    "Code, name and gross value."


@dataclass(frozen=True, slots=True)
class Transfer:
    """Points that came (`adding`) or went (`spending`)."""

    id: str
    type: str
    value: float
    created_at: datetime
    issuer: str
    comment: str | None = None
    expire_at: datetime | None = None
    locked_until: datetime | None = None
    is_canceled: bool = False
    transaction: Transaction | None = None

    def state(self, now: datetime) -> str:
        """`active`, `pending`, `expired` or `canceled`."""
        if self.is_canceled:
            return "canceled"
        if self.expire_at and self.expire_at <= now:
            return "expired"
        return "pending" if self.locked_until and now < self.locked_until else "active"


@dataclass(slots=True)
class Customer:
    """A member. `address` is the wire's own: filled, `{}`, `[]`, or None for a row without one."""

    id: str
    first_name: str
    last_name: str
    gender: str | None
    email: str
    phone: str
    card: str | None
    birth_date: date
    address: dict[str, str] | list[str] | None
    created_at: datetime
    updated_at: datetime
    level: Level
    is_active: bool
    manual_level: Level | None = None
    agreements: tuple[bool, bool, bool] = (True, False, False)
    purchases: list[Purchase] = field(default_factory=list)
    transactions: list[Transaction] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)

    @property
    def amount(self) -> float:
        """Everything spent at the till."""
        return sum(transaction.amount for transaction in self.transactions)

    def points_in(self, now: datetime, *states: str) -> float:
        """Points that came and are in one of these states."""
        return sum(transfer.value for transfer in self.transfers if transfer.type == "adding" and transfer.state(now) in states)

    @property
    def points_spent(self) -> float:
        return sum(transfer.value for transfer in self.transfers if transfer.type == "spending")

    def points(self, now: datetime) -> float:
        """What can be spent."""
        return self.points_in(now, "active") - self.points_spent
