"""Sends one call over httpx and turns every way it can fail into one of our errors."""

import asyncio
import ssl
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TypeVar

import httpx

from loaders.upstream.call import Call
from loaders.upstream.errors import Malformed, TimedOut, TooLarge, Unavailable
from loaders.upstream.slots import Slots

T = TypeVar("T")

_LARGEST = 64 * 1024 * 1024


@cache
def trusted() -> ssl.SSLContext:
    """Which certificates are taken. Reading them takes as long as a hundred calls, so all clients of a process share one."""
    return httpx.create_ssl_context(trust_env=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """A vendor's whole answer; names of headers are lower case."""

    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def content_type(self) -> str:
        """The media type without parameters, lower case; empty where missing."""
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()

    def retry_after_s(self, now: datetime) -> float | None:
        """Seconds from `Retry-After`, given as a number or a date."""
        text = self.headers.get("retry-after", "").strip()
        if text.isdigit():
            return float(text)
        try:
            return max(0.0, (parsedate_to_datetime(text) - now).total_seconds()) if text else None
        except (ValueError, TypeError):
            return None

    @property
    def max_age_s(self) -> float | None:
        """Seconds left of `Cache-Control: max-age`, by the answer's `Age`; 0 for `no-store`.

        `no-cache` says nothing here: web frameworks send it with every answer, asked or not, and nobody can be asked whether an
        answer still holds for less than it costs to have it anew.
        """
        found = None
        for part in self.headers.get("cache-control", "").lower().split(","):
            name, _, seconds = part.strip().partition("=")
            if name == "no-store":
                return 0.0
            if name == "max-age" and seconds.strip('"').isdigit():
                age = self.headers.get("age", "").strip()
                found = max(0.0, float(seconds.strip('"')) - (int(age) if age.isdigit() else 0))
        return found


class Unsent(Unavailable):
    """The request never left: a write that failed this way has certainly not happened."""


class UnsentInTime(TimedOut):
    """The deadline passed before the request left, so that a write has certainly not happened."""


class Transport:
    """One vendor's connections, held for the life of the process."""

    def __init__(self, vendor: str, url: str, *, concurrency: int) -> None:
        self.vendor = vendor
        self._url = url.rstrip("/")
        self.slots = Slots(concurrency)
        "Who calls holds one; waiting for it is no part of a call's deadline."
        self._http = httpx.AsyncClient(
            verify=trusted(),
            # Room for a token to be fetched while every slot is taken.
            limits=httpx.Limits(max_connections=concurrency + 2, max_keepalive_connections=concurrency + 2),
            timeout=None,  # one deadline around the whole exchange is stricter than httpx's four
            trust_env=False,
            follow_redirects=False,
        )

    async def send(self, call: Call, timeout_s: float) -> Reply:
        """Send it once and read the whole answer, whatever its status. Raises Unsent, Unavailable, TimedOut or Malformed."""
        return await self._within(timeout_s, self._whole(self._request(call)))

    async def stream(self, call: Call, timeout_s: float) -> httpx.Response:
        """Send it and return as soon as the headers are here; the caller reads and closes the answer. Raises what `send` does."""
        return await self._within(timeout_s, self._http.send(self._request(call), stream=True))

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def _within(self, timeout_s: float, sending: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(timeout_s):
                return await sending
        except TimeoutError as error:
            raise TimedOut(self.vendor, timeout_s) from error
        except (httpx.ConnectError, httpx.UnsupportedProtocol, httpx.PoolTimeout) as error:
            raise Unsent(self.vendor, "expected a connection, got none") from error
        except httpx.DecodingError as error:
            raise Malformed(self.vendor, path="$", expected="a decodable body", got="a broken content encoding") from error
        except httpx.HTTPError as error:
            raise Unavailable(self.vendor, f"expected an answer, got a broken connection ({type(error).__name__})") from error

    async def _whole(self, request: httpx.Request) -> Reply:
        response = await self._http.send(request, stream=True)
        try:
            return Reply(response.status_code, response.headers, await self._body(response))
        finally:
            await response.aclose()

    def _request(self, call: Call) -> httpx.Request:
        url = httpx.URL((call.url or self._url) + call.path)
        if call.query:
            url = url.copy_merge_params(httpx.QueryParams(call.query))
        if call.files is None:
            return self._http.build_request(call.method, url, headers=list(call.headers), content=call.body)
        files = [(part.name, (part.filename, part.content, part.content_type)) for part in call.files]
        return self._http.build_request(call.method, url, headers=list(call.headers), files=files)

    async def _body(self, response: httpx.Response) -> bytes:
        chunks, size = [], 0
        async for chunk in response.aiter_bytes():
            size += len(chunk)
            if size > _LARGEST:
                raise TooLarge(self.vendor, _LARGEST)
            chunks.append(chunk)
        return b"".join(chunks)
