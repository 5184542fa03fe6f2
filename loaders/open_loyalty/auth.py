"""Logging in, and renewing what that yields. Beyond the seed: docs 3.2, "Authorization"."""

from base64 import urlsafe_b64decode

import msgspec

from loaders.open_loyalty.routes import NAME, Routes
from loaders.open_loyalty.settings import OpenLoyaltySettings
from loaders.upstream.call import FORM, Call
from loaders.upstream.client import Client
from loaders.upstream.clock import Clock
from loaders.upstream.decode import Record, wire
from loaders.upstream.errors import AuthFailed, Malformed, Rejected
from loaders.upstream.tokens import Token, TokenBroker

_SCHEME = "Bearer "


class _Pair(Record, frozen=True):
    """What a login or a refresh yields: a JSON web token, and what renews it."""

    token: str
    refresh: str | None = wire("refresh_token", default=None)


class BearerAuth:
    """`Authorization: Bearer <JWT>` on every call; after a 401 the pair is refreshed, or failing that logged in for, once."""

    def __init__(self, settings: OpenLoyaltySettings, routes: Routes, clock: Clock) -> None:
        self._settings = settings
        self._routes = routes
        self._clock = clock
        self._broker = TokenBroker(self._fetch, clock)
        self.client: Client | None = None
        "Set once the client is made, which needs this first."

    async def authorize(self, call: Call) -> Call:
        token = await self._broker.token()
        return _typed(call).with_headers(("Accept", "application/json"), ("Authorization", _SCHEME + token.text))

    def refused(self, call: Call) -> bool:
        sent = dict(call.headers).get("Authorization", "")
        self._broker.refuse(sent.removeprefix(_SCHEME))
        return True

    async def _fetch(self, previous: Token | None) -> Token:
        if previous is not None and previous.refresh is not None:
            try:
                return await self._ask("token/refresh", "/api/token/refresh", {"refresh_token": previous.refresh})
            except (AuthFailed, Rejected, Malformed):
                pass  # The refresh token is spent too, or this server knows none: log in again.
        return await self._log_in()

    async def _log_in(self) -> Token:
        form = {"_username": self._settings.username, "_password": self._settings.password.get_secret_value()}
        try:
            return await self._ask("login_check", self._routes.login(), form)
        except Rejected as error:
            if error.status != 404:
                raise
            # Version 5 of the vendor's cloud has another API altogether, below /api/{storeCode}.
            reason = f"expected a login at {self._routes.login()}, got none; is this an Open Loyalty 2 or 3 server?"
            raise AuthFailed(NAME, reason) from error

    async def _ask(self, operation: str, path: str, form: dict[str, str]) -> Token:
        if self.client is None:
            raise AuthFailed(NAME, "expected a client to log in with, got none")
        call = Call(operation, "POST", path, headers=(("Accept", "application/json"),)).with_form(form)
        pair = await self.client.token(call, _Pair)
        return Token(pair.token, self._lifetime_s(pair.token), pair.refresh)

    def _lifetime_s(self, token: str) -> float | None:
        """Read when the token expires from the token itself; None where it doesn't say."""
        try:
            part = token.split(".")[1]
            claims = msgspec.json.decode(urlsafe_b64decode(part + "=" * (-len(part) % 4)), type=dict[str, object])
        except (IndexError, ValueError, msgspec.DecodeError):
            return None
        expires_at = claims.get("exp")
        if not isinstance(expires_at, int | float):
            return None
        return max(0.0, expires_at - self._clock.now().timestamp())


def _typed(call: Call) -> Call:
    """Say that it is a form where nothing is sent: the samples have the header on every call, reads too."""
    return call if call.body is not None or call.files else call.with_headers(("Content-Type", FORM))
