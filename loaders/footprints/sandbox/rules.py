"""Checks of written values: each takes a name and what came, and returns what is stored or raises Refused."""

import math
import re
from collections.abc import Callable, Collection, Mapping
from zoneinfo import ZoneInfo

from loaders.footprints.sandbox.forms import Form
from loaders.footprints.sandbox.refusals import Refused
from loaders.footprints.sandbox.stamps import parse_day, parse_naive

Check = Callable[[str, object], object]


def checked(form: Form, checks: Mapping[str, Check]) -> dict[str, object]:
    """Return the known fields of a form. Unknown names are ignored, as undeclared custom variables are."""
    return {name: _one(name, form[name], check) for name, check in checks.items() if name in form}


def text(name: str, value: object) -> str:
    """Any text."""
    if not isinstance(value, str):
        raise Refused(400, f"{name}: expected text")
    return value


def email(name: str, value: object) -> str:
    """An e-mail address; a doubly encoded one (`%40`) is none."""
    if not re.fullmatch(r"[^@\s%]+@[^@\s%]+", text(name, value)):
        raise Refused(400, f"{name}: not an e-mail address")
    return text(name, value)


def phone(name: str, value: object) -> str:
    """Digits with an optional plus; a plus that was not encoded arrives as a blank and is refused."""
    if not re.fullmatch(r"\+?[0-9]{6,15}", text(name, value)):
        raise Refused(400, f"{name}: not a phone number")
    return text(name, value)


def flag(name: str, value: object) -> bool:
    """The words true and false, which reads show as booleans."""
    if value not in ("true", "false"):
        raise Refused(400, f'{name}: expected "true" or "false"')
    return value == "true"


def day(name: str, value: object) -> object:
    """A date, `Y-m-d`."""
    try:
        return parse_day(text(name, value))
    except ValueError as error:
        raise Refused(400, f"{name}: expected Y-m-d") from error


def stamp(name: str, value: object) -> object:
    """A local time, `Y-m-d H:i:s`."""
    try:
        return parse_naive(text(name, value))
    except ValueError as error:
        raise Refused(400, f"{name}: expected Y-m-d H:i:s") from error


def zone(name: str, value: object) -> ZoneInfo:
    """An IANA time zone."""
    try:
        return ZoneInfo(text(name, value))
    except (KeyError, ValueError, OSError) as error:
        raise Refused(400, f"{name}: not an IANA time zone") from error


def number(low: float = -math.inf, high: float = math.inf) -> Check:
    """A number within bounds."""

    def check(name: str, value: object) -> object:
        try:
            amount = float(value) if isinstance(value, str | int | float) else math.nan
        except ValueError:
            amount = math.nan
        if not (math.isfinite(amount) and low <= amount <= high):
            raise Refused(400, f"{name}: expected a number from {low} to {high}")
        return int(amount) if amount.is_integer() else amount

    return check


def one_of(allowed: Collection[str], what: str = "") -> Check:
    """A word of a list, or an id of a catalogue when `what` names it."""

    def check(name: str, value: object) -> str:
        if text(name, value) not in allowed:
            raise Refused(400, f"{name}: unknown {what}" if what else f"{name}: expected one of {', '.join(allowed)}")
        return text(name, value)

    return check


def many(check_item: Check) -> Check:
    """An array, written `name[0]`, `name[1]`."""

    def check(name: str, value: object) -> list[object]:
        if not isinstance(value, list):
            raise Refused(400, f"{name}: expected an array, {name}[0]")
        return [check_item(f"{name}[{index}]", item) for index, item in enumerate(value)]

    return check


def mapping(checks: Mapping[str, Check] | None = None, *, needs: Collection[str] = ()) -> Check:
    """A map, written `name[key]`; with `checks`, only their keys."""

    def check(name: str, value: object) -> Mapping[str, object]:
        if not isinstance(value, dict):
            raise Refused(400, f"{name}: expected a map, {name}[key]")
        if checks is None:
            return value
        wrong = sorted(set(value) - set(checks) | set(needs) - set(value))
        if wrong:
            raise Refused(400, f"{name}: unknown or missing {', '.join(wrong)}")
        return {key: checks[key](f"{name}[{key}]", item) for key, item in value.items()}

    return check


def _one(name: str, value: object, check: Check) -> object:
    """Samples send some texts blank, and reads show a blank date as "": those may be emptied."""
    return "" if value == "" and check in (text, day, email, phone) else check(name, value)
