"""What a document may ask for, checked once per document before anything runs: depth, aliases, directives, root fields, cost.

Cost is static: one per object that could come back, one per part that it could come in later, and ten per upstream call that could
be made, lists taken at their largest.
"""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    ValueNode,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

from gateway.engine.deferred import is_deferred

CALL = 10
LARGEST_PAGE = 100
LARGEST_SELECTION = 10_000
_DEFAULT_LIST = 20
_KEYED = ("by", "ids", "representations")


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest document that is run."""

    depth: int = 15
    aliases: int = 60
    directives: int = 50
    root_fields: int = 30
    cost: int = 20_000


@dataclass(slots=True)
class Cost:
    """What an operation may cost: upstream calls, objects, and which fields are dearest."""

    calls: int = 0
    objects: int = 0
    by_field: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """The figure that is limited."""
        return self.calls * CALL + self.objects


@dataclass(slots=True)
class _Tally:
    aliases: int = 0
    directives: int = 0
    depth: int = 0
    root_fields: int = 0
    selections: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the counting is: the type, how often it comes back, and the size of the page it is the connection of."""

    parent: object
    fragments: Mapping[str, FragmentDefinitionNode]
    times: int
    page: int | None

    def on(self, schema: GraphQLSchema, type_name: str) -> "_Place":
        """The same place seen as another type."""
        return _Place(schema.get_type(type_name), self.fragments, self.times, self.page)


class Inspector:
    """Measures documents against the limits. `vendor_fields` are the fields of Customer that ask a vendor."""

    def __init__(self, schema: GraphQLSchema, limits: Limits, vendor_fields: Set[str]) -> None:
        self._schema = schema
        self.limits = limits
        self._vendor_fields = vendor_fields

    def refusals(self, document: DocumentNode) -> list[GraphQLError]:
        """Return what is too much about a valid document; empty where it may be run."""
        fragments = _fragments(document)
        errors: list[GraphQLError] = []
        for node in document.definitions:
            if isinstance(node, OperationDefinitionNode):
                errors += self._too_much(node, fragments)
        return errors

    def cost(self, operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]) -> Cost:
        """Return what an operation may cost at most."""
        cost = Cost()
        self._add(cost, operation.selection_set, _Place(self._root(operation), fragments, 1, None))
        return cost

    def _too_much(
        self, operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
    ) -> list[GraphQLError]:
        tally = _tally(operation, fragments)
        limits = self.limits
        found = [
            (tally.depth, limits.depth, "levels deep"),
            (tally.aliases, limits.aliases, "aliases"),
            (tally.directives, limits.directives, "directives"),
            (tally.root_fields, limits.root_fields, "root fields"),
            (tally.selections, LARGEST_SELECTION, "selections, fragments counted as often as they are spread"),
        ]
        errors = [
            too_complex(f"The operation has {got} {what}; at most {most} are taken.") for got, most, what in found if got > most
        ]
        if errors:
            return errors
        cost = self.cost(operation, fragments)
        if cost.total <= limits.cost:
            return []
        dearest = ", ".join(f"{name} ({share})" for name, share in cost.by_field.most_common(3))
        message = (
            f"The operation may cost {cost.total}; at most {limits.cost} is taken. Dearest: {dearest}. Ask for fewer items."
        )
        return [too_complex(message, cost=cost.total, limit=limits.cost)]

    def _root(self, operation: OperationDefinitionNode) -> GraphQLObjectType | None:
        roots = {
            OperationType.QUERY: self._schema.query_type,
            OperationType.MUTATION: self._schema.mutation_type,
            OperationType.SUBSCRIPTION: self._schema.subscription_type,
        }
        return roots[operation.operation]

    def _add(self, cost: Cost, selections: SelectionSetNode, at: "_Place") -> None:
        for selection in selections.selections:
            if is_deferred(selection):
                cost.objects += at.times
            if isinstance(selection, FieldNode):
                self._add_field(cost, selection, at)
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                self._add(cost, selection.selection_set, at.on(self._schema, condition.name.value) if condition else at)
            elif isinstance(selection, FragmentSpreadNode):
                fragment = at.fragments[selection.name.value]
                self._add(cost, fragment.selection_set, at.on(self._schema, fragment.type_condition.name.value))

    def _add_field(self, cost: Cost, node: FieldNode, at: "_Place") -> None:
        if not isinstance(at.parent, GraphQLObjectType | GraphQLInterfaceType):
            return
        held = at.parent.fields.get(node.name.value)
        if held is None:
            return
        kind = get_named_type(held.type)
        is_page = "pageInfo" in getattr(kind, "fields", {})
        items = _items(node, at.page, is_list=_is_list(held.type))
        calls = self._calls(at.parent.name, node.name.value, items) * at.times
        objects = 0 if is_leaf_type(kind) else (1 if is_page else items) * at.times
        cost.calls += calls
        cost.objects += objects
        if calls or objects:
            cost.by_field[f"{at.parent.name}.{node.name.value}"] += calls * CALL + objects
        if node.selection_set is not None:
            times, page = (at.times, items) if is_page else (at.times * items, None)
            self._add(cost, node.selection_set, _Place(kind, at.fragments, times, page))

    def _calls(self, parent: str, name: str, items: int) -> int:
        if parent == "Customer":
            return 1 if name in self._vendor_fields else 0
        if parent in ("Query", "Mutation", "Subscription") and not name.startswith("_"):
            return items if name in ("customers", "nodes") else 1
        return 0


def _tally(operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]) -> _Tally:
    """Count, with every fragment as often as it is spread; an explosion of fragments stops at the limit."""
    tally = _Tally(directives=len(operation.directives or ()))
    todo: list[tuple[SelectionSetNode, int]] = [(operation.selection_set, 1)]
    while todo and tally.selections <= LARGEST_SELECTION:
        selections, depth = todo.pop()
        tally.depth = max(tally.depth, depth)
        for selection in selections.selections:
            tally.selections += 1
            tally.directives += len(selection.directives or ())
            if isinstance(selection, FieldNode):
                tally.aliases += selection.alias is not None
                tally.root_fields += depth == 1
                if selection.selection_set:
                    todo.append((selection.selection_set, depth + 1))
            elif isinstance(selection, InlineFragmentNode):
                todo.append((selection.selection_set, depth))
            elif isinstance(selection, FragmentSpreadNode):
                todo.append((fragments[selection.name.value].selection_set, depth))
    return tally


def _items(node: FieldNode, page: int | None, *, is_list: bool) -> int:
    if page is not None and is_list:
        return page
    for argument in node.arguments or ():
        if argument.name.value == "first":
            return _page(argument.value)
        if argument.name.value in _KEYED and is_list:
            return len(argument.value.values) if isinstance(argument.value, ListValueNode) else LARGEST_PAGE
    return _DEFAULT_LIST if is_list else 1


def _page(given: ValueNode) -> int:
    """Return how long a page may be, at least 1: what is refused later mustn't make up for what else is asked."""
    return max(1, min(int(given.value), LARGEST_PAGE)) if isinstance(given, IntValueNode) else LARGEST_PAGE


def _is_list(kind: GraphQLOutputType) -> bool:
    if is_non_null_type(kind):
        kind = kind.of_type
    return is_list_type(kind) or "pageInfo" in getattr(get_named_type(kind), "fields", {})


def _fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}


def too_complex(message: str, **told: object) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "QUERY_TOO_COMPLEX", **told})
