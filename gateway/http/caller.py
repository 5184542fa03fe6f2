"""What HTTP asks of authentication: by the headers alone, before the body is read."""

from collections.abc import Awaitable, Callable

from starlette.requests import HTTPConnection

from resolvers.context import Caller

Authenticate = Callable[[HTTPConnection], Awaitable[Caller]]
"Returns who sends a request, or raises Refused."
