"""Global ids: opaque text that names a type and where its object is found."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from urllib.parse import quote, unquote

from resolvers.refusals import BadInput

_MOST_DIGITS = 18
"Fits into what vendors and their databases call a big integer."


@dataclass(frozen=True, slots=True)
class GlobalId:
    """A decoded id: the GraphQL type's name and the parts its resolver finds it by."""

    type_name: str
    parts: tuple[str, ...]


def encode(type_name: str, *parts: str) -> str:
    """Make the opaque id."""
    text = ":".join((type_name, *(quote(part, safe="") for part in parts)))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(text: str) -> GlobalId:
    """Read an id of ours, or raise BadInput."""
    try:
        plain = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except ValueError:
        raise BadInput("This is not an id of this graph; use the `id` of an object you got from it.") from None
    type_name, *parts = plain.split(":")
    if not type_name.isidentifier() or not parts or not all(parts):
        raise BadInput("This is not an id of this graph; use the `id` of an object you got from it.")
    return GlobalId(type_name, tuple(map(unquote, parts)))


def local(text: str, type_name: str) -> str:
    """Return the vendor's own id from a global id of that type; any other text is taken as the vendor's id already."""
    try:
        found = decode(text)
    except BadInput:
        return text
    if found.type_name != type_name:
        return text
    return found.parts[-1]


def whole(text: str) -> int | None:
    """Return the number that a text is, in digits of ASCII alone; None for any other text, and for more digits than ids have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
