"""Whether an answer keeps what the schema promises for its document."""

from collections.abc import Mapping

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    is_composite_type,
    is_enum_type,
    is_list_type,
    is_non_null_type,
)

_LEAVES: Mapping[str, type | tuple[type, ...]] = {
    "Int": int,
    "Float": (int, float),
    "String": str,
    "ID": str,
    "Boolean": bool,
    "Date": str,
    "DateTime": str,
}


class Conforming:
    """Compares answers with one schema."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema

    def breaches(self, document: DocumentNode, data: object) -> list[str]:
        """List where the data break the schema; empty where they don't."""
        fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
        operation = next(node for node in document.definitions if isinstance(node, OperationDefinitionNode))
        root = self._schema.get_root_type(operation.operation)
        assert root is not None
        return list(self._object(root, [operation.selection_set], data, fragments, "$"))

    def _object(
        self,
        kind: GraphQLObjectType,
        sets: list[SelectionSetNode],
        data: object,
        fragments: Mapping[str, FragmentDefinitionNode],
        at: str,
    ) -> list[str]:
        if not isinstance(data, dict):
            return [f"{at}: expected an object"]
        fields = self._fields(kind, sets, fragments)
        found = [f"{at}.{name}: wasn't asked for" for name in data.keys() - fields.keys()]
        for name, nodes in fields.items():
            if name not in data:
                found.append(f"{at}.{name}: is missing")
            elif nodes[0].name.value != "__typename":
                below = [node.selection_set for node in nodes if node.selection_set]
                held = kind.fields[nodes[0].name.value].type
                found += self._value(held, below, data[name], fragments, f"{at}.{name}")
        return found

    def _value(
        self,
        kind: GraphQLOutputType,
        sets: list[SelectionSetNode],
        data: object,
        fragments: Mapping[str, FragmentDefinitionNode],
        at: str,
    ) -> list[str]:
        if is_non_null_type(kind):
            return [f"{at}: is null"] if data is None else self._value(kind.of_type, sets, data, fragments, at)
        if data is None:
            return []
        if is_list_type(kind):
            if not isinstance(data, list):
                return [f"{at}: expected a list"]
            items = (self._value(kind.of_type, sets, item, fragments, f"{at}[{i}]") for i, item in enumerate(data))
            return [breach for item in items for breach in item]
        if isinstance(kind, GraphQLObjectType):
            return self._object(kind, sets, data, fragments, at)
        if is_composite_type(kind):
            return [] if isinstance(data, dict) else [f"{at}: expected an object"]
        if is_enum_type(kind):
            return [] if data in kind.values else [f"{at}: {data} is no {kind.name}"]
        wanted = _LEAVES.get(str(getattr(kind, "name", "")))
        return [] if wanted is None or isinstance(data, wanted) else [f"{at}: expected {kind}"]

    def _fields(
        self, kind: GraphQLObjectType, sets: list[SelectionSetNode], fragments: Mapping[str, FragmentDefinitionNode]
    ) -> dict[str, list[FieldNode]]:
        found: dict[str, list[FieldNode]] = {}
        todo = list(sets)
        while todo:
            for selection in todo.pop(0).selections:
                if isinstance(selection, FieldNode):
                    found.setdefault((selection.alias or selection.name).value, []).append(selection)
                    continue
                held = fragments[selection.name.value] if isinstance(selection, FragmentSpreadNode) else selection
                assert isinstance(held, InlineFragmentNode | FragmentDefinitionNode)
                named = held.type_condition.name.value if held.type_condition else kind.name
                if named == kind.name or named in {one.name for one in kind.interfaces}:
                    todo.append(held.selection_set)
        return found
