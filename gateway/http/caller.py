"""What HTTP asks about a caller, by the headers alone, before the body is read: who it is, and whether it is over its quota."""

from collections.abc import Awaitable, Callable

from starlette.requests import HTTPConnection

from gateway.access.quotas import OverQuota, Quotas
from gateway.http.refusal import Refused
from resolvers.context import Caller

Authenticate = Callable[[HTTPConnection], Awaitable[Caller]]
"Returns who sends a request, or raises Refused."


async def enter(quotas: Quotas, caller: Caller) -> None:
    """Count a request towards the caller's quota, or refuse it with 429."""
    try:
        await quotas.enter(caller)
    except OverQuota as error:
        raise Refused(429, "RATE_LIMITED", str(error), [(b"retry-after", b"%d" % round(error.retry_after_s))]) from None
