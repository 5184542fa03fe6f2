"""How a view of a record is declared."""

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

import strawberry

from resolvers import ids

C = TypeVar("C")


def shows(*records: type) -> Callable[[type[C]], type[C]]:
    """Declare whose records a view that implements an interface shows; put it below `@strawberry.type`."""

    def declare(view: type[C]) -> type[C]:
        def is_type_of(obj: object, _info: object) -> bool:
            return isinstance(obj, records)

        view.is_type_of = staticmethod(is_type_of)  # type: ignore[attr-defined]  # strawberry looks for it by name
        return view

    return declare


def global_id(type_name: str, *attributes: str) -> Any:
    """Declare the `id` field of a type that is a Node: made of the record's attributes (`id` unless named)."""
    names = attributes or ("id",)

    def resolve(root: Any) -> strawberry.ID:
        return strawberry.ID(ids.encode(type_name, *(str(getattr(root, name)) for name in names)))

    resolve.__annotations__ = {"root": strawberry.Parent, "return": strawberry.ID}
    return strawberry.field(resolver=resolve, description="Opaque; finds the object again through `node`.")


def constant(value: object, kind: Any, description: str) -> Any:
    """Declare a field that has the same value for all objects of the type; an enum's member stands for its value."""
    plain = value.value if isinstance(value, Enum) else value

    def resolve() -> object:
        return plain

    return strawberry.field(resolver=resolve, graphql_type=kind, description=description)
