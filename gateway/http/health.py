"""Whether the process lives, and whether it should be sent requests. Asks no vendor."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from gateway.engine.encoding import encoded
from gateway.process import Process
from loaders.upstream.scope import Scope
from resolvers.context import Caller
from resolvers.status import Status, statuses

_HEADERS = {"cache-control": "no-store"}


@dataclass(slots=True)
class Health:
    """One process's state. `stop` is called when it begins to shut down."""

    process: Process
    is_stopping: bool = False

    def stop(self) -> None:
        """Report unready from now on, so that a balancer sends nothing more."""
        self.is_stopping = True

    async def live(self, request: Request) -> Response:
        """Answer 200 as long as the process answers at all."""
        return Response(b'{"status":"ok"}', headers=_HEADERS, media_type="application/json")

    async def ready(self, request: Request) -> Response:
        """Answer 200, or 503 while shutting down; the body tells how each vendor is doing.

        A vendor in trouble doesn't make the process unready: the other vendors' data are still served.
        """
        vendors = [_told(status) for status in statuses(self.process.context(Scope(), Caller()))]
        state = "stopping" if self.is_stopping else "ready"
        body = encoded({"status": state, "vendors": vendors})
        return Response(body, 503 if self.is_stopping else 200, headers=_HEADERS, media_type="application/json")


def _told(status: Status) -> dict[str, object]:
    return {
        "vendor": status.vendor.upper(),
        "configured": status.configured,
        "reachable": status.reachable,
        "circuit": status.circuit.name,
        "callsLeft": status.calls_left,
        "lastError": None if status.last_error is None else status.last_error.partition(":")[0],
    }
