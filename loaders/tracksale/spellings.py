"""Converters for what only this vendor sends."""

from collections.abc import Mapping

import msgspec

from loaders.upstream.decode import Unreadable, Zone
from loaders.upstream.values import instant

_LANGUAGE = "pt-br"


def one_or_many(value: object, _zone: Zone) -> object:
    """Read a list that the page shows as its only element: an object is a list of one, an empty one and null of none."""
    if value is None or value == {}:
        return []
    return [value] if isinstance(value, Mapping) else value


def moment(value: object, zone: Zone) -> object:
    """Read a moment of unstated type: the page shows null only, so that text which is no moment is "not set"."""
    if value is None:
        return None
    try:
        return instant(value, zone) if not isinstance(value, int) or value else None
    except (Unreadable, OverflowError, OSError, ValueError):
        return None


def truth(value: object, _zone: Zone) -> bool | None:
    """Read yes or no, which comes as text, number (of seconds, even) or boolean, in English or Portuguese."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | int | float):
        return bool(value)
    word = str(value).strip().lower()
    if word.isdigit():
        return int(word) != 0
    if word in ("true", "yes", "sim", "y", "s"):
        return True
    if word in ("false", "no", "não", "nao", "n"):
        return False
    raise Unreadable("yes or no")


def names(value: object, _zone: Zone) -> object:
    """Read a list of names, given as text or as objects with a `name`."""
    if not isinstance(value, list):
        return [] if value in (None, "", {}) else value
    return [_named(item) for item in value]


def justified(value: object, _zone: Zone) -> object:
    """Read justifications, flat or grouped; a text that is JSON by language counts as its Portuguese or first value."""
    if not isinstance(value, list):
        return [] if value in (None, "", {}) else value
    return [_reason(item) for item in value]


def _reason(item: object) -> object:
    if not isinstance(item, Mapping):
        return {"name": _spoken(item), "children": []}
    children = item.get("children") or []
    return {
        "name": _spoken(item.get("name")),
        "children": [_spoken(_named(child)) for child in children] if isinstance(children, list) else children,
    }


def _named(item: object) -> object:
    return item.get("name") if isinstance(item, Mapping) else item


def _spoken(item: object) -> object:
    if not isinstance(item, str) or not item.startswith("{"):
        return item
    try:
        by_language = msgspec.json.decode(item, type=dict[str, str])
    except msgspec.DecodeError:
        return item
    return by_language.get(_LANGUAGE) or next(iter(by_language.values()), item)
