"""A variable for a field of a `@oneOf` input must not be null, and the document must say so."""

from graphql import (
    GraphQLError,
    NonNullTypeNode,
    OperationDefinitionNode,
    ValidationRule,
    is_input_object_type,
    is_non_null_type,
    print_ast,
)


class OneOfVariables(ValidationRule):
    """Refuses variables that may be null where the input itself must be given: graphql-core's own rule overlooks those."""

    def leave_operation_definition(self, node: OperationDefinitionNode, *_: object) -> None:
        """Look at all uses of the operation's variables."""
        declared = {definition.variable.name.value: definition for definition in node.variable_definitions or ()}
        for usage in self.context.get_recursive_variable_usages(node):
            definition = declared.get(usage.node.name.value)
            if definition is None or isinstance(definition.type, NonNullTypeNode) or not is_non_null_type(usage.parent_type):
                continue
            parent = usage.parent_type.of_type
            if is_input_object_type(parent) and parent.is_one_of:
                name, kind = usage.node.name.value, print_ast(definition.type)
                message = f"`{parent.name}` takes exactly one field, which must not be null: declare `${name}` as `{kind}!`."
                self.report_error(GraphQLError(message, [definition, usage.node]))
