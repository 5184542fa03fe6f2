"""What an operation may cost at most, told from how it is written.

One per object that could come back, one per part that it could come in later, and ten per upstream call that could be made with empty
caches, lists taken at their largest. Two places that ask the same count twice, though they may share a call.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

from gateway.engine.deferred import is_deferred
from schema.calls import EVERYBODY, PERSON, calls, is_sought

CALL = 10
LARGEST_PAGE = 100
_DEFAULT_LIST = 20
_KEYED = ("by", "ids", "representations")


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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the counting is: the type, how often it comes back, and the size of the page it is the connection of."""

    parent: object
    fragments: Mapping[str, FragmentDefinitionNode]
    times: int
    page: int | None
    sought: set[str] = field(default_factory=set)
    "The vendors at which the person of this place is looked for, which counts once."

    def on(self, schema: GraphQLSchema, type_name: str) -> "_Place":
        """The same place seen as another type."""
        return replace(self, parent=schema.get_type(type_name))


class Prices:
    """Knows what fields cost. `owners` are the vendors behind fields of Customer."""

    def __init__(self, schema: GraphQLSchema, owners: Mapping[str, str]) -> None:
        self._schema = schema
        self._owners = owners

    def cost(self, operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]) -> Cost:
        """Return what an operation may cost at most."""
        cost = Cost()
        root = self._schema.get_root_type(operation.operation)
        self._add(cost, operation.selection_set, _Place(root, fragments, 1, None))
        return cost

    def _add(self, cost: Cost, selections: SelectionSetNode, at: _Place) -> None:
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

    def _add_field(self, cost: Cost, node: FieldNode, at: _Place) -> None:
        if not isinstance(at.parent, GraphQLObjectType | GraphQLInterfaceType):
            return
        held = at.parent.fields.get(node.name.value)
        if held is None:
            return
        kind = get_named_type(held.type)
        is_page = "pageInfo" in getattr(kind, "fields", {})
        items = _items(node, at.page, is_list=_is_list(held.type))
        count = self._calls(node.name.value, at, items)
        if kind.name == PERSON:
            count += items * at.times
        objects = 0 if is_leaf_type(kind) else (1 if is_page else items) * at.times
        cost.calls += count
        cost.objects += objects
        if count or objects:
            cost.by_field[f"{at.parent.name}.{node.name.value}"] += count * CALL + objects
        if node.selection_set is not None:
            times, page = (at.times, items) if is_page else (at.times * items, None)
            self._add(cost, node.selection_set, _Place(kind, at.fragments, times, page))

    def _calls(self, name: str, at: _Place, items: int) -> int:
        """Return what a field takes, with finding the person where that is its vendor's first."""
        assert isinstance(at.parent, GraphQLObjectType | GraphQLInterfaceType)
        vendor = self._owners.get(name) if at.parent.name == PERSON else None
        found = calls(at.parent.name, name, vendor, items=items, times=at.times)
        if at.parent.name != PERSON:
            return found
        vendors = set(self._owners.values()) if name in EVERYBODY else {vendor} if vendor else set()
        new = {one for one in vendors if is_sought(one)} - at.sought
        at.sought.update(new)
        return found + len(new) * at.times


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
