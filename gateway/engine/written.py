"""What is too much about a document as it is written, checked before it is validated: validation itself would take too long.

What passes here is validated within some 100 ms, whatever it says. Counted without following fragments, but for the pairs of fields.
"""

from collections import Counter
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from gateway.engine.limits import Limits, too_complex
from gateway.engine.overlaps import MOST_COMPARED, compared

LARGEST_SET = 200
MOST_OPERATIONS = 20
MOST_FRAGMENTS = 300
MOST_REPEATS = 20


def glaring(document: DocumentNode, limits: Limits) -> list[GraphQLError]:
    """Return what is too much about a document that isn't validated yet; empty where it may be."""
    written = _written(document)
    found = [
        (written.aliases, limits.aliases, "aliases"),
        (written.directives, limits.directives, "directives"),
        (written.largest, LARGEST_SET, "fields in one selection"),
        (written.repeats, MOST_REPEATS, "repeats of one field in one selection"),
        (written.root_fields, limits.root_fields, "root fields"),
        (written.operations, MOST_OPERATIONS, "operations"),
        (written.fragments, MOST_FRAGMENTS, "fragments"),
    ]
    errors = [
        too_complex(f"The document has {got} {what}; at most {most} are taken.") for got, most, what in found if got > most
    ]
    if not errors and compared(document) > MOST_COMPARED:
        errors.append(too_complex("The document asks too often for the same fields in what comes together in one selection."))
    return errors


@dataclass(slots=True)
class _Written:
    aliases: int = 0
    directives: int = 0
    largest: int = 0
    repeats: int = 0
    root_fields: int = 0
    operations: int = 0
    fragments: int = 0


def _written(document: DocumentNode) -> _Written:
    """Count what a document holds as it is written."""
    found = _Written()
    todo: list[SelectionSetNode] = []
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode | FragmentDefinitionNode):
            found.operations += isinstance(node, OperationDefinitionNode)
            found.fragments += isinstance(node, FragmentDefinitionNode)
            found.directives += len(node.directives or ())
            todo.append(node.selection_set)
        if isinstance(node, OperationDefinitionNode):
            found.root_fields = max(found.root_fields, len(node.selection_set.selections))
    while todo:
        selections = todo.pop().selections
        found.largest = max(found.largest, len(selections))
        repeats = Counter(str((one.alias or one.name).value) for one in selections if isinstance(one, FieldNode))
        found.repeats = max(found.repeats, *repeats.values(), 0)
        for selection in selections:
            found.directives += len(selection.directives or ())
            found.aliases += isinstance(selection, FieldNode) and selection.alias is not None
            if isinstance(selection, FieldNode | InlineFragmentNode) and selection.selection_set:
                todo.append(selection.selection_set)
    return found
