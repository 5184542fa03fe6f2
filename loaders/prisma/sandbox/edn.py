"""EDN, Prisma's native format: reading into plain values, writing from them."""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime
from typing import TypeAlias
from uuid import UUID

from edn_format import ImmutableDict, ImmutableList, Keyword, loads_all

Value: TypeAlias = "bool | int | float | str | UUID | date | Sequence[Value] | AbstractSet[Value] | Mapping[str, Value] | None"


class Word(str):
    """A keyword, without its colon."""

    __slots__ = ()


def read(text: str) -> Value:
    """Read exactly one EDN form; keywords become Words, also as keys. Raises ValueError."""
    try:
        forms = loads_all(text)
    except (NotImplementedError, AttributeError, TypeError) as error:  # edn_format's answers to tags it can't read
        raise ValueError(str(error)) from error
    if len(forms) != 1:
        raise ValueError(f"expected one form, got {len(forms)}")
    return _plain(forms[0])


def write(value: Value) -> str:
    """Write EDN as Clojure prints it; the keys of maps become keywords, the members of a set are sorted."""
    match value:
        case None:
            return "nil"
        case bool():
            return "true" if value else "false"
        case Word():
            return f":{value}"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case int() | float():
            return repr(value)
        case UUID():
            return f'#uuid "{value}"'
        case datetime():
            return f'#inst "{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03d}-00:00"'
        case date():
            return f'#inst "{value.isoformat()}"'
        case _:
            return _write_collection(value)


def _write_collection(value: Mapping[str, Value] | AbstractSet[Value] | Sequence[Value]) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f":{key} {write(item)}" for key, item in value.items()) + "}"
    if isinstance(value, AbstractSet):
        return "#{" + " ".join(sorted(write(item) for item in value)) + "}"
    return "[" + " ".join(write(item) for item in value) + "]"


def _plain(form: object) -> Value:
    match form:
        case None | bool() | int() | float() | str() | UUID() | date():
            return form
        case Keyword():
            return Word(form.name)
        case ImmutableDict():
            return {_key(key): _plain(item) for key, item in form.items()}
        case frozenset() | set():
            return frozenset(_plain(item) for item in form)
        case ImmutableList() | tuple() | list():
            return tuple(_plain(item) for item in form)
        case _:
            raise ValueError(f"expected a plain value, got {type(form).__name__}")


def _key(form: object) -> str:
    key = _plain(form)
    if not isinstance(key, str):
        raise ValueError(f"expected a keyword or text as a key, got {form!r}")
    return key
