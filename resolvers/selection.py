"""What a field's selection asks for, by name and without walking further down than needed."""

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode

from resolvers.context import Info


def selected_names(info: Info, *path: str) -> frozenset[str]:
    """Return the names of the fields selected below this field, or below `path` from it; fragments are looked into."""
    raw = info._raw_info
    sets = [node.selection_set for node in raw.field_nodes if node.selection_set]
    fields = _fields(sets, raw.fragments)
    for step in path:
        deeper = [field.selection_set for field in fields if field.name.value == step and field.selection_set]
        fields = _fields(deeper, raw.fragments)
    return frozenset(field.name.value for field in fields) - {"__typename"}


def _fields(sets: list[SelectionSetNode], fragments: dict[str, FragmentDefinitionNode]) -> list[FieldNode]:
    found: list[FieldNode] = []
    todo = list(sets)
    while todo:
        for selection in todo.pop().selections:
            if isinstance(selection, FieldNode):
                found.append(selection)
            elif isinstance(selection, InlineFragmentNode):
                todo.append(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value in fragments:
                todo.append(fragments[selection.name.value].selection_set)
    return found
