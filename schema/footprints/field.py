"""How this vendor's fields are declared: a resolver returns records, the annotation says which view shows them."""

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Annotated, Any, TypeVar

import strawberry

from resolvers.context import Info
from resolvers.identity.key import Key
from schema.key import key_of
from schema.write import mutation

E = TypeVar("E", bound=type[Enum])


def resolved(resolver: Callable[..., object], description: str) -> Any:
    """Declare a field by its resolver; the class's annotation is its type in the graph."""
    return strawberry.field(resolver=resolver, description=description)


def described(enum: E, description: str, **values: str) -> E:
    """Declare an enum of the records' in the graph, with a description for each of its values."""
    shown = strawberry.enum(enum, description=description)
    definition: Any = shown.__strawberry_definition__  # type: ignore[attr-defined]  # strawberry adds it
    for value in definition.values:
        value.description = values[value.name]
    return shown


def optional(description: str) -> Any:
    """Declare a field of an input that need not be given; null is as good as nothing."""
    return strawberry.field(default=strawberry.UNSET, description=description)


def writes(
    write: Callable[[Info, Any, str | None], Awaitable[object]], source: type, description: str, asked: str = "What to write."
) -> Any:
    """Declare a mutation with one `input` of that type, which is what was `asked`; the class's annotation is its payload."""

    async def resolve(info: Info, input: Any) -> object:  # noqa: A002  # the argument's name
        return await write(info, input, input.idempotency_key or None)

    return _mutation(resolve, source, description, asked)


def writes_about_person(
    write: Callable[[Info, Any, Callable[[], Key], str | None], Awaitable[object]], source: type, description: str, asked: str
) -> Any:
    """Declare a mutation whose input names a person as its `customer`; `write` reads the key, so as to note a wrong one."""

    async def resolve(info: Info, input: Any) -> object:  # noqa: A002  # the argument's name
        return await write(info, input, lambda: key_of(info.context, input.customer), input.idempotency_key or None)

    return _mutation(resolve, source, description, asked)


def _mutation(resolve: Callable[..., object], source: type, description: str, asked: str) -> Any:
    argument = strawberry.argument(description=asked)
    resolve.__annotations__ = {"info": Info, "input": Annotated[source, argument], "return": object}
    return mutation(resolve, description)
