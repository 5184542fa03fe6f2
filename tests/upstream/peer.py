"""A vendor of one route on a socket, which answers as the test says."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pydantic import AnyHttpUrl
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.sandbox.faults import Trouble
from gateway.sandbox.recorded import Recorder
from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.memory import MemoryCache
from loaders.upstream.call import Call
from loaders.upstream.client import Client
from loaders.upstream.clock import SystemClock
from loaders.upstream.policy import Policy
from loaders.upstream.settings import VendorSettings
from loaders.upstream.tokens import Token, TokenBroker
from loaders.upstream.vendor import Kit, Plumbing

READ = Call("thing", "GET", "/thing")
WRITE = Call("make thing", "POST", "/thing").with_json({"name": "one"})
CHECK = "read `things` to see whether it is there"


class Tokens:
    """Credentials that the peer may stop to take."""

    def __init__(self) -> None:
        self.fetched = 0
        self._broker = TokenBroker(self._fetch, SystemClock())

    async def authorize(self, call: Call) -> Call:
        return call.with_headers(("Authorization", (await self._broker.token()).text))

    def refused(self, call: Call) -> bool:
        self._broker.refuse(dict(call.headers)["Authorization"])
        return True

    async def _fetch(self, _spent: Token | None) -> Token:
        self.fetched += 1
        return Token(f"token {self.fetched}", expires_in_s=3600)


@dataclass(slots=True)
class Peer:
    """A vendor of one route: `answers` are given in order, the last one again and again."""

    answers: list[Callable[[Request], Response]] = field(default_factory=lambda: [lambda _: JSONResponse({"name": "one"})])
    recorder: Recorder = field(default_factory=Recorder)
    tokens: Tokens = field(default_factory=Tokens)
    port: int = 0

    async def thing(self, request: Request) -> Response:
        """Give the next answer."""
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer(request)

    def client(self, policy: Policy) -> Client:
        """A client that knows the peer's address."""
        settings = VendorSettings(url=AnyHttpUrl(f"http://127.0.0.1:{self.port}"))
        kit = Kit(cache=Cache(MemoryCache(SystemClock(), 10), b"secret"))
        return Plumbing("peer", settings, kit, policy).client(self.tokens, zone="UTC")

    @property
    def calls(self) -> int:
        """How many requests came over the wire."""
        return len(self.recorder.calls)


@dataclass(slots=True)
class Served:
    """The peer and what makes it fail below HTTP."""

    peer: Peer
    trouble: Trouble


def status(code: int, **headers: str) -> Callable[[Request], Response]:
    """Answer with a status and an error text."""
    return lambda _: JSONResponse({"error": "no"}, code, headers=headers)


def good(_: Request) -> Response:
    """Answer as documented."""
    return JSONResponse({"name": "one"})
