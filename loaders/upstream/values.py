"""Converters for the shapes that vendors really send: several dates, numbers in text, empty text for "not set"."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from loaders.upstream.decode import Unreadable, Zone

_NAIVE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?")
_OFFSET = re.compile(r"\s*(Z|[+-]\d{2}:?\d{2})$", re.IGNORECASE)
_JAVASCRIPT = re.compile(r"^[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{1,2} \d{4} \d{2}:\d{2}:\d{2}) GMT([+-]\d{4})")
_MILLISECONDS = 10**11  # Seconds reach this in the year 5138; milliseconds did in 1973.


def instant(value: object, zone: Zone) -> datetime | None:
    """Read a moment, always as aware UTC: ISO with or without colon in the offset, `YYYY-MM-DD HH:MM:SS` in the vendor's zone, a
    JavaScript Date string, Unix seconds or milliseconds. Null, empty text and zero dates are "not set".
    """
    if value is None or isinstance(value, datetime):
        return value.astimezone(UTC) if value else None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Unreadable("a moment")
    if isinstance(value, str):
        text = value.strip()
        if not text or text.startswith("0000-00-00"):
            return None
        if not text.lstrip("-").isdigit():
            return _from_text(text, zone)
        value = int(text)
    seconds = value / 1000 if abs(value) >= _MILLISECONDS else value
    return datetime.fromtimestamp(seconds, UTC)


def _from_text(text: str, zone: Zone) -> datetime:
    if found := _JAVASCRIPT.match(text):
        return datetime.strptime(f"{found[1]} {found[2]}", "%b %d %Y %H:%M:%S %z").astimezone(UTC)
    offset = _OFFSET.search(text)
    naive = _NAIVE.fullmatch(text[: offset.start()] if offset else text)
    try:
        if naive is None:
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, tzinfo=zone.zone).astimezone(UTC)
        parts = [int(part or 0) for part in naive.groups()[:6]]
        microsecond = int((naive[7] or "0")[:6].ljust(6, "0"))
        moment = datetime(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], microsecond)
    except ValueError as error:
        raise Unreadable("a moment") from error
    if offset is None:
        return moment.replace(tzinfo=zone.zone).astimezone(UTC)
    sign = offset[1].upper().replace(":", "")
    return datetime.strptime(
        f"{moment:%Y%m%d%H%M%S}{moment.microsecond:06d}{'+0000' if sign == 'Z' else sign}", "%Y%m%d%H%M%S%f%z"
    ).astimezone(UTC)


def day(value: object, zone: Zone) -> date | None:
    """Read a calendar day; a moment's day is the one written, not moved by a zone. Impossible days that vendors hold are "not set"."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and (found := re.match(r"(\d{3,4})-(\d{1,2})-(\d{1,2})", value)):
        try:
            return date(int(found[1]), int(found[2]), int(found[3])) if int(found[1]) >= 1000 else None
        except ValueError:
            return None
    moment = instant(value, zone)
    return moment.date() if moment else None


def text(value: object, _zone: Zone) -> str | None:
    """Read text; numbers become text, empty text and null are "not set"."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool | Mapping | list):
        if value:
            raise Unreadable("text")
        return None
    return str(value)


def number(value: object, _zone: Zone) -> float | None:
    """Read a number that may come as text, or with a percent sign; empty text is "not set"."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        stripped = value.strip().rstrip("%")
        if not stripped:
            return None
        try:
            return float(stripped)
        except ValueError as error:
            raise Unreadable("a number") from error
    raise Unreadable("a number")


def whole(value: object, zone: Zone) -> int | None:
    """Read a whole number that may come as text."""
    if type(value) is int:
        return value
    read = number(value, zone)
    if read is not None and not read.is_integer():
        raise Unreadable("a whole number")
    return None if read is None else int(read)


def listed(value: object, _zone: Zone) -> object:
    """Read a list; null and a missing one are empty."""
    return [] if value is None or value == "" else value


def mapped(value: object, _zone: Zone) -> object:
    """Read an object that an empty PHP array stands for: `[]` and null are empty."""
    return {} if value is None or value == [] else value
