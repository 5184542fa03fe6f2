"""The keys that sign users' tokens, fetched without making anybody wait that needn't, and rotated."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import httpx
import structlog
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from loaders.upstream.clock import Clock

_FRESH_S = 600.0
_PAUSE_S = 30.0
_TIMEOUT_S = 5.0
_MOST_BYTES = 256 * 1024
_MOST_KEYS = 50

log = structlog.get_logger("gateway.access")


class KeysAway(Exception):
    """No keys are known: they were never fetched, and can't be now."""


@dataclass(frozen=True, slots=True)
class Published:
    """A public key, and the one algorithm that it is for; None for any of its kind, which RSA has several of."""

    key: PyJWK
    algorithm: str | None


class Jwks:
    """A published key set. It is fetched again when it has aged, in the background, and when a token names an unknown key: then at
    most once in 30 s, however many such tokens come, so that made-up key ids reach nobody.
    """

    def __init__(self, url: str, http: httpx.AsyncClient, clock: Clock) -> None:
        self._url = url
        self._http = http
        self._clock = clock
        self._keys: Mapping[str, Published] = MappingProxyType({})
        self._fetched: float | None = None
        self._tried: float | None = None
        self._flight: asyncio.Task[None] | None = None

    async def key(self, key_id: str | None) -> Published | None:
        """Return the key of that id, or the only one where a token names none; None where there is no such key.

        Raises KeysAway where no keys were ever had.
        """
        now = self._clock.monotonic()
        if self._fetched is None:
            await self._refreshed(now)
            if self._fetched is None:
                raise KeysAway
        elif now - self._fetched > _FRESH_S:
            self._begin(now)
        found = self._find(key_id)
        if found is None and self._may_try(now):
            await self._refreshed(now)
            found = self._find(key_id)
        return found

    async def close(self) -> None:
        """End the connections."""
        if self._flight is not None:
            self._flight.cancel()
        await self._http.aclose()

    def _find(self, key_id: str | None) -> Published | None:
        if key_id is None:
            return next(iter(self._keys.values())) if len(self._keys) == 1 else None
        return self._keys.get(key_id)

    def _may_try(self, now: float) -> bool:
        return self._tried is None or now - self._tried >= _PAUSE_S

    def _begin(self, now: float) -> "asyncio.Task[None] | None":
        """Fetch once for all who wait, unless it was tried a moment ago."""
        if self._flight is None or self._flight.done():
            if not self._may_try(now):
                return None
            self._tried = now
            self._flight = asyncio.create_task(self._fetch())
        return self._flight

    async def _refreshed(self, now: float) -> None:
        flight = self._begin(now)
        if flight is not None:
            await asyncio.shield(flight)

    async def _fetch(self) -> None:
        try:
            self._keys = _read(await self._body())
            self._fetched = self._clock.monotonic()
        except (httpx.HTTPError, PyJWTError, ValueError, TimeoutError) as error:
            log.error("jwks_not_fetched", reason=type(error).__name__)

    async def _body(self) -> bytes:
        async with asyncio.timeout(_TIMEOUT_S), self._http.stream("GET", self._url) as response:
            response.raise_for_status()
            body = b""
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > _MOST_BYTES:
                    raise ValueError("the key set is too large")
            return body


def _read(body: bytes) -> Mapping[str, Published]:
    """Return the usable keys: public ones for signatures. One that is broken or of an unknown kind is passed over."""
    listed = httpx.Response(200, content=body).json()
    if not isinstance(listed, dict) or not isinstance(listed.get("keys"), list):
        raise ValueError("expected a key set")
    keys: dict[str, Published] = {}
    for held in listed["keys"][:_MOST_KEYS]:
        if not isinstance(held, dict) or held.get("kty") not in ("RSA", "EC", "OKP") or held.get("use", "sig") != "sig":
            continue
        try:
            key = PyJWK.from_dict(held)
            is_any = held["kty"] == "RSA" and not held.get("alg")
            keys[str(held.get("kid", ""))] = Published(key, None if is_any else key.algorithm_name)
        except PyJWTError:
            continue
    if not keys:
        raise ValueError("expected at least one usable key")
    return MappingProxyType(keys)
