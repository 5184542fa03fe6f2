"""Whether the process lives, and whether it should be sent requests. Asks no vendor."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from gateway.engine.encoding import encoded
from gateway.http.caller import Authenticate
from gateway.http.refusal import Refused
from gateway.process import Process
from loaders.upstream.breaker import State
from loaders.upstream.scope import Scope
from resolvers.context import Caller
from resolvers.status import Status, statuses

_HEADERS = {"cache-control": "no-store"}


@dataclass(slots=True)
class Health:
    """One process's state. `stop` is called when it begins to shut down."""

    process: Process
    authenticate: Authenticate
    is_stopping: bool = False

    def stop(self) -> None:
        """Report unready from now on, so that a balancer sends nothing more."""
        self.is_stopping = True

    async def live(self, request: Request) -> Response:
        """Answer 200 as long as the process answers at all."""
        return Response(b'{"status":"ok"}', headers=_HEADERS, media_type="application/json")

    async def ready(self, request: Request) -> Response:
        """Answer 200, or 503 while shutting down; the body tells which vendors can be asked, and more to who has credentials.

        A vendor in trouble doesn't make the process unready: the other vendors' data are still served.
        """
        tell = _told if await self._is_known(request) else _outlined
        vendors = [tell(status) for status in statuses(self.process.context(Scope(), Caller()))]
        state = "stopping" if self.is_stopping else "ready"
        body = encoded({"status": state, "vendors": vendors})
        return Response(body, 503 if self.is_stopping else 200, headers=_HEADERS, media_type="application/json")

    async def _is_known(self, request: Request) -> bool:
        """Whether somebody asks whom the gateway lets in, and who isn't bound to one person."""
        try:
            return (await self.authenticate(request)).customer is None
        except Refused:
            return False


def _outlined(status: Status) -> dict[str, object]:
    why = None
    if not status.configured:
        why = "NOT_CONFIGURED"
    elif status.circuit is State.OPEN:
        why = "LEFT_ALONE"
    elif status.reachable is False:
        why = "UNREACHABLE"
    return {"vendor": status.vendor.upper(), "usable": why is None, "why": why}


def _told(status: Status) -> dict[str, object]:
    return {
        **_outlined(status),
        "configured": status.configured,
        "reachable": status.reachable,
        "circuit": status.circuit.name,
        "callsLeft": status.calls_left,
        "lastError": None if status.last_error is None else status.last_error.partition(":")[0],
    }
