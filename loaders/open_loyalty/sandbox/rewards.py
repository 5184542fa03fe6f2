"""Reward campaigns: what customers may buy with points."""

from dataclasses import dataclass, field, replace
from datetime import datetime

CASHBACK, PERCENTAGE = "cashback", "percentage_discount_code"
REWARDS = frozenset({"discount_code", "free_delivery_code", "gift_code", "event_code", "value_code", CASHBACK, PERCENTAGE})
"The last two are beyond the seed: source 2.9.1."


@dataclass(frozen=True, slots=True)
class Period:
    """When a campaign is active or visible; without bounds: always."""

    start: datetime | None = None
    end: datetime | None = None

    @property
    def is_always(self) -> bool:
        return self.start is None

    def covers(self, now: datetime) -> bool:
        return self.start is None or self.end is None or self.start <= now <= self.end


@dataclass(frozen=True, slots=True)
class Terms:
    """What a campaign form says: a PUT replaces all of it, so absent fields are cleared."""

    reward: str
    name: str
    usage_instruction: str | None = None
    short_description: str | None = None
    conditions_description: str | None = None
    is_active: bool = True
    cost: float | None = None
    is_single_coupon: bool = False
    is_unlimited: bool = False
    limit: int | None = None
    limit_per_user: int | None = None
    levels: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    coupons: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    activity: Period = Period()
    visibility: Period = Period()
    extras: tuple[tuple[str, str | float], ...] = ()
    "Fields beyond the seed that are shown as they were written."


@dataclass(frozen=True, slots=True)
class Photo:
    """An image and its content type."""

    content: bytes
    content_type: str


@dataclass(slots=True)
class Campaign:
    """A campaign and its use: `uses` are the buyers' ids and the codes they got."""

    id: str
    terms: Terms
    photo: Photo | None = None
    uses: list[tuple[str, str]] = field(default_factory=list)

    def is_active(self, now: datetime) -> bool:
        return self.terms.is_active and self.terms.activity.covers(now)

    def is_visible(self, now: datetime) -> bool:
        return self.terms.is_active and self.terms.visibility.covers(now)

    def switch(self, *, active: bool) -> None:
        self.terms = replace(self.terms, is_active=active)

    def next_code(self) -> str | None:
        """The code the next buyer gets, or None if they are used up; a single coupon never is."""
        if self.terms.is_single_coupon:
            return next(iter(self.terms.coupons), None)
        taken = {code for _, code in self.uses}
        return next((code for code in self.terms.coupons if code not in taken), None)

    def uses_of(self, customer_id: str) -> int:
        return sum(buyer == customer_id for buyer, _ in self.uses)

    @property
    def usage_left(self) -> int:
        """Free coupons, at most what the limit leaves."""
        taken = {code for _, code in self.uses}
        free = (
            len(self.terms.coupons) if self.terms.is_single_coupon else len([c for c in self.terms.coupons if c not in taken])
        )
        if self.terms.is_unlimited or self.terms.limit is None:
            return free
        left = max(self.terms.limit - len(self.uses), 0)
        return left if self.terms.is_single_coupon else min(left, free)

    def usage_left_for(self, customer_id: str) -> int:
        if self.terms.is_unlimited or self.terms.limit_per_user is None:
            return self.usage_left
        return max(min(self.usage_left, self.terms.limit_per_user - self.uses_of(customer_id)), 0)
