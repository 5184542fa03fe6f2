"""One vendor's part of the graph, and the composition of all parts, or of some, into a schema."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import strawberry
from graphql import (
    GraphQLDeferDirective,
    GraphQLObjectType,
    GraphQLOneOfDirective,
    is_specified_scalar_type,
    print_directive,
    print_type,
)
from graphql.utilities.print_schema import print_schema_definition
from strawberry.federation.schema_directives import RequiresScopes
from strawberry.schema.config import StrawberryConfig
from strawberry.types.base import get_object_definition
from strawberry.utils.str_converters import to_camel_case

from resolvers import customer as people
from resolvers.campaigns import CampaignSource
from resolvers.context import Info
from resolvers.identity.key import Key
from resolvers.nodes import NodeSource
from resolvers.rights import Coordinate
from schema import query as roots
from schema.campaign import Campaign
from schema.customer import Customer
from schema.federated import FederatedSchema, Routed
from schema.invalidation import dropping
from schema.live import Subscription
from schema.router import Telling
from schema.scopes import Needs

_ABOUT = (
    "Customers and campaigns of five vendors in one graph. Each field comes from one vendor, and only those that are asked for are "
    "called; what one of them can't answer is null, with an error that names it. Descriptions say what costs a call."
)


class Clash(ValueError):
    """Two parts define the same thing; plain inheritance would silently keep the first."""


@dataclass(frozen=True, slots=True)
class Subgraph:
    """What one vendor adds. The classes are strawberry types whose fields are merged into the types of those names."""

    vendor: str
    title: str
    "One line about the vendor, the enum value's description."
    customer: type | None = None
    query: type | None = None
    mutation: type | None = None
    types: tuple[type, ...] = ()
    "Types that no field names, such as implementations of Campaign."
    nodes: Mapping[str, NodeSource] = field(default_factory=dict)
    campaigns: CampaignSource | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """A composed schema and what the engine must know of it."""

    schema: FederatedSchema
    owners: Mapping[str, str]
    "The vendor behind each vendor's field of Customer."
    needs: Mapping[Coordinate, Needs] = field(default_factory=dict)
    "The scopes that fields take, alternatives of which one must be held whole."
    is_slice: bool = False
    "Whether it is a part that a federation router composes with others."


def compose(
    subgraphs: Sequence[Subgraph], *, vendors: Mapping[str, str] | None = None, telling: Telling | None = None
) -> Graph:
    """Merge the parts into one schema; raises Clash where two define the same field.

    `vendors` are the titles of all vendors where these parts are a slice of a larger graph: slices share the enum and the ways to
    find a person, so that a federation router can compose them. What spans all vendors is only in the whole graph. `telling` is what
    slices tell that router.
    """
    telling = telling or Telling()
    titles = vendors or {part.vendor: part.title for part in subgraphs}
    is_slice = len(titles) > len(subgraphs)
    owners = {name: part.vendor for part in subgraphs for name in _names(part.customer)}
    nodes = _guarded({people.TYPE: _customer_node, **_merged("node", [part.nodes for part in subgraphs])})
    sources = {part.vendor: part.campaigns for part in subgraphs if part.campaigns}
    campaign_types = _campaign_types(subgraphs)
    own = [Routed, roots.People] if is_slice else [Routed, roots.People, roots.across(nodes, sources, dict(campaign_types))]
    query = _joined("Query", [*own, *(part.query for part in subgraphs)], "What can be asked.")
    dropped = [] if is_slice else [dropping(campaign_types)]
    mutations = [*dropped, *(part.mutation for part in subgraphs)]
    mutation = _joined("Mutation", mutations, "What can be changed. Nothing is sent to a vendor twice.")
    customer = _customer([part.customer for part in subgraphs])
    schema = FederatedSchema(
        nodes,
        _vendors_of(subgraphs),
        tells_scopes=telling.scopes,
        unsaid=_unsaid(subgraphs, telling) if is_slice else frozenset(),
        query=query,
        mutation=mutation if _names(mutation) else None,
        subscription=None if is_slice else Subscription,
        types=[customer, _vendor_enum(titles), *(view for part in subgraphs for view in part.types)],
        # The composed Customer and Vendor take the places of the parts that the vendors' modules name.
        config=StrawberryConfig(_unsafe_disable_same_type_validation=True),
        federation_version="2.7",
    )
    if not is_slice:
        schema.declare_defer()
        schema._schema.description = _ABOUT
    return Graph(schema, owners, _declared(schema), is_slice)


def public_sdl(graph: Graph) -> str:
    """Print the graph as clients see it, without what is only for a federation router."""
    kept = {
        name: kind for name, kind in graph.schema._schema.type_map.items() if name[0] != "_" and not name.startswith("link__")
    }
    query = graph.schema._schema.query_type
    lines = [print_type(kind) for _, kind in sorted(kept.items()) if not is_specified_scalar_type(kind)]
    # Tools that are older than the directive must be told of it.
    lines.insert(0, print_directive(GraphQLOneOfDirective))
    if not graph.is_slice:
        lines.insert(0, print_directive(GraphQLDeferDirective))
    if query is not None:
        hidden = print_type(
            GraphQLObjectType(
                "Query", {name: held for name, held in query.fields.items() if name[0] != "_"}, description=query.description
            )
        )
        lines = [hidden if line == print_type(query) else line for line in lines]
    if (definition := print_schema_definition(graph.schema._schema)) is not None:
        lines.insert(0, definition)
    return "\n\n".join(lines)


async def _customer_node(info: Info, parts: tuple[str, ...]) -> object | None:
    return await people.find(info, Key(vendor=parts[0], vendor_id=parts[1])) if len(parts) == 2 else None


def _guarded(nodes: Mapping[str, NodeSource]) -> dict[str, NodeSource]:
    """Let nobody find what they may not see: that an object exists would be told already."""

    def guard(type_name: str, source: NodeSource) -> NodeSource:
        async def find(info: Info, parts: tuple[str, ...]) -> object | None:
            info.context.rights.check_findable(type_name)
            return await source(info, parts)

        return find

    return {name: guard(name, source) for name, source in nodes.items()}


def _vendors_of(subgraphs: Sequence[Subgraph]) -> dict[Coordinate, str]:
    """Return whose part each field of the merged types is in; a node type as a whole is under the empty field name."""
    fields = {
        (type_name, name): part.vendor
        for part in subgraphs
        for type_name, view in (("Customer", part.customer), ("Query", part.query), ("Mutation", part.mutation))
        for name in _names(view)
    }
    return {**fields, **{(name, ""): part.vendor for part in subgraphs for name in part.nodes}}


def _campaign_types(subgraphs: Sequence[Subgraph]) -> list[tuple[str, str]]:
    """Return the types of campaigns, each with its vendor."""
    views = [(get_object_definition(view), part.vendor) for part in subgraphs for view in part.types]
    return [
        (view.name, vendor)
        for view, vendor in views
        if view is not None and any(interface.origin is Campaign for interface in view.interfaces)
    ]


def _declared(schema: FederatedSchema) -> dict[Coordinate, Needs]:
    """Read back from the schema what its fields declare, so that what is enforced is what the SDL says."""
    found: dict[Coordinate, Needs] = {}
    for type_name, kind in schema._schema.type_map.items():
        for name, held in kind.fields.items() if isinstance(kind, GraphQLObjectType) else ():
            definition = held.extensions.get("strawberry-definition")
            for directive in definition.directives if definition else ():
                if isinstance(directive, RequiresScopes):
                    found[type_name, name] = tuple(tuple(scopes) for scopes in directive.scopes)
    return found


def _unsaid(subgraphs: Sequence[Subgraph], telling: Telling) -> frozenset[str]:
    is_told = telling.customers is None or telling.customers in [part.vendor for part in subgraphs]
    return frozenset() if is_told else frozenset({"customers"})


def _customer(parts: Sequence[type | None]) -> type:
    views = [Customer, *(part for part in parts if part is not None)]
    _refuse_clashes("Customer", views)
    merged = type("Customer", (*reversed(views[1:]), Customer), {})
    decorate = strawberry.federation.type(name="Customer", keys=["id"], description=_described(Customer))
    return decorate(merged)


def _joined(name: str, parts: Sequence[type | None], description: str) -> type:
    views = [part for part in parts if part is not None]
    _refuse_clashes(name, views)
    return strawberry.type(type(name, tuple(reversed(views)), {}), name=name, description=description)


def _refuse_clashes(name: str, views: Sequence[type]) -> None:
    owner: dict[str, type] = {}
    for view in views:
        for field_name in _names(view):
            if field_name in owner:
                raise Clash(f"{name}.{field_name} is defined by {owner[field_name].__module__} and by {view.__module__}")
            owner[field_name] = view


def _merged(what: str, parts: Sequence[Mapping[str, NodeSource]]) -> dict[str, NodeSource]:
    merged: dict[str, NodeSource] = {}
    for part in parts:
        for name, source in part.items():
            if name in merged:
                raise Clash(f"two parts find the {what} {name}")
            merged[name] = source
    return merged


def _names(view: type | None) -> list[str]:
    definition = get_object_definition(view) if view is not None else None
    return [held.graphql_name or to_camel_case(held.python_name) for held in definition.fields] if definition else []


def _described(view: type) -> str | None:
    definition = get_object_definition(view)
    return definition.description if definition else None


def _vendor_enum(titles: Mapping[str, str]) -> Any:
    values = {name.upper(): strawberry.enum_value(name, description=title) for name, title in titles.items()}
    members: Any = Enum("Vendor", values)  # type: ignore[misc]  # made from what is served
    return strawberry.enum(members, name="Vendor", description="A vendor behind the graph.")
