"""Converters for what only this vendor writes: wrapped ids, and objects that an empty list stands for."""

from collections.abc import Mapping

from loaders.upstream.decode import Converter, Unreadable, Zone


def unwrapped(name: str) -> Converter:
    """Read an id or code that comes plain or as `{name: "…"}`; some answers mix both."""

    def convert(value: object, _zone: Zone) -> object:
        if isinstance(value, Mapping):
            value = value.get(name)
            if value is None:
                raise Unreadable(f"text, or an object with {name}")
        if isinstance(value, list):
            raise Unreadable(f"text, or an object with {name}")
        return None if value is None or value == "" else str(value)

    return convert


def filled(value: object, _zone: Zone) -> object:
    """Read an object that may be missing as `{}`, `[]` or null."""
    return value or None
