"""Access tokens: fetched once, by one caller for all, renewed before they expire."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from loaders.upstream.clock import Clock

_MARGIN_S = 30.0


@dataclass(frozen=True, slots=True)
class Token:
    """A vendor's access token; `expires_in_s` counts from its arrival, None means until refused. Never printed."""

    text: str
    expires_in_s: float | None = None
    refresh: str | None = None

    def __repr__(self) -> str:
        return "Token(…)"


class TokenBroker:
    """Holds one token. `fetch` gets the previous token (or None), so that it can refresh instead of logging in."""

    def __init__(self, fetch: Callable[[Token | None], Awaitable[Token]], clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._token: Token | None = None
        self._spent: Token | None = None
        self._renew_at = 0.0
        self._flight: asyncio.Task[Token] | None = None

    async def token(self) -> Token:
        """Return the token, fetching it if there is none; callers that come meanwhile share one fetch."""
        if self._token is not None and self._clock.monotonic() < self._renew_at:
            return self._token
        if self._flight is None:
            self._flight = asyncio.create_task(self._renew())
            self._flight.add_done_callback(self._landed)
        return await asyncio.shield(self._flight)

    def refuse(self, text: str) -> None:
        """Note that the vendor refused this token; a newer one is left alone."""
        if self._token is not None and self._token.text == text:
            self._spent, self._token = self._token, None

    async def _renew(self) -> Token:
        token = await self._fetch(self._token or self._spent)
        lifetime_s = float("inf") if token.expires_in_s is None else token.expires_in_s
        self._renew_at = self._clock.monotonic() + max(lifetime_s - _MARGIN_S, lifetime_s * 0.8)
        self._token, self._spent = token, None
        return token

    def _landed(self, flight: asyncio.Task[Token]) -> None:
        self._flight = None
        if not flight.cancelled():
            flight.exception()  # Marks it as seen: every waiter has gone, and the next caller tries again.
