"""How campaigns look on the wire. Docs: "Get the collection of campaigns" and its seller's twin."""

import html
import re
from datetime import datetime

from loaders.open_loyalty.sandbox.answers import Row, date, number, php_map, without_nulls
from loaders.open_loyalty.sandbox.members import Customer
from loaders.open_loyalty.sandbox.programme import Programme
from loaders.open_loyalty.sandbox.rewards import Campaign, Period

_DESCRIPTIONS = ("shortDescription", "conditionsDescription", "usageInstruction", "brandDescription")


def campaign_row(programme: Programme, campaign: Campaign, *, seller: bool = False) -> Row:
    """A campaign with its use; null fields are left out, and a seller isn't told about photos."""
    now, terms = programme.now(), campaign.terms
    labels = [{"key": key, "value": value} for key, value in terms.labels]
    row: Row = {
        "levels": terms.levels,
        "segments": terms.segments,
        "coupons": terms.coupons,
        "campaignId": campaign.id,
        "reward": terms.reward,
        "name": terms.name,
        "shortDescription": terms.short_description,
        "conditionsDescription": terms.conditions_description,
        "active": terms.is_active,
        "costInPoints": None if terms.cost is None else number(terms.cost),
        "singleCoupon": terms.is_single_coupon,
        "unlimited": terms.is_unlimited,
        "limit": terms.limit,
        "limitPerUser": terms.limit_per_user,
        # Absent altogether when there are none.
        "labels": labels or None,
        "campaignActivity": _period(terms.activity, "allTimeActive", "activeFrom", "activeTo"),
        "campaignVisibility": _period(terms.visibility, "allTimeVisible", "visibleFrom", "visibleTo"),
        "usageInstruction": terms.usage_instruction,
        "segmentNames": php_map({id_: programme.segments[id_].name for id_ in terms.segments}),
        "levelNames": php_map({id_: programme.levels[id_].name for id_ in terms.levels}),
        **_announced(campaign, now),
        "usageLeft": campaign.usage_left,
        "visibleForCustomersCount": len(programme.audience(campaign, now)),
        "usersWhoUsedThisCampaignCount": len({buyer for buyer, _ in campaign.uses}),
        "hasPhoto": None if seller else campaign.photo is not None,
    }
    return without_nulls(row | dict(terms.extras))


def offer_row(programme: Programme, campaign: Campaign, customer: Customer, *, seller: bool) -> Row:
    """A campaign as one customer may buy it."""
    left, points = campaign.usage_left_for(customer.id), customer.points(programme.now())
    is_within_reach = left > 0 and customer.is_active and points >= (campaign.terms.cost or 0)
    offer: Row = {"usageLeftForCustomer": left, "canBeBoughtByCustomer": is_within_reach}
    return campaign_row(programme, campaign, seller=seller) | offer


def as_html(row: Row) -> Row:
    """Descriptions are raw Markdown; `format=html` asks for them rendered."""
    return row | {name: _rendered(str(row[name])) for name in _DESCRIPTIONS if name in row}


def _announced(campaign: Campaign, now: datetime) -> Row:
    """Snake case, and only while the campaign is not active."""
    if campaign.is_active(now):
        return {}
    activity = campaign.terms.activity
    return {"will_be_active_from": date(activity.start), "will_be_active_to": date(activity.end)}


def _period(period: Period, always: str, start: str, end: str) -> Row:
    return without_nulls({always: period.is_always, start: date(period.start), end: date(period.end)})


def _rendered(markdown: str) -> str:
    strong = re.sub(r"[*]{2}(.+?)[*]{2}", r"<strong>\1</strong>", html.escape(markdown, quote=False))
    return f"<p>{strong}</p>"
