"""What a document defers, told from how it is written."""

from typing import Any

from graphql import (
    REMOVE,
    DirectiveNode,
    DocumentNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionNode,
    Visitor,
    VisitorAction,
    visit,
)

DEFER = "defer"


def is_deferred(selection: SelectionNode) -> bool:
    """Whether a fragment may come later; that it does is settled by the directive's `if` when the operation runs."""
    return isinstance(selection, FragmentSpreadNode | InlineFragmentNode) and any(
        directive.name.value == DEFER for directive in selection.directives or ()
    )


def at_once(text: str, document: DocumentNode) -> DocumentNode:
    """Return the document as it is run for a client that takes whole answers: the same object where nothing is deferred."""
    if DEFER not in text:
        return document
    whole: DocumentNode = visit(document, _AtOnce())
    return whole


class _AtOnce(Visitor):
    """Takes the directive out. What is left keeps its places in the text, so errors point to what was sent."""

    def enter_directive(self, node: DirectiveNode, *_: Any) -> VisitorAction | None:
        return REMOVE if node.name.value == DEFER else None
