"""Buying rewards, and making and changing campaigns."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from loaders.open_loyalty import OpenLoyalty
from loaders.open_loyalty.terms import Terms, doubts_about, mistakes_in
from loaders.open_loyalty.writes import Bought, Saved
from resolvers.context import Info
from resolvers.identity.key import Key
from resolvers.open_loyalty.campaigns import campaign_id_of
from resolvers.writes import Checks, Written, perform, vendor_id_of

_PATHS = {
    "target": "input.levels",
    "campaignVisibility": "input.visibleFrom",
    "campaignVisibility.allTimeVisible": "input.visibleFrom",
    "campaignVisibility.visibleFrom": "input.visibleFrom",
    "campaignVisibility.visibleTo": "input.visibleUntil",
    "campaignActivity": "input.startsAt",
    "campaignActivity.allTimeActive": "input.startsAt",
    "campaignActivity.activeFrom": "input.startsAt",
    "campaignActivity.activeTo": "input.endsAt",
    "file": "input.photo",
}
"Our input's fields by the vendor's form fields, where the names differ."

_CLEARABLE = frozenset(
    {"short_description", "conditions_description", "labels", "limit", "limit_per_user"}
    | {"visible_from", "visible_until", "starts_at", "ends_at"}
)
_PERIODS = (("visible_from", "visible_until"), ("starts_at", "ends_at"))


async def buy_reward(
    info: Info, customer: Key | None, campaign: str, checks: Checks, idempotency_key: str | None
) -> Written[Bought]:
    """Spend the person's points on a campaign; 1 call beyond finding the person. Drops what shows the buyer or the campaign.

    Docs: "Buy reward campaign for a specific customer".
    """
    campaign_id = checked_campaign(checks, campaign)
    customer_id = await vendor_id_of(info, customer, OpenLoyalty.name, checks, "input.customer")
    if customer_id is None or checks.errors:
        return checks.refused()
    vendor = info.context.vendor(OpenLoyalty)
    return await perform(
        info,
        shape=Bought,
        write=lambda: vendor.writes.buy(customer_id, campaign_id),
        stale=lambda _bought: vendor.tags.of_purchase(customer_id, campaign_id),
        idempotency_key=idempotency_key,
        paths=_PATHS,
    )


async def create_campaign(info: Info, terms: Terms, checks: Checks, idempotency_key: str | None) -> Written[Saved]:
    """Make a campaign; 1 call. Docs: "Create a new campaign"."""
    if not (terms.usage_instruction or "").strip():
        checks.refuse("input.usageInstruction", "expected a text: how coupons are used")
    _note(checks, terms)
    if checks.errors:
        return checks.refused()
    vendor = info.context.vendor(OpenLoyalty)
    return await perform(
        info,
        shape=Saved,
        write=lambda: vendor.writes.create(terms),
        stale=lambda _saved: (vendor.tags.campaigns,),
        idempotency_key=idempotency_key,
        paths=_PATHS,
    )


async def update_campaign(
    info: Info, campaign: str, changes: Mapping[str, object], checks: Checks, idempotency_key: str | None
) -> Written[Saved]:
    """Change some fields of a campaign and keep the others; 2 calls, since the vendor takes only whole campaigns.

    `changes` are by the names of Terms; levels take the place of segments, and the other way round. Docs: "Update a campaign".
    """
    campaign_id = checked_campaign(checks, campaign)
    _check_changes(checks, changes)
    if checks.errors:
        return checks.refused()
    vendor = info.context.vendor(OpenLoyalty)
    return await perform(
        info,
        shape=Saved,
        write=lambda: vendor.writes.update(campaign_id, lambda terms: _changed(terms, changes)),
        stale=lambda _saved: vendor.tags.of_campaign(campaign_id),
        idempotency_key=idempotency_key,
        paths=_PATHS,
    )


async def set_campaign_active(
    info: Info,
    campaign: str,
    active: bool,  # noqa: FBT001  # called with the input's own fields
    idempotency_key: str | None,
) -> Written[Saved]:
    """Switch a campaign on or off; 1 call. Docs: "Change campaign's status"."""
    checks = Checks()
    campaign_id = checked_campaign(checks, campaign)
    if checks.errors:
        return checks.refused()
    vendor = info.context.vendor(OpenLoyalty)
    return await perform(
        info,
        shape=Saved,
        write=lambda: vendor.writes.set_active(campaign_id, active=active),
        stale=lambda _saved: vendor.tags.of_campaign(campaign_id),
        idempotency_key=idempotency_key,
        paths=_PATHS,
    )


def checked_campaign(checks: Checks, campaign: str) -> str:
    """Return the vendor's id of a campaign given by a global id or by the vendor's own; an empty one is a mistake."""
    campaign_id = campaign_id_of(campaign)
    checks.that(campaign_id, "input.campaign", "expected a reward campaign's id")
    return campaign_id


def paths() -> Mapping[str, str]:
    """Return our input's fields by the vendor's form fields."""
    return _PATHS


def _note(checks: Checks, terms: Terms) -> None:
    for mistake in (*mistakes_in(terms), *doubts_about(terms)):
        place = ".".join(mistake.path)
        checks.refuse(_PATHS.get(place, f"input.{place}"), mistake.message)


def _check_changes(checks: Checks, changes: Mapping[str, object]) -> None:
    """Find what is wrong with the changes whatever the campaign is like; the rest is judged once it was read."""
    if not changes:
        checks.refuse("input", "expected at least one field to change")
    cleared = [name for name, value in changes.items() if value is None and name not in _CLEARABLE]
    for name in cleared:
        checks.refuse(f"input.{_camel(name)}", "can't be cleared; leave it out to keep what there is")
    judged = {name: value for name, value in changes.items() if value is not None and name not in cleared}
    for start, end in _PERIODS:
        if (start in judged) != (end in judged):
            judged.setdefault(start, datetime.min.replace(tzinfo=UTC))
            judged.setdefault(end, datetime.max.replace(tzinfo=UTC))
    per_user = judged.get("limit_per_user")
    limit = max(per_user, 1) if isinstance(per_user, int) else 1
    example = Terms("discount_code", "example", "example", levels=("1",), limit=limit, limit_per_user=1, coupons=("1",))
    _note(checks, _changed(example, judged))


def _changed(terms: Terms, changes: Mapping[str, object]) -> Terms:
    """Apply changes; None clears, and a target that is given replaces the other one."""
    given = dict(changes)
    if "labels" in given:
        given["labels"] = given["labels"] or ()
    if given.get("levels") and "segments" not in given:
        given["segments"] = ()
    if given.get("segments") and "levels" not in given:
        given["levels"] = ()
    return replace(terms, **given)  # type: ignore[arg-type]  # by the names and types of Terms; the schema's input sees to it


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)
