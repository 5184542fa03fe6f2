"""What a campaign form says, in our words, and how it is written. Docs: "Create a new campaign", "Update a campaign"."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from loaders.open_loyalty.records.campaign import RewardCampaign
from loaders.upstream.errors import Refusal

_COUPONLESS = frozenset({"cashback"})


@dataclass(frozen=True, slots=True)
class Terms:
    """A whole campaign: the vendor's form replaces all of it, so what isn't written is cleared. Moments are aware."""

    reward: str
    name: str
    usage_instruction: str | None
    short_description: str | None = None
    conditions_description: str | None = None
    active: bool = False
    cost_in_points: float | None = None
    levels: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    unlimited: bool = False
    single_coupon: bool = False
    limit: int | None = None
    limit_per_user: int | None = None
    coupons: tuple[str, ...] = ()
    visible_from: datetime | None = None
    visible_until: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    extras: tuple[tuple[str, str], ...] = ()
    "Fields beyond the seed by the vendor's names, kept as they were."


def terms_of(campaign: RewardCampaign) -> Terms:
    """Return a campaign as the form that would write it."""
    return Terms(
        reward=campaign.reward or "",
        name=campaign.name or "",
        usage_instruction=campaign.usage_instruction,
        short_description=campaign.short_description,
        conditions_description=campaign.conditions_description,
        active=bool(campaign.active),
        cost_in_points=campaign.cost_in_points,
        levels=tuple(campaign.level_ids),
        segments=tuple(campaign.segment_ids),
        labels=tuple((label.key, label.value or "") for label in campaign.labels),
        unlimited=bool(campaign.unlimited),
        single_coupon=bool(campaign.single_coupon),
        limit=campaign.limit,
        limit_per_user=campaign.limit_per_user,
        coupons=tuple(campaign.coupons),
        visible_from=campaign.visible_from,
        visible_until=campaign.visible_until,
        starts_at=campaign.starts_at,
        ends_at=campaign.ends_at,
        extras=tuple(_extras(campaign)),
    )


def form_of(terms: Terms, zone: tzinfo) -> dict[str, object]:
    """Return the fields of `campaign[…]` in the documentation's order; flags are `1` and `0`, moments the programme's own time."""
    return {
        "reward": terms.reward,
        "name": terms.name,
        "shortDescription": terms.short_description,
        "conditionsDescription": terms.conditions_description,
        "usageInstruction": terms.usage_instruction,
        "active": _flag(is_set=terms.active),
        "costInPoints": None if terms.cost_in_points is None else _number(terms.cost_in_points),
        "target": "segment" if terms.segments else "level",
        # A list of objects when read, one string when written.
        "labels": ";".join(f"{key}:{value}" for key, value in terms.labels) or None,
        "levels": terms.levels,
        "segments": terms.segments,
        "unlimited": _flag(is_set=terms.unlimited),
        "singleCoupon": _flag(is_set=terms.single_coupon),
        "limit": None if terms.unlimited else terms.limit,
        "limitPerUser": None if terms.unlimited else terms.limit_per_user,
        "coupons": terms.coupons,
        "campaignVisibility": _period("allTimeVisible", "visible", terms.visible_from, terms.visible_until, zone),
        # The documentation asks for `activeTo` "if allTimeVisible=0"; it means allTimeActive.
        "campaignActivity": _period("allTimeActive", "active", terms.starts_at, terms.ends_at, zone),
        **dict(terms.extras),
    }


def mistakes_in(terms: Terms) -> Iterator[Refusal]:
    """Name everything that the vendor's rules forbid, at the places that its own form errors name."""
    if not terms.name.strip():
        yield _mistake("name", "expected a name")
    if terms.cost_in_points is not None and terms.cost_in_points < 0:
        yield _mistake("costInPoints", "expected 0 points or more")
    yield from _target(terms)
    if not terms.unlimited:
        for name, count in (("limit", terms.limit), ("limitPerUser", terms.limit_per_user)):
            if count is None or count < 1:
                yield _mistake(name, "expected 1 or more, since the campaign is not unlimited")
    if terms.reward not in _COUPONLESS and not terms.coupons:
        yield _mistake("coupons", "expected at least one coupon code")
    if any(not code.strip() for code in terms.coupons):
        yield _mistake("coupons", "expected codes, got an empty one")
    # The vendor splits at both characters; what stands behind a second colon would be lost.
    if any(not key.strip() or set(":;") & set(key + value) for key, value in terms.labels):
        yield _mistake("labels", "expected a key in every label, and neither : nor ; in keys and values")
    yield from _order("campaignVisibility", "visible", terms.visible_from, terms.visible_until)
    yield from _order("campaignActivity", "active", terms.starts_at, terms.ends_at)


def doubts_about(terms: Terms) -> Iterator[Refusal]:
    """Name what the vendor takes and nobody means. A campaign that is so already can still be changed."""
    if len(set(terms.coupons)) < len(terms.coupons):
        yield _mistake("coupons", "expected each code once")
    limit, per_user = terms.limit, terms.limit_per_user
    if not terms.unlimited and limit is not None and per_user is not None and per_user > max(limit, 1):
        yield _mistake("limitPerUser", f"expected at most `limit`, got {per_user} of {limit}")


def _target(terms: Terms) -> Iterator[Refusal]:
    if terms.levels and terms.segments:
        yield _mistake("target", "expected levels or segments, not both: the vendor keeps only one of them")
    elif not any(part.strip() for part in (*terms.levels, *terms.segments)):
        yield _mistake("target", "expected at least one level or one segment")


def _order(name: str, word: str, start: datetime | None, end: datetime | None) -> Iterator[Refusal]:
    naive = [side for side, moment in (("From", start), ("To", end)) if moment is not None and moment.tzinfo is None]
    for side in naive:
        yield _mistake(f"{name}.{word}{side}", "expected a moment with an offset, like 2027-10-05T10:59:00+02:00")
    if (start is None) != (end is None):
        missing = f"{word}{'From' if start is None else 'To'}"
        yield _mistake(f"{name}.{missing}", "expected a beginning and an end, or neither for always")
    elif not naive and start is not None and end is not None and end <= start:
        yield _mistake(f"{name}.{word}To", "expected an end after the beginning")


def _mistake(place: str, words: str) -> Refusal:
    return Refusal("BAD_USER_INPUT", words, tuple(place.split(".")))


def _period(always: str, word: str, start: datetime | None, end: datetime | None, zone: tzinfo) -> dict[str, str]:
    if start is None or end is None:
        return {always: "1"}
    return {always: "0", f"{word}From": _local(start, zone), f"{word}To": _local(end, zone)}


def _local(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _flag(*, is_set: bool) -> str:
    return "1" if is_set else "0"


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else str(value)


def _extras(campaign: RewardCampaign) -> Iterator[tuple[str, str]]:
    held: dict[str, str | float | None] = {
        "moreInformationLink": campaign.more_information_link,
        "brandDescription": campaign.brand_description,
        "rewardValue": campaign.reward_value,
        "tax": campaign.tax,
        "taxPriceValue": campaign.tax_price_value,
        "pointValue": campaign.point_value,
        "transactionPercentageValue": campaign.transaction_percentage,
        "daysInactive": campaign.days_inactive,
        "daysValid": campaign.days_valid,
    }
    for name, value in held.items():
        if value is not None:
            yield name, value if isinstance(value, str) else _number(float(value))
