"""Campaigns that are active for a person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, cast

from loaders.upstream.decode import Record, Unreadable, Zone, via
from loaders.upstream.values import instant

Details = dict[str, object]
"What the vendor answered, by its own names."


class TargetedCampaign(Record, frozen=True):
    """A campaign that is active for one person. Docs: Prisma, "Active Campaigns", which shows no answer.

    So what is recognised has a field, and `details` holds the whole of what came.
    """

    id: str
    name: str | None = None
    active: bool = True
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    category: str | None = None
    group: str | None = None
    title: str | None = None
    message: str | None = None
    tracking_token: str | None = None
    details: Details = {}


def active_campaigns(value: object, zone: Zone) -> list[Mapping[str, object]]:
    """Read the answer of `active`: a list of campaigns, a map with one under `campaigns`, or nothing at all."""
    rows = value.get("campaigns") if isinstance(value, Mapping) else value
    if isinstance(value, Mapping) and "campaigns" not in value:
        raise Unreadable("campaigns")
    if rows is None:
        return []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Unreadable("a list of campaigns")
    return [_recognised(row, zone) for row in rows]


ActiveCampaigns = cast("type[list[TargetedCampaign]]", Annotated[list[TargetedCampaign], via(active_campaigns)])
"The shape of the answer of `active`; type checkers take no annotated list for a type."

_TEXTS = {
    "id": ("id", "campaign-id", "campaign"),
    "name": ("name", "title"),
    "category": ("category",),
    "group": ("group",),
    "title": ("title",),
    "message": ("message",),
    "tracking_token": ("tracking-token",),
}
_MOMENTS = {"starts_at": ("start-date", "starts-at", "start"), "ends_at": ("end-date", "ends-at", "end")}


def _recognised(row: Mapping[str, object], zone: Zone) -> Mapping[str, object]:
    """Give the recognised values our names; nothing here is documented, so what is of another sort stays in the details alone."""
    found: dict[str, object] = {"details": dict(row)}
    for ours, theirs in _TEXTS.items():
        held = [row[name] for name in theirs if isinstance(row.get(name), str | int) and not isinstance(row[name], bool)]
        if held and held[0] != "":
            found[ours] = str(held[0])
    for ours, theirs in _MOMENTS.items():
        moments = (_moment(row[name], zone) for name in theirs if name in row)
        found[ours] = next((moment for moment in moments if moment), None)
    if isinstance(row.get("active"), bool):
        found["active"] = row["active"]
    return found


def _moment(value: object, zone: Zone) -> datetime | None:
    try:
        return instant(value, zone)
    except (Unreadable, OverflowError, ValueError, OSError):
        return None
