"""Tokens: who holds one, on which interface, and until when."""

import base64
import binascii
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Literal

from loaders.carecloud.sandbox.errors import unauthorized
from loaders.carecloud.sandbox.settings import CUSTOMER_LOGIN, Interface

Scheme = Literal["Basic", "Bearer"]
VALIDITY = timedelta(hours=7)
"Of a user's token, by default. A customer token has no fixed end."


@dataclass(slots=True)
class Session:
    """What a token stands for. `customer_id` is the person logged in on it (customer interface only)."""

    token: str
    scheme: Scheme
    interface: Interface
    valid_to: datetime | None = None
    device: tuple[str, str] | None = None
    customer_id: str | None = None
    registered: set[str] = field(default_factory=set)
    "Customers created with this token: the seed goes on to write their interests and properties without a login."


class Sessions:
    """All tokens issued and still alive."""

    def __init__(self) -> None:
        self._open: dict[str, Session] = {}
        self._numbers = count(1)

    def open_user(self, now: datetime) -> Session:
        """A token of the enterprise interface, good for seven hours."""
        return self._keep(Session(self._token()[:40], "Bearer", "enterprise", valid_to=now + VALIDITY))

    def open_customer(self, scheme: Scheme, device: tuple[str, str] | None) -> Session:
        """A token of the customer interface; it ends an older one of the same device and application."""
        for token, session in list(self._open.items()):
            if device is not None and session.device == device:
                del self._open[token]
        return self._keep(Session(self._token(), scheme, "customer", device=device))

    def find(self, authorization: str, interface: Interface, now: datetime) -> Session:
        """The session of an Authorization header, or Refused."""
        scheme, token = _credentials(authorization)
        session = self._open.get(token)
        if session is None or session.interface != interface or session.scheme != scheme:
            raise unauthorized("Invalid or expired token")
        if session.valid_to is not None and now >= session.valid_to:
            del self._open[token]
            raise unauthorized("Invalid or expired token")
        return session

    def get(self, token: str) -> Session | None:
        """The session of a token that stands in a path or body."""
        return self._open.get(token)

    def close(self, token: str) -> None:
        """End one token."""
        self._open.pop(token, None)

    def expire(self) -> None:
        """End all tokens at once."""
        self._open.clear()

    def _keep(self, session: Session) -> Session:
        self._open[session.token] = session
        return session

    def _token(self) -> str:
        return sha256(f"carecloud token {next(self._numbers)}".encode()).hexdigest()


def basic_login(authorization: str) -> tuple[str, str] | None:
    """User name and password of a Basic header, or None if it is no such header."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        decoded = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise unauthorized("Malformed Basic credentials") from error
    user, colon, password = decoded.partition(":")
    if not colon:
        raise unauthorized("Malformed Basic credentials")
    return user, password


def _credentials(authorization: str) -> tuple[Scheme, str]:
    if not authorization:
        raise unauthorized("Missing Authorization header")
    if basic := basic_login(authorization):
        if basic[0] != CUSTOMER_LOGIN:
            raise unauthorized("Unknown user name")
        return "Basic", basic[1]
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise unauthorized("Basic or Bearer expected")
    return "Bearer", token
