"""Which fields of which object types a document could touch, whatever comes back."""

from collections.abc import Mapping

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
)

from resolvers.rights import Coordinate


def touched(
    schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> frozenset[Coordinate]:
    """Return the coordinates of a valid operation; a field of an interface counts for every type that implements it."""
    root = schema.get_root_type(operation.operation)
    found: set[Coordinate] = set()
    seen: set[tuple[int, str]] = set()
    todo: list[tuple[SelectionSetNode, GraphQLNamedType]] = [(operation.selection_set, root)] if root else []
    while todo:
        selections, parent = todo.pop()
        if (id(selections), parent.name) in seen:
            continue
        seen.add((id(selections), parent.name))
        for kind in _objects(schema, parent):
            for selection in selections.selections:
                deeper = _deeper(schema, selection, kind, fragments, found)
                if deeper is not None:
                    todo.append(deeper)
    return frozenset(found)


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """Return a document's fragments by name."""
    return {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}


def _deeper(
    schema: GraphQLSchema,
    selection: object,
    parent: GraphQLObjectType,
    fragments: Mapping[str, FragmentDefinitionNode],
    found: set[Coordinate],
) -> tuple[SelectionSetNode, GraphQLNamedType] | None:
    """Note the field of an object type, and return what is selected below it."""
    if isinstance(selection, FieldNode):
        held = parent.fields.get(selection.name.value)
        if held is None:
            return None
        found.add((parent.name, selection.name.value))
        return (selection.selection_set, get_named_type(held.type)) if selection.selection_set else None
    if isinstance(selection, FragmentSpreadNode):
        selection = fragments[selection.name.value]
    if not isinstance(selection, InlineFragmentNode | FragmentDefinitionNode):
        return None
    condition = selection.type_condition
    wanted = schema.get_type(condition.name.value) if condition else parent
    return (selection.selection_set, parent) if wanted is not None and parent in _objects(schema, wanted) else None


def _objects(schema: GraphQLSchema, kind: GraphQLNamedType) -> list[GraphQLObjectType]:
    if isinstance(kind, GraphQLObjectType):
        return [kind]
    return list(schema.get_possible_types(kind)) if is_abstract_type(kind) else []
