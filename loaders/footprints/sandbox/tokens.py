"""Access tokens: POST /api/token issues them, every other /api call carries one in its query. Docs: "Authentication"."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from loaders.footprints.sandbox.credentials import HOSTESS_ID, HOSTESS_NAME, PASSWORD, PIN, SETTINGS, USERNAME
from loaders.footprints.sandbox.forms import Form, read_form, required
from loaders.footprints.sandbox.refusals import Refused

Endpoint = Callable[[Request], Awaitable[Response]]

_LIFETIME_S = 31_535_999
_BASIC = b64encode(f"{SETTINGS['FOOTPRINTS_KEY']}:{SETTINGS['FOOTPRINTS_SECRET']}".encode()).decode()


class Tokens:
    """The tokens issued so far, with their ends."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._issued = 0
        self._ends: dict[str, datetime] = {}

    def expire(self) -> None:
        """Make every issued token invalid at once."""
        self._ends.clear()

    def guard(self, endpoint: Endpoint) -> Endpoint:
        """Serve only requests whose query carries a valid `access_token`; a header is not looked at."""

        async def guarded(request: Request) -> Response:
            token = request.query_params.get("access_token")
            if not token:
                raise Refused(401, "access_token is missing from the query")
            end = self._ends.get(token)
            if end is None or end <= self._now():
                raise Refused(401, "access_token is invalid or has expired")
            return await endpoint(request)

        return guarded

    async def issue(self, request: Request) -> Response:
        """POST /api/token. The table says "query parameters", but every sample sends them in the body, so the body it is."""
        scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic" or not compare_digest(credentials.encode(), _BASIC.encode()):
            raise Refused(401, "expected Authorization: Basic base64(key:secret)")
        is_hostess = _is_hostess(await read_form(request))
        self._issued += 1
        token = self._secret("access")
        self._ends[token] = self._now() + timedelta(seconds=_LIFETIME_S)
        return JSONResponse(
            {
                "access_token": token,
                "token_type": "bearer",
                "expires_in": _LIFETIME_S,
                "refresh_token": self._secret("refresh"),
                "scope": ["app_scope", "hostess_scope"] if is_hostess else ["app_scope"],
                **({"hostess_name": HOSTESS_NAME, "hostess_id": HOSTESS_ID} if is_hostess else {}),
            }
        )

    def _secret(self, kind: str) -> str:
        return sha256(f"footprints {kind} token {self._issued}".encode()).hexdigest()


def _is_hostess(form: Form) -> bool:
    """Check the grant; the sample adds a pin to client_credentials and is answered as a hostess."""
    (grant,) = required(form, "grant_type")
    match grant:
        case "client_credentials":
            return form.get("pin") == PIN
        case "pin":
            if required(form, "pin") != [PIN]:
                raise Refused(401, "unknown pin")
        case "password":
            if required(form, "username", "password") != [USERNAME, PASSWORD]:
                raise Refused(401, "unknown username or password")
        case _:
            raise Refused(400, "grant_type: expected client_credentials, password or pin")
    return True
