"""What a campaign form must hold. Docs: "Create a new campaign", "Update a campaign"."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from loaders.open_loyalty.sandbox.answers import ZONE
from loaders.open_loyalty.sandbox.forms import BLANK, EMPTY, EXTRA, INVALID, Errors, Tree, branch, form_error, texts
from loaders.open_loyalty.sandbox.programme import Programme
from loaders.open_loyalty.sandbox.rewards import CASHBACK, PERCENTAGE, REWARDS, Period, Terms

_VISIBILITY = ("allTimeVisible", "visibleFrom", "visibleTo")
_ACTIVITY = ("allTimeActive", "activeFrom", "activeTo")
FIELDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("reward", "name", "shortDescription", "conditionsDescription", "usageInstruction", "active"), ()),
    **dict.fromkeys(("costInPoints", "target", "levels", "segments", "unlimited", "singleCoupon"), ()),
    **dict.fromkeys(("limit", "limitPerUser", "coupons"), ()),
    "campaignVisibility": _VISIBILITY,
    "campaignActivity": _ACTIVITY,
}
"The form's children as the documented 400 lists them, which is without `labels`."

# Beyond the seed: source 2.9.1.
_EXTRA_TEXTS = ("moreInformationLink", "brandDescription")
_EXTRA_NUMBERS = ("rewardValue", "tax", "taxPriceValue")
_OF_REWARD = {CASHBACK: ("pointValue",), PERCENTAGE: ("transactionPercentageValue", "daysInactive", "daysValid")}
_ALL_EXTRAS = {*_EXTRA_TEXTS, *_EXTRA_NUMBERS, *(name for names in _OF_REWARD.values() for name in names)}


def read_terms(form: Tree, programme: Programme) -> Terms:
    """The whole campaign, or a 400 with every field that is wrong; an empty request is refused without saying why."""
    campaign = branch(form, "campaign")
    if campaign is None:
        raise form_error(FIELDS, {})
    entry = _Entry(campaign, programme)
    terms = entry.terms()
    if entry.errors:
        raise form_error(FIELDS, entry.errors)
    return terms


@dataclass
class _Entry:
    """One submitted form; reading a field notes what is wrong with it."""

    form: Tree
    programme: Programme
    errors: Errors = field(default_factory=dict)

    def terms(self) -> Terms:
        if set(self.form) - set(FIELDS) - {"labels"} - _ALL_EXTRAS or not self._has_known_children():
            self.errors[()] = EXTRA
        reward = self._choice("reward", REWARDS)
        is_coupon = reward not in _OF_REWARD
        is_unlimited = self._flag("unlimited") if is_coupon else True
        target = self._choice("target", frozenset({"level", "segment"}))
        return Terms(
            reward,
            self._text("name"),
            # The documentation doesn't call it optional, though source 2.9.1 accepts a form without it.
            self._text("usageInstruction"),
            self._optional("shortDescription"),
            self._optional("conditionsDescription"),
            is_active=self._flag("active"),
            cost=self._amount("costInPoints") if is_coupon else None,
            is_single_coupon=self._flag("singleCoupon") if is_coupon else False,
            is_unlimited=is_unlimited,
            limit=None if is_unlimited else self._count("limit"),
            limit_per_user=None if is_unlimited else self._count("limitPerUser"),
            levels=self._ids("levels", self.programme.levels) if target == "level" else (),
            segments=self._ids("segments", self.programme.segments) if target == "segment" else (),
            coupons=self._items("coupons") if reward != CASHBACK else (),
            labels=self._labels(),
            activity=self._period("campaignActivity", *_ACTIVITY),
            visibility=self._period("campaignVisibility", *_VISIBILITY) if is_coupon else Period(),
            extras=self._extras(reward),
        )

    def _has_known_children(self) -> bool:
        periods = (("campaignActivity", _ACTIVITY), ("campaignVisibility", _VISIBILITY))
        return all(set(branch(self.form, name) or {}) <= set(known) for name, known in periods)

    def _optional(self, name: str) -> str | None:
        value = self.form.get(name)
        if isinstance(value, dict):
            self.errors[name,] = INVALID
            return None
        return value or None

    def _text(self, name: str) -> str:
        value = self._optional(name)
        if value is None:
            self.errors.setdefault((name,), BLANK)
        return value or ""

    def _choice(self, name: str, choices: frozenset[str]) -> str:
        value = self._text(name)
        if value and value not in choices:
            self.errors[name,] = INVALID
        return value

    def _flag(self, name: str) -> bool:
        return self._choice(name, frozenset({"0", "1"})) == "1"

    def _amount(self, name: str) -> float:
        value = self._text(name)
        if value and not re.fullmatch(r"\d+(\.\d+)?", value):
            self.errors[name,] = INVALID
        return 0.0 if (name,) in self.errors else float(value)

    def _count(self, name: str) -> int:
        value = self._amount(name)
        if value != int(value):
            self.errors[name,] = INVALID
        return int(value)

    def _items(self, name: str) -> tuple[str, ...]:
        value = self.form.get(name)
        items = texts(value) if value else []
        if items is None:
            self.errors[name,] = INVALID
        elif not items:
            self.errors[name,] = EMPTY
        elif not all(items):
            self.errors[name,] = BLANK
        return tuple(items or ())

    def _ids(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        ids = self._items(name)
        if any(id_ not in known for id_ in ids):
            self.errors[name,] = INVALID
        return ids

    def _labels(self) -> tuple[tuple[str, str], ...]:
        """A string on write, a list of objects on read; text after a second colon is lost."""
        pairs = [part.split(":") for part in (self._optional("labels") or "").split(";") if part]
        return tuple((pair[0], pair[1] if len(pair) > 1 else "") for pair in pairs)

    def _extras(self, reward: str) -> tuple[tuple[str, str | float], ...]:
        words = [(name, word) for name in _EXTRA_TEXTS if (word := self._optional(name))]
        names = [name for name in _EXTRA_NUMBERS if self.form.get(name)] + list(_OF_REWARD.get(reward, ()))
        return (*words, *((name, self._amount(name)) for name in names))

    def _period(self, name: str, always: str, start: str, end: str) -> Period:
        """Dates go in as `YYYY-MM-DD HH:mm` in the programme's zone, and are needed when not always.

        The documentation asks for `activeTo` "if allTimeVisible=0"; it means allTimeActive.
        """
        below = _Entry(branch(self.form, name) or {}, self.programme)
        period = Period()
        if not below._flag(always) and (always,) not in below.errors:
            first, last = below._date(start), below._date(end)
            if first and last and last <= first:
                below.errors[end,] = INVALID
            period = Period(first, last)
        self.errors.update({(name, *path): message for path, message in below.errors.items()})
        return period

    def _date(self, name: str) -> datetime | None:
        value = self._text(name)
        try:
            if value and re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", value):
                return datetime.strptime(value, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
        except ValueError:
            pass
        self.errors.setdefault((name,), INVALID)
        return None
