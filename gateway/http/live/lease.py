"""Whether a connection's credentials still hold: a live connection may outlast them."""

import asyncio

from starlette.requests import HTTPConnection
from starlette.types import Scope

from gateway.http.caller import Authenticate
from gateway.http.refusal import Refused
from resolvers.context import Caller


class Lease:
    """One connection's, over the headers that it came with."""

    def __init__(self, authenticate: Authenticate, connection: HTTPConnection, caller: Caller, every_s: float) -> None:
        self._authenticate = authenticate
        self._connection = connection
        self._caller = caller
        self._every_s = every_s

    async def holds(self) -> bool:
        """Whether they are still good, and still the same caller's with the same rights."""
        try:
            return await self._authenticate(self._connection) == self._caller
        except Refused:
            return False

    async def lapsed(self) -> None:
        """Return once they don't hold any more."""
        while await self.holds():  # noqa: ASYNC110  # nothing tells of it: time passes, and a file changes
            await asyncio.sleep(self._every_s)


def counted_as(caller: Caller, scope: Scope) -> str:
    """Return whose connection it is: the caller's, or where everybody is let in, the address's that it comes from."""
    client = scope.get("client")
    return caller.name if caller.is_known or client is None else str(client[0])
