"""How the stand-in says no. The page documents no error body; `{"error": …}` is the shape that public clients have seen."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from loaders.tracksale.sandbox.wire import Json


class Refused(Exception):
    """A request that the vendor refuses; `status` is a 4xx and `reason` goes into the body."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


class InvalidTime(Refused):
    """The one refusal whose body is known: 400 `{"error": "Invalid Time"}`."""

    def __init__(self) -> None:
        super().__init__("Invalid Time")


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return Json({"error": error.reason}, status_code=error.status)


async def _unrouted(_: Request, error: Exception) -> Response:
    """404 and 405 of the router, as JSON: only the CAPTCHA's 405 is an HTML page."""
    assert isinstance(error, HTTPException)
    return Json({"error": error.detail}, status_code=error.status_code, headers=error.headers)


REFUSALS: Mapping[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
    Refused: _refused,
    HTTPException: _unrouted,
}
