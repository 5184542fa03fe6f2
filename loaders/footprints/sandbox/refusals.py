"""How this stand-in says no. The documentation has no error format, so the body borrows the `status` of its successes."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response


class Refused(Exception):
    """A request the vendor would not serve, as an HTTP status and a sentence."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


async def refuse(_: Request, error: Exception) -> Response:
    """Answer a Refused, or the 404 and 405 of the router, in one shape."""
    if isinstance(error, Refused):
        return _body(error.status, error.message)
    if isinstance(error, HTTPException):
        return _body(error.status_code, error.detail, dict(error.headers or {}))
    raise error


def _body(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    if status == 401:
        headers = {"WWW-Authenticate": "Basic"}
    return JSONResponse({"status": "error", "message": message}, status_code=status, headers=headers)
