"""Keeps the schema to those who are meant to see it."""

from typing import Any

from graphql import FieldNode, GraphQLError, ValidationRule


class NoIntrospection(ValidationRule):
    """Refuses the fields that tell the schema; `__typename` stays."""

    revealing = frozenset({"__schema", "__type"})

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Refuse the field where it is one of them."""
        if node.name.value in self.revealing:
            message = f"Introspection is switched off here, so `{node.name.value}` can't be asked."
            self.report_error(GraphQLError(message, node, extensions={"code": "INTROSPECTION_DISABLED"}))


class NoService(NoIntrospection):
    """Refuses what a federation router asks a subgraph for; a slice answers it, since a router is whom a slice is for."""

    revealing = frozenset({"_service"})
