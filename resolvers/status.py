"""How the vendors are doing, by what this process knows of them."""

from dataclasses import dataclass

from loaders.upstream.breaker import State
from resolvers.context import Context


@dataclass(frozen=True, slots=True)
class Status:
    """One vendor's state; makes no call."""

    vendor: str
    configured: bool
    reachable: bool | None
    circuit: State
    calls_left: int | None
    last_error: str | None


def statuses(context: Context) -> list[Status]:
    """Return the state of every vendor of the registry, in its order. Costs no call, and is of this moment: it isn't kept."""
    context.scope.ledger.is_complete = False
    return [_status(context, name) for name in context.known_vendors]


def _status(context: Context, name: str) -> Status:
    vendor = context.vendors.get(name)
    if vendor is None:
        return Status(name, configured=False, reachable=None, circuit=State.CLOSED, calls_left=None, last_error=None)
    client = vendor.client
    error = client.last_error
    return Status(
        name,
        configured=True,
        reachable=client.has_answered,
        circuit=client.breaker.state,
        calls_left=client.budget.left,
        last_error=None if error is None else f"{error.code}: {error.reason}",
    )
