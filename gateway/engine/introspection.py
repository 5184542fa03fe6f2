"""Keeps the schema to those who are meant to see it."""

from typing import Any

from graphql import FieldNode, GraphQLError, ValidationRule

_REVEALING = frozenset({"__schema", "__type", "_service"})


class NoIntrospection(ValidationRule):
    """Refuses the fields that tell the schema, a federation router's `_service` too; `__typename` stays."""

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Refuse the field where it is one of them."""
        if node.name.value in _REVEALING:
            message = f"Introspection is switched off here, so `{node.name.value}` can't be asked."
            self.report_error(GraphQLError(message, node, extensions={"code": "INTROSPECTION_DISABLED"}))
