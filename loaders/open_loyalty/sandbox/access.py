"""Logging in, and the guard in front of every other route. Beyond the seed: docs 3.2, "Authorization"."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from loaders.open_loyalty.sandbox.answers import Refused, answer, http_error, unauthorized
from loaders.open_loyalty.sandbox.forms import read_form
from loaders.open_loyalty.sandbox.tokens import PERMANENT_KEY, Pair, Role, Tokens

Endpoint = Callable[[Request], Awaitable[Response]]


class Access:
    """The login routes and the guard."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def log_in_as(self, role: Role) -> Endpoint:
        """POST /api/{admin|seller}/login_check, `_username` and `_password` as a form or JSON."""

        async def log_in(request: Request) -> Response:
            username, password = await _required(request, "_username", "_password")
            pair = self._tokens.log_in(role, username, password)
            if pair is None:
                raise unauthorized("Bad credentials")
            return _pair(pair)

        return log_in

    async def refresh(self, request: Request) -> Response:
        """POST /api/token/refresh."""
        (token,) = await _required(request, "refresh_token")
        pair = self._tokens.refresh(token)
        if pair is None:
            raise unauthorized("Bad credentials")
        return _pair(pair)

    async def revoke(self, request: Request) -> Response:
        """GET /api/token/revoke kills the caller's refresh tokens."""
        self._tokens.revoke(self._role(request))
        return answer([])

    def only(self, endpoint: Endpoint, *roles: Role) -> Endpoint:
        """Let the endpoint answer only callers of these roles; /api/seller needs a seller's token, most others an admin's."""

        async def guarded(request: Request) -> Response:
            if self._role(request) not in roles:
                raise http_error(403, "Forbidden")
            return await endpoint(request)

        return guarded

    def _role(self, request: Request) -> Role:
        key = request.headers.get("x-auth-token") or request.query_params.get("auth_token")
        if key and _takes_permanent_key(request.url.path):
            if key != PERMANENT_KEY:
                raise Refused(403, {"message": "Invalid permanent token"})
            return "admin"
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or not token:
            raise _nobody(request.url.path)
        return self._tokens.check(token)


def _takes_permanent_key(path: str) -> bool:
    # Before 3.1 the key doesn't work on /api/customer*, and it's an admin's.
    return not path.startswith(("/api/customer", "/api/seller"))


def _nobody(path: str) -> Refused:
    # The notes tell of two shapes of 401, not of where each occurs: admin paths show the bare one here, the rest the other.
    if path.startswith("/api/admin/"):
        return Refused(401, {"message": "Authentication Required"})
    return unauthorized("JWT Token not found")


async def _required(request: Request, *names: str) -> list[str]:
    form = await read_form(request)
    values = [form.get(name) for name in names]
    for name, value in zip(names, values, strict=True):
        if not isinstance(value, str) or not value:
            raise http_error(400, f'The key "{name}" must be provided.')
    return [str(value) for value in values]


def _pair(pair: Pair) -> Response:
    return answer({"token": pair.token, "refresh_token": pair.refresh_token})
