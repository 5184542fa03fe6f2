"""What a field's selection asks for, by name and without walking further down than needed."""

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    Undefined,
    value_from_ast_untyped,
)

from resolvers.context import Info


def selected_names(info: Info, *path: str) -> frozenset[str]:
    """Return the names of the fields selected below this field, or below `path` from it; fragments are looked into, and what is
    skipped isn't selected.
    """
    fields = _fields(_below(info), info)
    for step in path:
        fields = _fields([field.selection_set for field in fields if field.name.value == step and field.selection_set], info)
    return _names(fields)


def names_at_once(info: Info) -> frozenset[str]:
    """Return the names of the fields selected below this field that the client waits for: those that aren't deferred."""
    return _names(_fields(_below(info), info, skips_deferred=True))


def _below(info: Info) -> list[SelectionSetNode]:
    return [node.selection_set for node in info._raw_info.field_nodes if node.selection_set]


def _names(fields: list[FieldNode]) -> frozenset[str]:
    return frozenset(field.name.value for field in fields) - {"__typename"}


def _fields(sets: list[SelectionSetNode], info: Info, *, skips_deferred: bool = False) -> list[FieldNode]:
    found: list[FieldNode] = []
    fragments, todo = info._raw_info.fragments, list(sets)
    while todo:
        for selection in todo.pop().selections:
            if selection.directives and (
                not _is_included(selection, info) or (skips_deferred and _is_deferred(selection, info))
            ):
                continue
            if isinstance(selection, FieldNode):
                found.append(selection)
            elif isinstance(selection, InlineFragmentNode):
                todo.append(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value in fragments:
                todo.append(fragments[selection.name.value].selection_set)
    return found


def _is_included(selection: SelectionNode, info: Info) -> bool:
    return _condition("skip", selection, info) is not True and _condition("include", selection, info) is not False


def _is_deferred(selection: SelectionNode, info: Info) -> bool:
    return _condition("defer", selection, info) is True


def _condition(name: str, selection: SelectionNode, info: Info) -> bool | None:
    """Return what the directive's `if` comes to, true where nothing is given; None without the directive."""
    directive = next((one for one in selection.directives or () if one.name.value == name), None)
    if directive is None:
        return None
    given = next((one.value for one in directive.arguments or () if one.name.value == "if"), None)
    value = Undefined if given is None else value_from_ast_untyped(given, info.variable_values)
    return value is Undefined or bool(value)
