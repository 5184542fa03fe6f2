"""Values as bytes that another process can read: msgpack with the value's shape beside it, never pickle.

A shape is inferred from the value, `["list", "loaders.carecloud.records:Reward"]` for example. Only records and data classes of our
own packages that are loaded already are ever made from it, so that nobody who can write to the store gets to run code. What can't
be read back as it was, such as an index with keys of its own, isn't portable and stays in its process.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date, datetime
from functools import reduce
from typing import Any, cast

import msgspec

_PLAIN: dict[str, Any] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
    "datetime": datetime,
    "date": date,
    "none": None,
}
_NAMES = {kind: name for name, kind in _PLAIN.items()}
_PACKAGES = ("loaders", "resolvers", "tests")
_PROVEN_BY = 3

Shape = str | list["Shape"]


class NotPortable(ValueError):
    """The value, or the bytes, can't be carried between processes."""


class Portable:
    """Packs and unpacks values. The first few values of each shape are read back, to see that they come out as they went in."""

    def __init__(self) -> None:
        self._proofs: dict[str, int] = {}
        self._refused: set[str] = set()

    def pack(self, value: object) -> bytes:
        """Return the bytes, or raise NotPortable."""
        shape = shape_of(value)
        name = str(shape)
        if name in self._refused:
            raise NotPortable(name)
        try:
            packed = msgspec.msgpack.encode((shape, value))
            if self._proofs.get(name, 0) < _PROVEN_BY:
                self._prove(name, packed, value)
        except (ArithmeticError, RecursionError) as error:
            raise NotPortable("this value alone") from error
        except (TypeError, ValueError, msgspec.MsgspecError) as error:
            self._refused.add(name)
            raise NotPortable(name) from error
        return packed

    def unpack(self, packed: bytes) -> object:
        """Return the value, or raise NotPortable for bytes of another version of ours."""
        try:
            shape, raw = msgspec.msgpack.decode(packed, type=tuple[Any, msgspec.Raw])
            return msgspec.msgpack.decode(raw, type=type_of(shape))
        except (TypeError, ValueError, LookupError, AttributeError, RecursionError, msgspec.MsgspecError) as error:
            raise NotPortable("bytes that don't fit") from error

    def _prove(self, name: str, packed: bytes, value: object) -> None:
        if self.unpack(packed) != value:
            raise NotPortable(name)
        self._proofs[name] = self._proofs.get(name, 0) + 1


def shape_of(value: object) -> Shape:
    """Return the shape of a value, or raise NotPortable."""
    kind = type(value)
    if value is None:
        return "none"
    if kind in _NAMES:
        return _NAMES[kind]
    if isinstance(value, msgspec.Struct) or is_dataclass(value):
        return f"{kind.__module__}:{kind.__qualname__}"
    if kind in (list, tuple):
        return [kind.__name__, *_of_items(cast("Sequence[object]", value))]
    if kind is dict and all(type(key) is str for key in cast("Mapping[object, object]", value)):
        return ["dict", *_of_items(list(cast("Mapping[str, object]", value).values()))]
    raise NotPortable(kind.__name__)


def _of_items(items: Sequence[object]) -> list[Shape]:
    """The one shape that all items have; none for no items."""
    if not items:
        return []
    if len({type(item) for item in items}) == 1:
        return [shape_of(items[0])]
    if all(map(_is_free, items)):
        return []
    raise NotPortable("items of several kinds")


def _is_free(value: object) -> bool:
    """Whether bytes alone tell what it is, without a shape: a vendor's free-form JSON."""
    if type(value) is list:
        return all(map(_is_free, value))
    if type(value) is dict:
        return all(type(key) is str and _is_free(held) for key, held in value.items())
    return value is None or type(value) in (str, int, float, bool)


def type_of(shape: Any) -> Any:
    """Return the type of a shape that `shape_of` made; raises NotPortable, LookupError or AttributeError where ours has it no more."""
    if isinstance(shape, list):
        inner = type_of(shape[1]) if len(shape) > 1 else Any
        return {"list": list[inner], "tuple": tuple[inner, ...], "dict": dict[str, inner]}[shape[0]]  # type: ignore[valid-type]  # made from what is stored
    if shape in _PLAIN:
        return _PLAIN[shape]
    module, _, name = str(shape).partition(":")
    if module.partition(".")[0] not in _PACKAGES:
        raise NotPortable(module)
    found = reduce(getattr, name.split("."), cast("Any", sys.modules[module]))
    if not isinstance(found, type) or not (issubclass(found, msgspec.Struct) or is_dataclass(found)):
        raise NotPortable(str(shape))
    return found
