"""The published schema holds everything that clients rely on, under the same names, types and nullability."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    print_ast,
)

from gateway.registry import entries
from schema.subgraph import compose, public_sdl

CORE = build_schema((Path(__file__).parent / "core.graphql").read_text(), assume_valid_sdl=True)
TYPES = [name for name in CORE.type_map if not name.startswith("__")]
WITH_FIELDS = (GraphQLObjectType, GraphQLInterfaceType, GraphQLInputObjectType)


@pytest.fixture(scope="module")
def published() -> GraphQLSchema:
    """The schema as `gateway schema` prints it."""
    return build_schema(public_sdl(compose([entry.subgraph for entry in entries()])))


@pytest.mark.parametrize("name", TYPES)
def test_a_type_of_the_core_is_published_unchanged(published: GraphQLSchema, name: str):
    """Nothing is missing, nothing has another type."""
    found = published.type_map.get(name)

    assert found is not None
    assert type(found) is type(CORE.type_map[name])
    assert list(_differences(CORE.type_map[name], found)) == []


def _differences(wanted: GraphQLNamedType, found: GraphQLNamedType) -> Iterator[str]:
    if isinstance(wanted, GraphQLEnumType) and isinstance(found, GraphQLEnumType):
        yield from (f"missing value {value}" for value in wanted.values if value not in found.values)
    if isinstance(wanted, GraphQLObjectType | GraphQLInterfaceType) and isinstance(
        found, GraphQLObjectType | GraphQLInterfaceType
    ):
        names = {interface.name for interface in found.interfaces}
        yield from (f"does not implement {interface.name}" for interface in wanted.interfaces if interface.name not in names)
    if isinstance(wanted, GraphQLInputObjectType) and isinstance(found, GraphQLInputObjectType):
        yield from ["is not @oneOf"] if wanted.is_one_of and not found.is_one_of else []
    if isinstance(wanted, WITH_FIELDS) and isinstance(found, WITH_FIELDS):
        for name, field in wanted.fields.items():
            yield from _field_differences(name, field, found.fields.get(name))


def _field_differences(name: str, wanted: object, found: object) -> Iterator[str]:
    if found is None:
        yield f"missing field {name}"
        return
    if str(found.type) != str(wanted.type):  # type: ignore[attr-defined]  # a field of either kind
        yield f"{name} is {found.type}, wanted {wanted.type}"  # type: ignore[attr-defined]  # as above
    for argument, spec in getattr(wanted, "args", {}).items():
        given = found.args.get(argument)  # type: ignore[attr-defined]  # as above
        if given is None or str(given.type) != str(spec.type) or _default(given) != _default(spec):
            yield f"{name}({argument}:) is missing or changed"


def test_everything_public_is_described(published: GraphQLSchema):
    """Types, fields, arguments, input fields and enum values all say what they are."""
    bare = []
    for name, kind in published.type_map.items():
        if name.startswith("__") or name in ("String", "Int", "Float", "Boolean", "ID"):
            continue
        if not kind.description:
            bare.append(name)
        if isinstance(kind, GraphQLEnumType):
            bare += [f"{name}.{value}" for value, held in kind.values.items() if not held.description]
        if isinstance(kind, WITH_FIELDS):
            for field, held in kind.fields.items():
                if not held.description:
                    bare.append(f"{name}.{field}")
                bare += [
                    f"{name}.{field}({argument}:)"
                    for argument, spec in getattr(held, "args", {}).items()
                    if not spec.description
                ]
    assert bare == []


def _default(argument: object) -> str | None:
    """An argument's default as it is printed."""
    node = argument.ast_node.default_value  # type: ignore[attr-defined]  # an argument of a schema that was read from SDL
    return None if node is None else print_ast(node)
