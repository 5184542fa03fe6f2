"""What becomes of each call, as it is counted: in the request's ledger, by the watch, and by the breaker."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from loaders.upstream.breaker import Breaker
from loaders.upstream.budget import Budget
from loaders.upstream.call import Call
from loaders.upstream.errors import CircuitOpen, OutcomeUnknown, OverBudget, TimedOut, Unavailable, UpstreamError
from loaders.upstream.ledger import Exchange
from loaders.upstream.scope import current
from loaders.upstream.watch import Watch


@dataclass(frozen=True, slots=True)
class Account:
    """One vendor's. A call counts once, with all its attempts."""

    vendor: str
    breaker: Breaker
    budget: Budget
    watch: Watch

    @contextmanager
    def of(self, call: Call) -> Iterator[Exchange]:
        """Keep account of a call while it is made, whatever becomes of it."""
        scope = current()
        exchange = Exchange(self.vendor, call.operation, scope.elapsed_ms(), keys=call.keys, is_behind=scope.is_renewal)
        scope.ledger.exchanges.append(exchange)
        exchange.headers = self.watch.began(exchange)
        try:
            yield exchange
        except UpstreamError as error:
            exchange.error = error.code
            if _is_trouble(error, exchange):
                self.breaker.fail()
            raise
        finally:
            exchange.duration_ms = current().elapsed_ms() - exchange.started_ms
            exchange.budget_left = self.budget.left
            self.watch.ended(exchange)


def _is_trouble(error: UpstreamError, exchange: Exchange) -> bool:
    """Whether the vendor failed; not where it wasn't asked, for its sake or for our budget's."""
    cause = error.__cause__ if isinstance(error, OutcomeUnknown) else error
    if isinstance(cause, OverBudget):
        return exchange.status is not None
    return isinstance(cause, (Unavailable, TimedOut)) and not isinstance(cause, CircuitOpen)
