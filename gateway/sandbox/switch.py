"""The switch of a stand-in's trouble, for who is outside the process: `/_sandbox` on the stand-in's own port."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Annotated

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.sandbox.faults import Fault, Trouble
from gateway.sandbox.recorded import Recorder

PATH = "/_sandbox"

Seconds = Annotated[float, msgspec.Meta(ge=0, le=3600)]
Times = Annotated[int, msgspec.Meta(ge=1)]

_ALLOWED = {
    "fault": [*(fault.value for fault in Fault), None],
    "latency_s": "0 to 3600, before every answer; default 0",
    "slow_s": "0 to 3600, for the fault slow; default 30",
    "times": "how many calls meet the trouble, 1 or more; default null, all",
    "only": 'a regular expression for the "METHOD /path" of the calls that meet it; default null, all',
}


class Orders(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a PUT asks for: all of the trouble, so that what it leaves out is off."""

    fault: Fault | None = None
    latency_s: Seconds = 0.0
    slow_s: Seconds = 30.0
    times: Times | None = None
    only: str | None = None


@dataclass(frozen=True, slots=True)
class Only:
    """The calls whose "METHOD /path" matches a regular expression as a whole."""

    pattern: str

    def __call__(self, method: str, path: str) -> bool:
        return re.fullmatch(self.pattern, f"{method} {path}") is not None


class Switch:
    """Wraps the trouble: answers what concerns `/_sandbox` itself, uncounted and at once, whatever the trouble is.

    GET tells the calls and the present trouble, PUT sets the trouble, DELETE ends it and counts anew; the data stays.
    """

    def __init__(self, trouble: Trouble, recorder: Recorder) -> None:
        self._trouble = trouble
        self._recorder = recorder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app: ASGIApp = self._trouble
        if scope["type"] == "http" and scope["path"] == PATH:
            app = await self._answer(Request(scope, receive))
        await app(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method == "PUT":
            try:
                self._set(msgspec.json.decode(await request.body(), type=Orders))
            except (msgspec.DecodeError, ValueError, re.error, OverflowError) as error:  # The latter two of `only`.
                return JSONResponse({"error": str(error), "allowed": _ALLOWED}, 400)
        elif request.method == "DELETE":
            self._trouble.end()
            self._recorder.reset()
        elif request.method != "GET":
            return JSONResponse({"error": "GET, PUT or DELETE"}, 405, {"allow": "GET, PUT, DELETE"})
        return JSONResponse({"calls": self._calls(), "trouble": self._present()})

    def _set(self, orders: Orders) -> None:
        if orders.only is not None:
            re.compile(orders.only)
        trouble = self._trouble
        trouble.end()
        trouble.fault, trouble.latency_s, trouble.slow_s = orders.fault, orders.latency_s, orders.slow_s
        trouble.only = None if orders.only is None else Only(orders.only)
        trouble.times = orders.times

    def _calls(self) -> dict[str, int]:
        """Count the newest 20,000 calls by method and path, most frequent first."""
        return dict(Counter(f"{call.method} {call.path}" for call in self._recorder.calls).most_common())

    def _present(self) -> dict[str, object]:
        trouble = self._trouble
        return {
            "fault": trouble.fault and trouble.fault.value,
            "latency_s": trouble.latency_s,
            "slow_s": trouble.slow_s,
            "times": trouble.times,
            "only": trouble.only.pattern if isinstance(trouble.only, Only) else None,
        }
