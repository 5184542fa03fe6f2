"""The audit trail: one log line per mutation made, written when its outcome is known."""

from collections.abc import Callable

import structlog

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
            outcome=audit.outcome,
        )

    return write
