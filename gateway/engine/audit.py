"""The audit trail: one log line per mutation, written when its outcome is known; also one that may not begin."""

from collections.abc import Callable, Sequence

import structlog
from graphql import GraphQLError, OperationType

from gateway.engine.documents import Prepared
from resolvers.context import Audit, Caller


def auditor(request_id: str, caller: Caller) -> Callable[[Audit], None]:
    """Return what writes a request's lines: who, what, which customer (a keyed hash), the outcome."""

    def write(audit: Audit) -> None:
        structlog.get_logger("gateway.audit").info(
            "mutation",
            request_id=request_id,
            caller=caller.name,
            mutation=audit.mutation,
            customer=audit.customer,
            by=audit.by,
            outcome=audit.outcome,
        )

    return write


def never_began(
    audit: Callable[[Audit], None], prepared: Prepared, operation_name: str | None, errors: Sequence[GraphQLError]
) -> None:
    """Write a line for each mutation of an operation that was refused whole; nothing of its inputs was read."""
    try:
        is_mutation = prepared.kind(operation_name) is OperationType.MUTATION
    except GraphQLError:
        return
    if not is_mutation:
        return
    code = str(((errors[0].extensions if errors else None) or {}).get("code", "BAD_USER_INPUT"))
    facts = prepared.facts.get(operation_name) or next(iter(prepared.facts.values()))
    for name in sorted(name for kind, name in facts.touched if kind == "Mutation"):
        audit(Audit(name, None, code))
