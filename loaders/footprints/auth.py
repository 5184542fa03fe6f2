"""An access token in the query of every `/api` call. Docs: Footprints, "Authentication"."""

from base64 import b64encode
from dataclasses import replace

from loaders.footprints.settings import FootprintsSettings
from loaders.upstream.call import FORM, Call
from loaders.upstream.client import Client
from loaders.upstream.clock import Clock
from loaders.upstream.decode import Record, wire
from loaders.upstream.tokens import Token, TokenBroker

_TOKEN = "access_token"  # noqa: S105  # the parameter's name


class Granted(Record, frozen=True):
    """The answer of `POST /api/token`. Its refresh token has no documented use, so an expired token is asked for anew."""

    access_token: str = wire("access_token")
    expires_in: float | None = wire("expires_in", default=None)


class FootprintsAuth:
    """Puts the token in the query, never in a header. Web and mobile tracking carry an App Key in the body instead."""

    def __init__(self, settings: FootprintsSettings, clock: Clock) -> None:
        self._settings = settings
        self._broker = TokenBroker(self._fetch, clock)
        self._client: Client | None = None

    def fetch_with(self, client: Client) -> None:
        """Name the client that fetches tokens: it needs this object first."""
        self._client = client

    async def authorize(self, call: Call) -> Call:
        if not call.path.startswith("/api/"):
            return call
        token = await self._broker.token()
        return replace(_typed(call), query=((_TOKEN, token.text), *call.query))

    def refused(self, call: Call) -> bool:
        token = dict(call.query).get(_TOKEN)
        if token is None:
            return False
        self._broker.refuse(token)
        return True

    async def _fetch(self, _previous: Token | None) -> Token:
        assert self._client is not None
        settings = self._settings
        pair = f"{settings.key}:{settings.secret.get_secret_value()}"
        call = Call("token", "POST", "/api/token").with_headers(("Authorization", f"Basic {b64encode(pair.encode()).decode()}"))
        granted = await self._client.token(call.with_form(self._grant()), Granted)
        return Token(granted.access_token, granted.expires_in)

    def _grant(self) -> dict[str, object]:
        settings = self._settings
        if settings.grant == "password" and settings.password:
            secret = settings.password.get_secret_value()
            return {"grant_type": "password", "username": settings.username, "password": secret}
        # The page's own sample sends a pin beside client_credentials: it names the hostess who works with it.
        return {"grant_type": settings.grant, "pin": settings.pin.get_secret_value() if settings.pin else None}


def _typed(call: Call) -> Call:
    """Say that it is a form where nothing is sent: the page asks for the header on every call, reads too."""
    return call if call.body is not None or call.files else call.with_headers(("Content-Type", FORM))
