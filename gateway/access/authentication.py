"""Who sends a request: by API key, by token, or everybody. Whatever isn't let in expressly is kept out."""

from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx
from starlette.requests import HTTPConnection

from gateway.access.jwks import Jwks, KeysAway
from gateway.access.keys import BrokenKeys, Keys
from gateway.access.tokens import Rules, Tokens
from gateway.http.headers import Scope, header
from gateway.http.refusal import Refused
from gateway.process import Process
from gateway.settings import BrokenSettings, GatewaySettings
from loaders.identity.handle import Kind
from loaders.upstream.scope import Scope as RequestScope
from loaders.upstream.transport import trusted
from resolvers.context import Caller
from resolvers.customer import key_of_handle, key_of_id, key_of_vendor
from resolvers.identity.key import Key
from resolvers.refusals import BadInput

_KINDS: Mapping[str, Kind] = {
    "external_id": Kind.EXTERNAL_ID,
    "loyalty_card": Kind.LOYALTY_CARD,
    "email": Kind.EMAIL,
    "phone": Kind.PHONE,
}
_CHALLENGE = (b"www-authenticate", b'Bearer realm="graphql"')
_LONGEST = 10 * 1024
_EVERYBODY = Caller()


class Authentication:
    """Knows the callers of one process. `close` ends what it fetches tokens' keys with."""

    def __init__(self, keys: Keys | None, tokens: Tokens | None, jwks: Jwks | None, *, is_open: bool = False) -> None:
        self._keys = keys
        self._tokens = tokens
        self._jwks = jwks
        self.is_open = is_open

    async def __call__(self, connection: HTTPConnection) -> Caller:
        """Return who sends the request, by its headers alone; refuses with 401 before a byte of the body is read."""
        if self.is_open:
            return _EVERYBODY
        credential, is_key = _credential(connection.scope)
        if credential is None:
            raise _refused("Credentials are needed here: `Authorization: Bearer …` or `X-API-Key`.")
        caller = await self._known(credential, is_key=is_key)
        if caller is None:
            raise _refused("The credentials are wrong, expired or revoked.", b', error="invalid_token"')
        return caller

    async def has_token_keys(self) -> bool:
        """Whether the keys that sign tokens can be had, where tokens are taken; fetches them."""
        try:
            if self._jwks is not None:
                await self._jwks.key(None)
        except KeysAway:
            return False
        return True

    async def close(self) -> None:
        """End the connections."""
        if self._jwks is not None:
            await self._jwks.close()

    async def _known(self, credential: str, *, is_key: bool) -> Caller | None:
        is_token = not is_key and credential.count(".") == 2
        if not is_token:
            return self._keys.caller(credential) if self._keys is not None else None
        if self._tokens is None:
            return None
        try:
            return await self._tokens.caller(credential)
        except KeysAway:
            message = "Tokens can't be checked just now: the keys they are signed with are away."
            raise Refused(503, "UNAVAILABLE", message, [(b"retry-after", b"30")]) from None


def authentication(process: Process, *, demo: bool = False) -> Authentication:
    """Make it from the settings; raises BrokenSettings with a sentence per thing that is missing. The demo lets everybody in."""
    settings = process.settings.gateway
    if demo or settings.auth == "none":
        return Authentication(None, None, None, is_open=True)
    complaints = list(missing(settings, list(process.known_vendors)))
    if complaints:
        raise BrokenSettings(complaints)
    ways = _ways(settings)
    keys = _keys(process) if "keys" in ways else None
    if "jwt" not in ways:
        return Authentication(keys, None, None)
    http = httpx.AsyncClient(verify=trusted(), timeout=5.0, trust_env=False, follow_redirects=False)
    jwks = Jwks(str(settings.jwks_url), http, process.clock)
    return Authentication(keys, Tokens(jwks, _rules(process), lambda subject: process.cache.key("user", "jwt", subject)), jwks)


def missing(settings: GatewaySettings, vendors: Sequence[str]) -> list[str]:
    """Return a sentence for each setting that the chosen ways of authentication lack."""
    ways, found = _ways(settings), []
    if settings.auth is None:
        found.append("GATEWAY_AUTH is missing: set it to keys, jwt or keys,jwt; or to none to let everybody in.")
    if "keys" in ways:
        if settings.api_keys_file is None:
            found.append("GATEWAY_API_KEYS_FILE is missing; GATEWAY_AUTH=keys needs it.")
        elif not settings.api_keys_file.is_file():
            found.append(f"GATEWAY_API_KEYS_FILE: {settings.api_keys_file} is not there; `gateway keys create` makes it.")
    if "jwt" in ways:
        needed = {"JWKS_URL": settings.jwks_url, "JWT_ISSUER": settings.jwt_issuer, "JWT_AUDIENCE": settings.jwt_audience}
        found += [f"GATEWAY_{name} is missing; GATEWAY_AUTH=jwt needs it." for name, value in needed.items() if not value]
        if settings.jwks_url and not _is_safe(settings.jwks_url):
            found.append("GATEWAY_JWKS_URL: expected https, or http on this machine.")
        if settings.jwt_customer_kind not in (*_KINDS, "id", *vendors):
            found.append(f"GATEWAY_JWT_CUSTOMER_KIND: expected one of {', '.join((*_KINDS, 'id', *vendors))}.")
    return found


def _ways(settings: GatewaySettings) -> frozenset[str]:
    return frozenset(way.strip() for way in (settings.auth or "").split(",") if way.strip())


def _keys(process: Process) -> Keys:
    path = process.settings.gateway.api_keys_file
    assert path is not None  # checked before
    try:
        return Keys(path, process.clock)
    except (BrokenKeys, OSError) as error:
        raise BrokenSettings([f"GATEWAY_API_KEYS_FILE: {error}."]) from None


def _rules(process: Process) -> Rules:
    settings = process.settings.gateway

    def customer_of(text: str) -> Key | None:
        context = process.context(RequestScope(), _EVERYBODY)
        try:
            if settings.jwt_customer_kind in _KINDS:
                return key_of_handle(context, _KINDS[settings.jwt_customer_kind], text)
            return (
                key_of_id(text)
                if settings.jwt_customer_kind == "id"
                else key_of_vendor(context, settings.jwt_customer_kind, text)
            )
        except BadInput:
            return None

    return Rules(
        issuer=str(settings.jwt_issuer),
        audience=str(settings.jwt_audience),
        algorithms=settings.jwt_algorithms,
        scopes=frozenset(settings.jwt_scopes),
        customer_claim=None if settings.jwt_customer_claim == "none" else settings.jwt_customer_claim,
        customer_of=customer_of,
    )


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme == "https":
        return True
    try:
        return parts.scheme == "http" and ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.scheme == "http" and parts.hostname == "localhost"


def _credential(scope: Scope) -> tuple[str | None, bool]:
    """Return what the request brings, and whether it can only be a key; one in both headers is refused as unclear."""
    bearer, key = header(scope, b"authorization"), header(scope, b"x-api-key")
    if bearer is not None and key is not None:
        raise _refused("Send one credential, not two.")
    if key is not None:
        return (key.decode("latin-1").strip()[:_LONGEST], True)
    kind, _, text = (bearer or b"").decode("latin-1").partition(" ")
    return (text.strip()[:_LONGEST], False) if kind.lower() == "bearer" and text.strip() else (None, False)


def _refused(message: str, detail: bytes = b"") -> Refused:
    return Refused(401, "UNAUTHENTICATED", message, [(_CHALLENGE[0], _CHALLENGE[1] + detail)])
