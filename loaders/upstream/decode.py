"""Typed decoding: a vendor's JSON (or plain values) to records, tolerant only where a record says so.

    class Lead(Record):
        id: str = wire("_id")
        created_at: Annotated[datetime | None, via(instant)] = wire("createdAt", default=None)

What does not fit is Malformed with the path in the vendor's names, never a silent null.
"""

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import cache
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import NODEFAULT

from loaders.upstream.errors import Malformed

T = TypeVar("T")


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """An immutable record in our words; each field declares the vendor's name for it with `wire`. Unknown wire fields are ignored."""


class Unread(Record, frozen=True):
    """The shape of an answer whose body says nothing: it is not even parsed."""


def wire(name: str, *, default: Any = NODEFAULT) -> Any:
    """Declare a field's name on the wire, and its value where the vendor leaves it out."""
    return msgspec.field(name=name, default=default)


@dataclass(frozen=True, slots=True)
class Zone:
    """What a vendor's naive local times mean."""

    zone: tzinfo


Converter = Callable[[object, Zone], object]


class Unreadable(ValueError):
    """A converter's complaint: what it expected, in a few words."""


def via(convert: Converter) -> msgspec.Meta:
    """Annotate a field with the function that turns the vendor's value into one of the field's type."""
    return msgspec.Meta(extra={"via": convert})


class Decoder:
    """Decodes one vendor's answers."""

    def __init__(self, vendor: str, zone: tzinfo) -> None:
        self._vendor = vendor
        self._zone = Zone(zone)

    def plain(self, body: bytes) -> object:
        """Parse strict JSON, or raise Malformed."""
        try:
            return msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Malformed(self._vendor, path="$", expected="JSON", got=_sort_of_text(body)) from error

    def record(self, value: object, shape: type[T]) -> T:
        """Turn plain values into records of that shape, or raise Malformed with the place and what was expected there."""
        try:
            return msgspec.convert(self._shaped(value, shape, "$"), shape, strict=False)
        except msgspec.ValidationError as error:
            expected, path = _complaint(str(error))
            raise Malformed(self._vendor, path=path, expected=expected, got="something else") from error

    def _shaped(self, value: object, shape: object, path: str) -> object:
        plan = _plan(shape)
        return value if plan is None else plan(value, self, path)

    def leaves(self, shaped: dict[str, Any], leaves: Sequence[tuple[str, Converter]], path: str) -> None:
        """Convert an object's plain fields in place. A large report has millions: a path is only written where one is wrong."""
        zone, name = self._zone, ""
        try:
            for name, convert in leaves:
                if name in shaped:
                    shaped[name] = convert(shaped[name], zone)
        except Unreadable as error:
            raise Malformed(self._vendor, path=f"{path}.{name}", expected=str(error), got=sort_of(shaped[name])) from error

    def convert(self, convert: Converter, value: object, path: str) -> object:
        """Apply a field's converter; its complaint becomes Malformed at that path."""
        try:
            return convert(value, self._zone)
        except Unreadable as error:
            raise Malformed(self._vendor, path=path, expected=str(error), got=sort_of(value)) from error


Plan = Callable[[Any, Decoder, str], object]


@cache
def _plan(shape: Any) -> Plan | None:
    """How to apply the converters anywhere below a type, or None where there are none: most values are not touched."""
    origin = get_origin(shape)
    if origin is Annotated:
        return _annotated(shape)
    if origin in (list, tuple):
        return _each(_plan(get_args(shape)[0]))
    if origin is dict:
        return _values(_plan(get_args(shape)[1]))
    if origin in (Union, types.UnionType):
        return next((plan for plan in map(_plan, get_args(shape)) if plan), None)
    if isinstance(shape, type) and issubclass(shape, msgspec.Struct):
        return _struct(shape)
    if isinstance(origin, type) and issubclass(origin, msgspec.Struct):
        return _struct(shape)
    return None


def _annotated(shape: Any) -> Plan | None:
    inner, *notes = get_args(shape)
    below = _plan(inner)
    for note in notes:
        if isinstance(note, msgspec.Meta) and note.extra and "via" in note.extra:
            convert: Converter = note.extra["via"]
            if below is None:
                return _Leaf(convert)
            then = below
            return lambda value, decoder, path: then(decoder.convert(convert, value, path), decoder, path)
    return below


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A field that its converter makes whole."""

    convert: Converter

    def __call__(self, value: Any, decoder: Decoder, path: str) -> object:
        return decoder.convert(self.convert, value, path)


def _each(plan: Plan | None) -> Plan | None:
    if plan is None:
        return None

    def apply(value: Any, decoder: Decoder, path: str) -> object:
        if not isinstance(value, list | tuple):
            return value
        return [plan(item, decoder, f"{path}[{index}]") for index, item in enumerate(value)]

    return apply


def _values(plan: Plan | None) -> Plan | None:
    if plan is None:
        return None

    def apply(value: Any, decoder: Decoder, path: str) -> object:
        if not isinstance(value, Mapping):
            return value
        return {key: plan(item, decoder, f"{path}.{key}") for key, item in value.items()}

    return apply


def _struct(shape: Any) -> Plan | None:
    fields = _converted_fields(shape)
    if not fields:
        return None
    leaves = [(name, plan.convert) for name, plan in fields if isinstance(plan, _Leaf)]
    deeper = [(name, plan) for name, plan in fields if not isinstance(plan, _Leaf)]

    def apply(value: Any, decoder: Decoder, path: str) -> object:
        if not isinstance(value, Mapping):
            return value
        shaped = dict(value)
        decoder.leaves(shaped, leaves, path)
        for name, plan in deeper:
            if name in shaped:
                shaped[name] = plan(shaped[name], decoder, f"{path}.{name}")
        return shaped

    return apply


def _converted_fields(shape: Any) -> list[tuple[str, Plan]]:
    origin = get_origin(shape) or shape
    bound = dict(zip(getattr(origin, "__parameters__", ()), get_args(shape), strict=False))
    hints = get_type_hints(origin, include_extras=True)
    found = []
    for info in msgspec.structs.fields(origin):
        hint = hints[info.name]
        plan = _plan(bound.get(hint, hint) if isinstance(hint, TypeVar) else hint)
        if plan is not None:
            found.append((info.encode_name, plan))
    return found


class Enveloped(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """`{"data": …}`, as several vendors wrap their answers."""

    data: T


def sort_of(value: object) -> str:
    """Say what sort of value came, never the value itself: it may be personal."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return f"text of {len(value)} characters"
    if isinstance(value, Mapping):
        return f"an object of {len(value)} fields"
    if isinstance(value, list | tuple | set | frozenset):
        return f"a list of {len(value)}"
    return f"a {type(value).__name__}"


def _sort_of_text(body: bytes) -> str:
    return f"{len(body)} bytes that are not" if body else "an empty body"


def _complaint(message: str) -> tuple[str, str]:
    """Split msgspec's "Expected `int`, got `str` - at `$.a`" into what was expected (and got) and where."""
    text, _, where = message.partition(" - at ")
    expected = text.replace("`", "").removeprefix("Expected ").removeprefix("expected ")
    return expected, where.strip("`") or "$"
