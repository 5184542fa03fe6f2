"""The SDL that a federation router composes from: any router's, whether or not it knows what a scope is."""

import re

from graphql import (
    REMOVE,
    ConstDirectiveNode,
    ListValueNode,
    StringValueNode,
    Visitor,
    VisitorAction,
    parse,
    print_ast,
    visit,
)

_SCOPES = frozenset({"authenticated", "requiresScopes"})


def without_scopes(sdl: str) -> str:
    """Return a subgraph's SDL without who may ask what: the subgraph itself enforces that.

    Apollo's open source gateway refuses a supergraph with scopes, and the GraphOS router takes them with a licence only.
    """
    return re.sub(r"\n{3,}", "\n\n", print_ast(visit(parse(sdl, no_location=True), _Plain())))


class _Plain(Visitor):
    """Takes the directives out, and their names out of what `@link` imports."""

    def enter_directive(self, node: ConstDirectiveNode, *_: object) -> VisitorAction | None:
        return REMOVE if node.name.value in _SCOPES else None

    def leave_list_value(self, node: ListValueNode, *_: object) -> ListValueNode | None:
        kept = tuple(one for one in node.values if not _is_import(one))
        return None if len(kept) == len(node.values) else ListValueNode(values=kept)


def _is_import(value: object) -> bool:
    return isinstance(value, StringValueNode) and value.value.removeprefix("@") in _SCOPES
