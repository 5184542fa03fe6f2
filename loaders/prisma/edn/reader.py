"""Reads one EDN form into the plain values that JSON knows, whatever a server sends.

The tokens are those of `edn_format`; its parser is not used, as it recurses, passes over what follows the first form, lets the
last of equal keys win and fails at tags it doesn't know.
"""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Never, Protocol

from edn_format.edn_lex import Keyword, Symbol, lex

MOST_BYTES = 1024 * 1024
DEEPEST = 100

_OPENING = {"VECTOR_START": "]", "LIST_START": ")", "MAP_START": "}", "SET_START": "}"}
_CLOSING = {"VECTOR_END": "]", "LIST_END": ")", "MAP_OR_SET_END": "}"}
_BLANKS = " \t\r\n\f,"
_LARGEST = 2**63


class BrokenEdn(ValueError):
    """This is not one EDN form; the message says what was expected, and holds nothing of the text."""


class _Token(Protocol):
    type: str
    value: Any


@dataclass(slots=True)
class _Level:
    """A collection that is still open; the outermost level holds the form itself."""

    opened_by: str
    namespace: str | None = None
    values: list[object] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    "Tags and discards in front of the value to come."


def read(body: bytes) -> object:
    """Read exactly one form. Raises BrokenEdn.

    Keywords and symbols become text without the colon, sets and lists become lists in their written order, `#uuid` and `#inst`
    stay the text they hold, other tags give way to the value they mark. At most 1 MiB and 100 levels; a key twice is an error.
    """
    if len(body) > MOST_BYTES:
        raise BrokenEdn(f"at most {MOST_BYTES} bytes")
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise BrokenEdn("UTF-8") from None  # The error holds the body, which is nobody's business.
    levels = [_Level("")]
    for token in _tokens(text):
        _take(token, levels)
        if len(levels[0].values) > 1:
            break
    if len(levels) > 1 or levels[0].waiting or len(levels[0].values) != 1:
        raise BrokenEdn("exactly one whole form")
    return _named(levels[0].values[0])


def _tokens(text: str) -> Iterator[_Token]:
    lexer = copy(_lexer())
    lexer.input(text)
    try:
        yield from lexer
    except BrokenEdn:
        raise
    except (ValueError, ArithmeticError):  # broken tokens, escapes, ratios over zero, numbers of 5000 digits
        raise BrokenEdn("EDN tokens") from None


@cache
def _lexer() -> Any:
    lexer = lex()
    lexer.lexignore = _BLANKS
    return lexer


def _take(token: _Token, levels: list[_Level]) -> None:
    level = levels[-1]
    kind = token.type
    if kind in _OPENING:
        if len(levels) > DEEPEST:
            raise BrokenEdn(f"at most {DEEPEST} levels")
        levels.append(_Level(kind, _namespace(kind, level)))
    elif kind in _CLOSING:
        if len(levels) == 1 or _OPENING[level.opened_by] != _CLOSING[kind] or level.waiting:
            raise BrokenEdn("brackets in pairs around whole forms")
        levels.pop()
        _add(levels[-1], _collected(level))
    elif kind in ("TAG", "DISCARD_TAG", "MAP_NAMESPACE_TAG"):
        level.waiting.append(f":{token.value}" if kind == "MAP_NAMESPACE_TAG" else token.value)
    elif kind == "CARET":
        _refuse("no metadata")
    else:
        _add(level, _plain(token.value))


def _namespace(opening: str, outer: _Level) -> str | None:
    """The namespace that `#:person{:name …}` gives the map's keys."""
    if not outer.waiting or not outer.waiting[-1].startswith(":"):
        return None
    if opening != "MAP_START":
        raise BrokenEdn("a map after a namespace")
    return outer.waiting.pop()[1:]


def _add(level: _Level, value: object) -> None:
    """Put a value into its collection, or drop it where `#_` says so; tags in front of it have served."""
    while level.waiting:
        mark = level.waiting.pop()
        if mark == "_":
            return
        if mark.startswith(":"):
            raise BrokenEdn("a map after a namespace")
    level.values.append(value)


def _collected(level: _Level) -> object:
    if level.opened_by != "MAP_START":
        return [_named(value) for value in level.values]
    if len(level.values) % 2:
        raise BrokenEdn("a value for every key of a map")
    pairs = [(_key(key, level.namespace), _named(value)) for key, value in _paired(level.values)]
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BrokenEdn("every key of a map once")
    return found


def _paired(values: list[object]) -> Iterator[tuple[object, object]]:
    return zip(values[::2], values[1::2], strict=True)


def _key(key: object, namespace: str | None) -> str:
    if isinstance(key, Keyword) and namespace and "/" not in key.name:
        return f"{namespace}/{key.name}"
    named = _named(key)
    if isinstance(named, bool) or not isinstance(named, str | int):
        raise BrokenEdn("keywords, text or whole numbers as keys")
    return str(named)


def _named(value: object) -> object:
    """Keywords and symbols give their names; they are kept apart until a map's keys got their namespace."""
    return str(value.name) if isinstance(value, Keyword | Symbol) else value


def _plain(value: object) -> object:
    match value:
        case None | bool() | Keyword() | Symbol():
            return value
        case str():
            return _text(value)
        case int():
            return value if -_LARGEST <= value < _LARGEST else _refuse("whole numbers of 64 bits")
        case Decimal() | Fraction() | float():
            return _float(value)
        case _:
            return _refuse("a value that EDN knows")


def _text(value: str) -> str:
    """Join surrogates that were escaped one by one; a lone one is no text."""
    if value.isascii():
        return str(value)
    try:
        return str(value).encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise BrokenEdn("text of whole characters") from None


def _float(value: Decimal | Fraction | float) -> float:
    try:
        number = float(value)
    except (OverflowError, ValueError):
        raise BrokenEdn("finite numbers") from None
    return number if number - number == 0 else _refuse("finite numbers")


def _refuse(expected: str) -> Never:
    raise BrokenEdn(expected)
