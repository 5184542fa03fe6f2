"""What a document may ask for, checked once per document before anything runs: depth, aliases, directives, root fields, cost."""

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from gateway.engine.cost import Cost, Prices

LARGEST_SELECTION = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest document that is run."""

    depth: int = 15
    aliases: int = 60
    directives: int = 50
    root_fields: int = 30
    cost: int = 30_000


@dataclass(slots=True)
class _Tally:
    aliases: int = 0
    directives: int = 0
    depth: int = 0
    root_fields: int = 0
    selections: int = 0


class Inspector:
    """Measures documents against the limits. `owners` are the vendors behind fields of Customer."""

    def __init__(self, schema: GraphQLSchema, limits: Limits, owners: Mapping[str, str]) -> None:
        self.limits = limits
        self._prices = Prices(schema, owners)

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
        return self._prices.cost(operation, fragments)

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


def _fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}


def too_complex(message: str, **told: object) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "QUERY_TOO_COMPLEX", **told})
