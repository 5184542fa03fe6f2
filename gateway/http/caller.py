"""Who sends a request. The place where API keys and tokens are checked, before the body is read."""

from collections.abc import Awaitable, Callable

from starlette.requests import HTTPConnection

from gateway.http.refusal import Refused
from gateway.settings import GatewaySettings
from resolvers.context import Caller

Authenticate = Callable[[HTTPConnection], Awaitable[Caller]]


def authenticator(settings: GatewaySettings, *, demo: bool) -> Authenticate:
    """Return how callers are known by these settings; whatever isn't let in expressly is kept out."""
    return _everybody if demo or settings.auth == "none" else _nobody


async def _everybody(connection: HTTPConnection) -> Caller:
    return Caller()


async def _nobody(connection: HTTPConnection) -> Caller:
    raise Refused(401, "UNAUTHENTICATED", "Credentials are needed here.", [(b"www-authenticate", b"Bearer")])
