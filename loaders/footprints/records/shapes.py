"""Converters for the shapes that only Footprints sends: several dates, references as text or object, lists in envelopes."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from loaders.upstream.decode import Record, Unreadable, Zone, via, wire
from loaders.upstream.values import day, instant, number, text, whole

_JAVASCRIPT_DAY = re.compile(r"^[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{1,2} \d{4}) ")


def moment(value: object, zone: Zone) -> datetime | None:
    """Read one of the vendor's four date shapes (ISO, naive local, JavaScript, empty); anything else is "not set", never an error."""
    try:
        return instant(value, zone)
    except (ValueError, OverflowError, OSError):
        return None


def birthday(value: object, zone: Zone) -> date | None:
    """Read a calendar day as it is written, whatever zone stands beside it; what is no day is "not set", as for `moment`."""
    try:
        if isinstance(value, str) and (found := _JAVASCRIPT_DAY.match(value)):
            return datetime.strptime(found[1], "%b %d %Y").date()
        return day(value, zone)
    except (ValueError, OverflowError, OSError):
        return None


def reference(value: object, _zone: Zone) -> object:
    """Read a reference: an id alone, or an object with `_id` or `id`; empty text is "not set"."""
    if value is None or value in ("", {}):
        return None
    if isinstance(value, Mapping):
        known = value.get("_id") or value.get("id")
        return None if known is None else {**value, "_id": str(known)}
    if isinstance(value, str | int):
        return {"_id": str(value)}
    raise Unreadable("an id or an object with one")


def identifier(value: object, zone: Zone) -> str | None:
    """Read the id of a reference; names ending in `Id` hold an object on some reads."""
    held = reference(value, zone)
    return str(held["_id"]) if isinstance(held, Mapping) else None


def titled(value: object, zone: Zone) -> object:
    """Read `{"name": …}`, or the name alone; empty text is "not set"."""
    return value if isinstance(value, Mapping) else {"name": name} if (name := text(value, zone)) else None


def flag(value: object, _zone: Zone) -> bool | None:
    """Read a boolean that may come as text; empty text is "not set"."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    words = {"true": True, "1": True, "false": False, "0": False}
    if str(value).lower() not in words:
        raise Unreadable("true or false")
    return words[str(value).lower()]


def rows(value: object, _zone: Zone) -> object:
    """Read a list: bare, as `{"data": […]}`, or as `[{"data": […]}]`, which the page's samples seem to mean; `{}` is empty."""
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], Mapping) and isinstance(value[0].get("data"), list):
        return value[0]["data"]
    if isinstance(value, Mapping):
        return value.get("data") or []
    return [] if value is None else value


def document(value: object, _zone: Zone) -> object:
    """Read one object; an empty answer in any shape is none. The page doesn't say how "nobody" looks."""
    if isinstance(value, list) and len(value) == 1:
        return value[0]
    return None if value in (None, "", {}, []) else value


def words(value: object, zone: Zone) -> object:
    """Read a list of texts, or of objects that have a name; the page shows some of these lists empty only."""
    if value is None or value == "":
        return []
    if not isinstance(value, list):
        raise Unreadable("a list")
    found = (text(item.get("name"), zone) if isinstance(item, Mapping) else text(item, zone) for item in value)
    return [word for word in found if word]


Text = Annotated[str | None, via(text)]
Number = Annotated[float | None, via(number)]
Whole = Annotated[int | None, via(whole)]
Flag = Annotated[bool | None, via(flag)]
Moment = Annotated[datetime | None, via(moment)]
Day = Annotated[date | None, via(birthday)]
Id = Annotated[str | None, via(identifier)]
Words = Annotated[list[str], via(words)]


class Named(Record, frozen=True):
    """A reference: an id, with a name where the vendor gives one."""

    id: str = wire("_id")
    name: Text = wire("name", default=None)


class Titled(Record, frozen=True):
    """An object of which only the name is shown."""

    name: Text = wire("name", default=None)


NamedReference = Annotated[Named | None, via(reference)]
