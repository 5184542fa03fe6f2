"""Who may call: credentials, JSON web tokens and refresh tokens. Beyond the seed: docs 3.2, "Authorization"."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import orjson

from loaders.open_loyalty.sandbox.answers import unauthorized

Role = Literal["admin", "seller"]

SETTINGS = {"OPEN_LOYALTY_USERNAME": "admin", "OPEN_LOYALTY_PASSWORD": "open"}
PERMANENT_KEY = "stand-in-permanent-key"
"What `X-AUTH-TOKEN` must carry."

_LOGINS: dict[Role, tuple[str, str]] = {"admin": ("admin", "open"), "seller": ("seller@example.com", "open")}
_TOKEN_LIFE = timedelta(seconds=86_400)
_REFRESH_LIFE = timedelta(days=30)
_SECRET = b"open loyalty stand-in"


@dataclass(frozen=True, slots=True)
class Pair:
    """What a login or a refresh yields."""

    token: str
    refresh_token: str


@dataclass(frozen=True, slots=True)
class Grant:
    """Whose a token is, and until when."""

    role: Role
    expires_at: datetime


class Tokens:
    """All tokens this stand-in has issued."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._issued = 0
        self._tokens: dict[str, Grant] = {}
        self._refreshes: dict[str, Grant] = {}

    def log_in(self, role: Role, username: str, password: str) -> Pair | None:
        """A new pair, or None if the credentials are wrong."""
        if (username, password) != _LOGINS[role]:
            return None
        self._issued += 1
        refresh = hashlib.sha512(f"{role} {self._issued}".encode()).hexdigest()
        return self._pair(role, refresh)

    def refresh(self, refresh_token: str) -> Pair | None:
        """A new JWT beside the same refresh token, whose own life is extended by the use."""
        grant = self._refreshes.get(refresh_token)
        if grant is None or grant.expires_at <= self._now():
            return None
        self._issued += 1
        return self._pair(grant.role, refresh_token)

    def check(self, token: str) -> Role:
        """The role the JWT was issued to, or a 401 saying why not."""
        grant = self._tokens.get(token)
        if grant is None:
            raise unauthorized("Invalid JWT Token")
        if grant.expires_at <= self._now():
            raise unauthorized("Expired JWT Token")
        return grant.role

    def revoke(self, role: Role) -> None:
        """Kill the user's refresh tokens; JWTs live on until they expire."""
        self._refreshes = {token: grant for token, grant in self._refreshes.items() if grant.role != role}

    def expire(self) -> None:
        """Make all tokens and refresh tokens issued so far invalid, whatever their `exp` says."""
        past = self._now() - timedelta(seconds=1)
        self._tokens = {token: Grant(grant.role, past) for token, grant in self._tokens.items()}
        self._refreshes.clear()

    def _pair(self, role: Role, refresh: str) -> Pair:
        now = self._now()
        token = _signed(role, now, self._issued)
        self._tokens[token] = Grant(role, now + _TOKEN_LIFE)
        self._refreshes[refresh] = Grant(role, now + _REFRESH_LIFE)
        return Pair(token, refresh)


def _signed(role: Role, now: datetime, serial: int) -> str:
    issued_at = int(now.timestamp())
    claims = {
        "iat": issued_at,
        "exp": issued_at + int(_TOKEN_LIFE.total_seconds()),
        "roles": ["ROLE_ADMIN" if role == "admin" else "ROLE_SELLER", "ROLE_USER"],
        "username": _LOGINS[role][0],
        "jti": str(serial),
    }
    # The vendor signs with RS256; a client holds no key to check either, so HS256 does here.
    head = ".".join(_base64(orjson.dumps(part)) for part in ({"typ": "JWT", "alg": "HS256"}, claims))
    return f"{head}.{_base64(hmac.digest(_SECRET, head.encode(), 'sha256'))}"


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
