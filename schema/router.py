"""The SDL that a federation router composes from: any router's, unless the operator says which kind it is."""

import re
from dataclasses import dataclass

from graphql import (
    REMOVE,
    SKIP,
    ConstDirectiveNode,
    FieldDefinitionNode,
    ListValueNode,
    ObjectTypeDefinitionNode,
    StringValueNode,
    Visitor,
    VisitorAction,
    parse,
    print_ast,
    visit,
)

_SCOPES = frozenset({"authenticated", "requiresScopes"})


@dataclass(frozen=True, slots=True)
class Telling:
    """What slices tell a router of themselves."""

    scopes: bool = False
    "Whether of each field's scopes. Apollo's open source gateway refuses them; the GraphOS router takes them with a licence only."
    customers: str | None = None
    """The one vendor whose slice tells of `Query.customers`; None for every slice.

    Where several tell of a root that is a list, Hive Gateway (2.12) merges items that are still being fetched: people come back null.
    """


def told(sdl: str, *, scopes: bool, unsaid: frozenset[str]) -> str:
    """Return a subgraph's SDL for a router: without the `unsaid` fields of Query, and with scopes only if they are wanted.

    Whatever it says, the subgraph answers all its fields and enforces all its scopes.
    """
    document = visit(parse(sdl, no_location=True), _Unsaid(unsaid))
    if not scopes:
        document = visit(document, _WithoutScopes())
    return re.sub(r"\n{3,}", "\n\n", print_ast(document))


class _Unsaid(Visitor):
    """Takes fields out of Query."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__()
        self._names = names

    def enter_object_type_definition(self, node: ObjectTypeDefinitionNode, *_: object) -> VisitorAction | None:
        return None if node.name.value == "Query" else SKIP

    def enter_field_definition(self, node: FieldDefinitionNode, *_: object) -> VisitorAction | None:
        return REMOVE if node.name.value in self._names else None


class _WithoutScopes(Visitor):
    """Takes the directives out, and their names out of what `@link` imports."""

    def enter_directive(self, node: ConstDirectiveNode, *_: object) -> VisitorAction | None:
        return REMOVE if node.name.value in _SCOPES else None

    def leave_list_value(self, node: ListValueNode, *_: object) -> ListValueNode | None:
        kept = tuple(one for one in node.values if not _is_import(one))
        return None if len(kept) == len(node.values) else ListValueNode(values=kept)


def _is_import(value: object) -> bool:
    return isinstance(value, StringValueNode) and value.value.removeprefix("@") in _SCOPES
