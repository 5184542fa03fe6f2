"""Request headers as ASGI brings them: names in lower case, values as bytes."""

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

Scope = MutableMapping[str, Any]


def headers_of(scope: Scope) -> Mapping[bytes, bytes]:
    """Return the headers by name; one that was sent several times has its values joined by commas."""
    pairs: Sequence[tuple[bytes, bytes]] = scope["headers"]
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    return {name: b", ".join(value for known, value in pairs if known == name) for name in found}


def header(scope: Scope, name: bytes) -> bytes | None:
    """Return one header's value, joined by commas where it was sent several times; None where it wasn't."""
    found = [value for known, value in scope["headers"] if known == name]
    return b", ".join(found) if found else None


def media_type(value: bytes) -> tuple[str, dict[str, str]]:
    """Split `type/subtype; name=value` into the type and its parameters; names in lower case, quotes dropped."""
    kind, *rest = value.decode("latin-1").split(";")
    pairs = (part.partition("=") for part in rest if "=" in part)
    return kind.strip().lower(), {name.strip().lower(): text.strip().strip('"') for name, _, text in pairs}
