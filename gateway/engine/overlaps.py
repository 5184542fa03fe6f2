"""How much validation has to compare: all fields of one name that come together in one place, each with each.

"Fields can merge" looks at a selection as it is executed: inline fragments and spread fragments are part of it, and the selections
below fields of one name are one. Its time grows with the square of what comes together there, however little is written in one place.
"""

from collections.abc import Iterator, Mapping, Sequence

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

MOST_COMPARED = 40_000
"Pairs of leaves, some 2 microseconds each."
_MOST_WALKED = 20_000
_SELECTION = 4
"What a pair of fields with selections counts more than one of leaves."
_CHARACTERS = 2
"Of arguments that count as much as a pair of leaves."

_Sets = Sequence[SelectionSetNode]


def compared(document: DocumentNode) -> int:
    """Return how many pairs of leaves validation could compare as fast; past MOST_COMPARED it isn't counted further."""
    walk = _Walk(
        {node.name.value: node.selection_set for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    )
    for kind in (OperationDefinitionNode, FragmentDefinitionNode):
        for node in document.definitions:
            if isinstance(node, kind):
                walk.through(node.selection_set)
    return walk.pairs


class _Walk:
    """Through all places of a document once: what was seen together is left out, so circles end, and shared fragments are no work."""

    def __init__(self, fragments: Mapping[str, SelectionSetNode]) -> None:
        self.pairs = 0
        self._fragments = fragments
        self._seen: set[tuple[int, ...]] = set()
        self._walked = 0

    def through(self, root: SelectionSetNode) -> None:
        """Count what comes together from here down."""
        todo: list[_Sets] = [(root,)]
        while todo and self.pairs <= MOST_COMPARED:
            sets = todo.pop()
            key = tuple(map(id, sets))
            if key not in self._seen:
                self._seen.add(key)
                todo += self._below(sets)

    def _below(self, sets: _Sets) -> Iterator[_Sets]:
        """Count the pairs in one place, and yield the places below it."""
        together = self._together(sets)
        for fields in together.values():
            if len(fields) > 1:
                self.pairs += (len(fields) - 1) * sum(map(_weight, fields)) // 2
            if below := [field.selection_set for field in fields if field.selection_set]:
                yield below

    def _together(self, sets: _Sets) -> dict[str, list[FieldNode]]:
        """Return the fields of one place by the names that they are answered under."""
        found: dict[str, list[FieldNode]] = {}
        todo, spread, spreads = list(sets), set[str](), 0
        while todo:
            selections = todo.pop().selections
            self._walked += len(selections)
            for one in selections:
                if isinstance(one, FieldNode):
                    found.setdefault((one.alias or one.name).value, []).append(one)
                elif isinstance(one, InlineFragmentNode):
                    todo.append(one.selection_set)
                elif isinstance(one, FragmentSpreadNode):
                    spreads += 1
                    if one.name.value in self._fragments and one.name.value not in spread:
                        spread.add(one.name.value)
                        todo.append(self._fragments[one.name.value])
        self.pairs += len(spread) * spreads
        if self._walked > _MOST_WALKED:
            self.pairs += MOST_COMPARED + 1
        return found


def _weight(field: FieldNode) -> int:
    """Return what it counts in a pair."""
    weight = 1 + _SELECTION if field.selection_set else 1
    first, last = (field.arguments[0].loc, field.arguments[-1].loc) if field.arguments else (None, None)
    return weight + (last.end - first.start) // _CHARACTERS if first and last else weight
