"""The three ways to be let in, and the headers of every call.

`basic-customer` is the seed's; `bearer-customer` and `bearer-enterprise` are beyond it. Docs: "Authentication".
"""

import secrets
from base64 import b64decode, b64encode
from collections import deque
from datetime import datetime
from typing import Annotated

from loaders.carecloud.sessions import Sessions
from loaders.carecloud.settings import NAME, CareCloudSettings
from loaders.upstream.call import JSON, Call
from loaders.upstream.client import Client
from loaders.upstream.clock import Clock
from loaders.upstream.decode import Enveloped, Record, via, wire
from loaders.upstream.errors import AuthFailed
from loaders.upstream.tokens import Token, TokenBroker
from loaders.upstream.values import instant

_SHORTEST_S = 600.0
"A shorter life than that is told by a wrong zone, not by the vendor, whose tokens live for hours."


class _CustomerToken(Record, frozen=True):
    """What `POST /tokens` yields; it has no fixed end."""

    id: str = wire("token_id")


class _UserToken(Record, frozen=True):
    """What a user's login yields; `valid_to` is a hint in the project's zone."""

    text: str = wire("bearer_token")
    valid_to: Annotated[datetime | None, via(instant)] = wire("valid_to", default=None)


class CareCloudAuth:
    """One token for the process, or a person's own where the call is about someone who logged in."""

    def __init__(self, settings: CareCloudSettings, sessions: Sessions, clock: Clock) -> None:
        self._settings = settings
        self._sessions = sessions
        self._clock = clock
        self._broker = TokenBroker(self._fetch, clock)
        self._issued: deque[str] = deque(maxlen=16)
        self._device_id = _device_id()
        self.client: Client | None = None
        "Set once the client is made, which needs this first."

    async def authorize(self, call: Call) -> Call:
        dressed = self._dressed(call)
        if "Authorization" in dict(call.headers):
            return dressed
        token = self._sessions.token_for(call) or (await self._broker.token()).text
        return dressed.with_headers(("Authorization", self.credentials(token)))

    def refused(self, call: Call) -> bool:
        """Note a refused token. One that was made for a login alone has no newer one."""
        token = _token_in(dict(call.headers).get("Authorization", ""))
        self._broker.refuse(token)
        return token in self._issued or self._sessions.end(token)

    def credentials(self, token: str) -> str:
        """The `Authorization` header's value for a token."""
        return _basic(self._settings.login, token) if self._settings.auth == "basic-customer" else f"Bearer {token}"

    async def person_token(self) -> str:
        """Fetch a token of the customer interface for one person: a device of its own, so that no other token ends."""
        return await self._customer_token(_device_id())

    async def _fetch(self, _previous: Token | None) -> Token:
        token = await self._log_in() if self._settings.is_enterprise else Token(await self._customer_token(self._device_id))
        self._issued.append(token.text)
        return token

    async def _customer_token(self, device_id: str) -> str:
        """`POST /tokens`: with the user name and nothing after the colon (the seed), or for a device (today).

        The seed's sample has a blank behind the colon and shows the answer as the request; the prose is what servers take.
        """
        settings = self._settings
        call = Call("tokens", "POST", "/tokens", url=settings.customer_url)
        if settings.auth == "basic-customer":
            call = call.with_headers(("Authorization", _basic(settings.login, ""))).with_json({})
        else:
            device = {"device_id": device_id, "device_system": "Linux", "device_name": "gateway", "device_type": "server"}
            setup = {"language_id": settings.language_id, "allowed_gps": False, "allowed_notifications": False}
            application_id = settings.customer_application_id or settings.application_id
            call = call.with_json({"device": device, "setup": setup, "external_application_id": application_id})
        return (await self._client().token(self._dressed(call), Enveloped[_CustomerToken])).data.id

    async def _log_in(self) -> Token:
        """`POST /users/actions/login`; beyond the seed. A token is good for 7 hours unless the project says otherwise."""
        settings = self._settings
        body = {
            "user_external_application_id": settings.application_id,
            "login": settings.login,
            "password": settings.password.get_secret_value() if settings.password else "",
        }
        call = self._dressed(Call("login", "POST", "/users/actions/login").with_json(body))
        token = (await self._client().token(call, Enveloped[_UserToken])).data
        lifetime_s = (token.valid_to - self._clock.now()).total_seconds() if token.valid_to else 0.0
        return Token(token.text, lifetime_s if lifetime_s >= _SHORTEST_S else None)

    def _dressed(self, call: Call) -> Call:
        if "Content-Type" not in dict(call.headers):
            call = call.with_headers(("Content-Type", JSON))
        return call.with_headers(("Accept-Language", self._settings.language))

    def _client(self) -> Client:
        if self.client is None:
            raise AuthFailed(NAME, "expected a client to log in with, got none")
        return self.client


def _device_id() -> str:
    """A device of its own: a token ends when another is made for the same device and application."""
    return f"gateway-{secrets.token_hex(8)}"


def _basic(user: str, token: str) -> str:
    return "Basic " + b64encode(f"{user}:{token}".encode()).decode()


def _token_in(credentials: str) -> str:
    scheme, _, rest = credentials.partition(" ")
    return b64decode(rest).decode().partition(":")[2] if scheme == "Basic" else rest
