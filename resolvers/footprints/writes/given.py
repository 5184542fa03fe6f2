"""Reading an input: what was given of it, checked and spelled as the vendor wants it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

import strawberry
from strawberry.utils.str_converters import to_camel_case

from loaders.footprints.pair import dialled
from loaders.identity.handle import Kind
from resolvers import ids
from resolvers.audit import concerns_handles
from resolvers.context import Info
from resolvers.writes import Checks

_VARIABLE = re.compile(r"[A-Za-z_]\w{0,99}")
_OURS = frozenset({"customer", "idempotency_key"})


def given(source: object) -> dict[str, Any]:
    """Return the fields of an input that were given, by their Python names; enums as the vendor's words, null as not given."""
    names = (field.name for field in fields(source) if field.name not in _OURS)  # type: ignore[arg-type]  # an input is a dataclass
    return {name: plain(value) for name in names if (value := getattr(source, name)) not in (None, strawberry.UNSET)}


def plain(value: object) -> object:
    """Return an input's value as plain values."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list):
        return [plain(item) for item in value]
    return given(value) if is_dataclass(value) and not isinstance(value, type) else value


def contact(info: Info, checks: Checks, values: dict[str, Any], *, needs_one: bool = False) -> None:
    """Check e-mail and phone, and spell the phone as it is dialled; with `needs_one`, at least one of them is given."""
    raw = ((Kind.EMAIL, values.get("email")), (Kind.PHONE, values.get("phone")))
    concerns_handles(info, *(info.context.handle(kind, text) for kind, text in raw))
    for name, kind, right in (
        ("email", Kind.EMAIL, "expected an e-mail address like ana@example.com"),
        ("phone", Kind.PHONE, "expected a valid phone number like +40722100000"),
    ):
        if name not in values:
            continue
        held = info.context.handle(kind, values[name])
        checks.that(held, f"input.{name}", right)
        if held:
            values[name] = dialled(held.text, info.context.around.region) if kind is Kind.PHONE else values[name].strip()
    checks.that(not needs_one or "email" in values or "phone" in values, "input", "expected `email`, `phone` or both")


def person(checks: Checks, values: dict[str, Any], today: date) -> None:
    """Check the fields that leads and profiles share."""
    for name in ("children", "kids"):
        at_least(checks, values, name, 0)
    checks.that(values.get("birthday", today) <= today, "input.birthday", "expected a day that is not in the future")
    for name in ("facebook_url", "image_url"):
        url = values.get(name, "https://")
        checks.that(url.startswith(("http://", "https://")), at(name), "expected an address that begins with https://")
    details = values.get("custom_details", {})
    checks.that(isinstance(details, Mapping), "input.customDetails", "expected an object")


def variables(checks: Checks, values: dict[str, Any], taken: Iterable[str]) -> dict[str, str]:
    """Take the custom variables out of an input; their names must not be those of the vendor's own fields."""
    found: dict[str, str] = {}
    for place, variable in enumerate(values.pop("custom_variables", [])):
        name = variable["name"]
        right = bool(_VARIABLE.fullmatch(name)) and name not in set(taken) and name not in found
        checks.that(right, f"input.customVariables.{place}.name", "expected a variable's name, once, and none of the fields'")
        found[name] = variable["value"]
    return found


def at_least(checks: Checks, values: Mapping[str, Any], name: str, least: float, most: float | None = None) -> None:
    """Check a number's bounds, if it is given."""
    value = values.get(name, least)
    words = f"from {least:g} to {most:g}" if most is not None else f"of at least {least:g}"
    checks.that(value >= least and (most is None or value <= most), at(name), f"expected a number {words}")


def identifier(checks: Checks, values: dict[str, Any], *names: str) -> None:
    """Check that ids are not blank."""
    for name in names:
        if name in values:
            values[name] = str(values[name]).strip()
            checks.that(values[name], at(name), "expected an id, got an empty one")


def local_id(values: dict[str, Any], name: str, type_name: str) -> None:
    """Turn a global id into the vendor's own, if it is one."""
    if name in values:
        values[name] = ids.local(values[name], type_name)


def stamp(values: dict[str, Any], name: str, zone: ZoneInfo) -> None:
    """Spell a moment as the vendor's local time, `YYYY-MM-DD HH:MM:SS`; one without a zone is local already."""
    moment = values.get(name)
    if isinstance(moment, datetime):
        values[name] = (moment.astimezone(zone) if moment.tzinfo else moment).strftime("%Y-%m-%d %H:%M:%S")


def at(name: str) -> str:
    """Return the path of a field by its Python name."""
    return f"input.{to_camel_case(name)}"
