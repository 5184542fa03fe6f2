"""The schema as an Apollo Federation 2 subgraph: `_entities` bounded, checked, and found like nodes."""

from collections.abc import Mapping
from copy import copy
from functools import cached_property
from typing import Any

import strawberry
from graphql import GraphQLDeferDirective, GraphQLError, GraphQLInputObjectType, print_directive
from strawberry.federation.schema import FederationAny, Schema
from strawberry.federation.schema_directives import Authenticated, RequiresScopes
from strawberry.types import Info as StrawberryInfo
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from loaders.upstream.errors import UpstreamError
from resolvers import ids
from resolvers.nodes import NodeSource
from resolvers.refusals import BadInput
from resolvers.rights import Coordinate
from schema.router import told
from schema.scopes import needs

MOST_ENTITIES = 100
SCALARS = {
    "Date": "A day, as ISO 8601 has it: `2026-11-21`.",
    "DateTime": "A moment, as ISO 8601 has it, with its zone: `2026-11-21T10:00:00+00:00`. Answers have it in UTC.",
}
"What strawberry says of them too briefly."


def _sdl(info: StrawberryInfo) -> str:
    assert isinstance(info.schema, FederatedSchema)
    return info.schema.router_sdl


@strawberry.type(name="_Service", description="What a federation router asks a subgraph for.")
class Service:
    sdl: str = strawberry.field(
        resolver=_sdl, description="The subgraph's SDL; the scopes are in it where the operator says so."
    )


@strawberry.type
class Routed:
    """The root that a router asks first; strawberry's own shows the scopes too, which not every router takes."""

    service: Service = strawberry.field(name="_service", resolver=Service, description="This subgraph.")


class FederatedSchema(Schema):
    """Every entity is a Node with the key `id`; strawberry's own resolver takes any number and shows raw Python errors."""

    def __init__(
        self,
        nodes: Mapping[str, NodeSource],
        vendors: Mapping[Coordinate, str],
        *,
        tells_scopes: bool = False,
        unsaid: frozenset[str] = frozenset(),
        **options: Any,
    ) -> None:
        self._nodes = nodes
        self._vendors = vendors
        self._tells_scopes = tells_scopes
        self._unsaid = unsaid
        super().__init__(**options)
        for name, description in SCALARS.items():
            if name in self._schema.type_map:
                self._schema.type_map[name].description = description
        self._declare_one_of()

    def get_fields(self, type_definition: StrawberryObjectDefinition) -> list[StrawberryField]:
        """Return a type's fields, each with the scopes that it takes; inputs and interfaces take none."""
        fields = super().get_fields(type_definition)
        if type_definition.is_input or type_definition.is_interface:
            return fields
        type_name = self.config.name_converter.from_object(type_definition)
        return [self._scoped(type_name, field) for field in fields]

    def _scoped(self, type_name: str, field: StrawberryField) -> StrawberryField:
        name = self.config.name_converter.from_field(field)
        taken = needs(type_name, name, self._vendors.get((type_name, name), self._vendors.get((type_name, ""))))
        if not taken and type_name != "Query":
            return field
        scoped = copy(field)
        declared = RequiresScopes(scopes=[list(scopes) for scopes in taken]) if taken else Authenticated()
        scoped.directives = [*field.directives, declared]
        return scoped

    @cached_property
    def router_sdl(self) -> str:
        """The SDL that a router composes from."""
        return told(self.as_str(), scopes=self._tells_scopes, unsaid=self._unsaid)

    def declare_defer(self) -> None:
        """Let clients defer fragments. Not for a slice: a router defers by itself, and asks its subgraphs for whole answers."""
        self._schema.directives = (*self._schema.directives, GraphQLDeferDirective)

    def _declare_one_of(self) -> None:
        """Let the engine check inputs that take exactly one field, and print them so: strawberry has checks of its own only."""
        for kind in self._schema.type_map.values():
            if isinstance(kind, GraphQLInputObjectType):
                kind.is_one_of = kind.extensions["strawberry-definition"].is_one_of

    def as_str(self) -> str:
        """The SDL for routers."""
        return super().as_str().replace(print_directive(GraphQLDeferDirective) + "\n\n", "")

    @property
    def schema_directives_in_use(self) -> list[object]:
        """What `@link` must import: strawberry looks for it in the types' own fields only."""
        return [*super().schema_directives_in_use, Authenticated(), RequiresScopes(scopes=[])]

    def entities_resolver(self, info: StrawberryInfo, representations: list[FederationAny]) -> list[FederationAny]:
        """Return the entities in order; one that can't be found is null, a wrong one an error in its place. Batched like `nodes`."""
        if len(representations) > MOST_ENTITIES:
            raise BadInput(
                f"`representations` takes at most {MOST_ENTITIES}, got {len(representations)}.", path=("representations",)
            )
        return [self._entity(info, representation) for representation in representations]  # type: ignore[misc]  # awaited by the executor

    async def _entity(self, info: StrawberryInfo, representation: object) -> object:
        if not isinstance(representation, dict):
            return BadInput("A representation is an object with `__typename` and `id`.")
        type_name, text = representation.get("__typename"), representation.get("id")
        if type_name not in self._nodes or not isinstance(text, str):
            return BadInput("A representation needs the `__typename` of an entity of this subgraph and its `id`.")
        try:
            found = ids.decode(text)
            if found.type_name != type_name:
                return BadInput(f"This is the id of a {found.type_name}, not of a {type_name}.")
            return await self._nodes[type_name](info, found.parts)
        except (UpstreamError, GraphQLError) as error:
            return error
