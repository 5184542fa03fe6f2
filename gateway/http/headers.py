"""Request headers as ASGI brings them: names in lower case, values as bytes."""

from collections.abc import MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]


def header(scope: Scope, name: bytes) -> bytes | None:
    """Return the header's value, joined by commas where it was sent several times; None where it wasn't."""
    found: bytes | None = None
    for known, value in scope["headers"]:
        if known == name:
            found = value if found is None else found + b", " + value
    return found


def media_type(value: bytes) -> tuple[str, dict[str, str]]:
    """Split `type/subtype; name=value` into the type and its parameters; names in lower case, quotes dropped."""
    kind, *rest = value.decode("latin-1").split(";")
    pairs = (part.partition("=") for part in rest if "=" in part)
    return kind.strip().lower(), {name.strip().lower(): text.strip().strip('"') for name, _, text in pairs}
