"""Tracking: sessions on the web and on devices, and what happens in them."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from loaders.footprints import Footprints
from loaders.footprints.writes.tracking import MobileSession, WebSession
from resolvers.context import Info
from resolvers.footprints.writes.given import at_least, contact, given, identifier, stamp
from resolvers.writes import Checks, Written, perform

_TECHNICAL = {
    "screen_size": "screenSize",
    "browser_user_agent": "browserUserAgent",
    "browser_type": "browserType",
    "app_id": "appId",
    "device_os": "deviceOs",
}
_BEACON = {"mac_address": "macAddress", "tx_power": "txPower"}
_DATA = {
    "appointment_at": "appointmentDate",
    "sender": "senderType",
    "percent_completed": "percentCompleted",
}


async def start_web(info: Info, source: object, idempotency_key: str | None) -> Written[WebSession]:
    """Begin to track a visitor; one call. Docs: "Initialize web tracking session"."""
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    contact(info, checks, values)
    if checks.errors:
        return checks.refused()
    sent = {"email": values.get("email"), "technicalInfo": _renamed(values.get("technical_info", {}), _TECHNICAL)}

    async def write() -> WebSession:
        session = await vendor.writes.tracking.start_web(sent)
        await vendor.reads.people.remember_session(session.id, values.get("email"))
        return session

    return await perform(
        info,
        shape=WebSession,
        write=write,
        stale=lambda _: (),
        idempotency_key=idempotency_key,
    )


async def track_web(info: Info, source: object, idempotency_key: str | None) -> Written[bool]:
    """Store what a visitor did; one call. Docs: "Send web tracking data"."""
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    identifier(checks, values, "session")
    action, data = _activity(checks, values, vendor.zone)
    if checks.errors:
        return checks.refused()
    session = WebSession(id=values["session"], kind=values["kind"])
    owner = await vendor.reads.people.session_tags(session.id)
    return await perform(
        info,
        shape=bool,
        write=lambda: vendor.writes.tracking.track_web(session, action, data),
        stale=lambda _: owner,
        idempotency_key=idempotency_key,
    )


async def start_mobile(info: Info, source: object, idempotency_key: str | None) -> Written[MobileSession]:
    """Begin to track a device; one call. Docs: "Mobile Initialize tracking session"."""
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    contact(info, checks, values)
    # The page doesn't say what is needed; the vendor's mobile library insists on one of these.
    has_one = "email" in values or "push_notification_token" in values
    checks.that(has_one, "input", "expected `email`, `pushNotificationToken` or both")
    if checks.errors:
        return checks.refused()
    sent = {
        "userEmail": values.get("email"),
        "userPhone": values.get("phone"),
        "pushNotificationToken": values.get("push_notification_token"),
        "technicalInfo": _renamed(values.get("technical_info", {}), _TECHNICAL),
    }

    async def write() -> MobileSession:
        session = await vendor.writes.tracking.start_mobile(sent)
        await vendor.reads.people.remember_session(session.id, values.get("email"))
        return session

    return await perform(
        info,
        shape=MobileSession,
        write=write,
        stale=lambda _: (),
        idempotency_key=idempotency_key,
    )


async def track_mobile(info: Info, source: object, idempotency_key: str | None) -> Written[bool]:
    """Store what a device's owner did; one call. Docs: "Send mobile tracking screenview"."""
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    identifier(checks, values, "session")
    action, data = _activity(checks, values, vendor.zone)
    if checks.errors:
        return checks.refused()
    owner = await vendor.reads.people.session_tags(values["session"])
    return await perform(
        info,
        shape=bool,
        write=lambda: vendor.writes.tracking.track_mobile(values["session"], action, data),
        stale=lambda _: owner,
        idempotency_key=idempotency_key,
    )


async def report_beacons(info: Info, source: object, idempotency_key: str | None) -> Written[bool]:
    """Store which beacons a device sees; one call. Docs: "Send mobile tracking sensors"."""
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    identifier(checks, values, "session")
    checks.that(values["beacons"], "input.beacons", "expected at least one beacon")
    for place, beacon in enumerate(values["beacons"]):
        beacon["uuid"] = beacon["uuid"].strip()
        checks.that(beacon["uuid"], f"input.beacons.{place}.uuid", "expected a beacon's UUID, got an empty one")
        distance = beacon.get("distance", 0)
        checks.that(distance >= 0, f"input.beacons.{place}.distance", "expected a number of at least 0")
    if checks.errors:
        return checks.refused()
    beacons = [_renamed(beacon, _BEACON) for beacon in values["beacons"]]
    return await perform(
        info,
        shape=bool,
        write=lambda: vendor.writes.tracking.report_beacons(values["session"], beacons),
        stale=lambda _: (),
        idempotency_key=idempotency_key,
    )


async def report_position(info: Info, source: object, idempotency_key: str | None) -> Written[bool]:
    """Store where a device is; one call. Docs: "Send mobile tracking geolocation"."""
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    identifier(checks, values, "session")
    at_least(checks, values, "latitude", -90, 90)
    at_least(checks, values, "longitude", -180, 180)
    at_least(checks, values, "accuracy", 0)
    if checks.errors:
        return checks.refused()
    position = {"lat": values["latitude"], "lon": values["longitude"], "accuracy": _short(values.get("accuracy"))}
    return await perform(
        info,
        shape=bool,
        write=lambda: vendor.writes.tracking.report_position(values["session"], position),
        stale=lambda _: (),
        idempotency_key=idempotency_key,
    )


def _activity(checks: Checks, values: Mapping[str, Any], zone: ZoneInfo) -> tuple[str, dict[str, object]]:
    """Return the vendor's `actionType` and the data that goes with it. The tables say that it depends on the request type."""
    kinds: dict[str, dict[str, Any]] = values["activity"]
    action, data = next(iter(kinds.items()), ("", {}))
    checks.that(action, "input.activity", "expected exactly one kind of activity")
    at = f"input.activity.{action}"
    rating, percent = data.get("rating", 1), data.get("percent_completed", 0)
    checks.that(1 <= rating <= 10, f"{at}.rating", "expected a number from 1 to 10")
    checks.that(0 <= percent <= 100, f"{at}.percentCompleted", "expected a number from 0 to 100")
    checks.that(action != "sale" or data.get("receipts"), f"{at}.receipts", "expected at least one receipt")
    stamp(data, "appointment_at", zone)
    return action, _renamed(data, _DATA)


def _renamed(values: Mapping[str, object], names: Mapping[str, str]) -> dict[str, object]:
    return {names.get(name, name): _short(value) for name, value in values.items()}


def _short(value: object) -> object:
    """Numbers without needless decimals, also within lists of objects."""
    if isinstance(value, list):
        return [_renamed(item, {}) if isinstance(item, Mapping) else item for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
