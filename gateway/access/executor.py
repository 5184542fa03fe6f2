"""Runs a document that asks for something hidden: each hidden place is null with its error, the rest is answered.

Only such documents run here; all others take the ordinary executor and pay nothing.
"""

from typing import Any

from graphql import GraphQLObjectType
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from resolvers.context import Context


class Restricted(StrawberryGraphQLCoreExecutionContext):
    """Asks before every field whether it is hidden; by the object's own type, so that interfaces hide nothing."""

    def execute_field(
        self, parent_type: GraphQLObjectType, source: Any, field_details_list: Any, path: Any, position_context: Any
    ) -> Any:
        """Resolve the field, or put its refusal in its place; one that can't be null blanks its parent."""
        context: Context = self.context_value
        coordinate = (parent_type.name, field_details_list[0].node.name.value)
        if coordinate not in context.rights.hidden:
            return super().execute_field(parent_type, source, field_details_list, path, position_context)
        held = parent_type.fields[coordinate[1]]
        self.handle_field_error(context.rights.refusal(coordinate), held.type, field_details_list, path)
        return None
