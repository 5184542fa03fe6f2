"""What every call passes first: the call limit with its CAPTCHA, then the token."""

from collections import deque
from collections.abc import Callable
from datetime import datetime

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from loaders.tracksale.sandbox.wire import Json

CALLS = 1000
PER_S = 300.0

_CAPTCHA = """<!DOCTYPE html>
<html><head><title>Track.co</title></head><body>
<h1>Too many requests</h1><p>Solve the CAPTCHA to continue sending requests.</p>
<form method="post"><div class="g-recaptcha"></div><button>Continue</button></form>
</body></html>
"""


class CallWindow:
    """The calls of the last five minutes; more than 1000 lock the account until someone solves the CAPTCHA."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._calls: deque[float] = deque()
        self._is_locked = False

    def admits(self) -> bool:
        """Count one call, and tell whether it may pass."""
        now = self._now().timestamp()
        while self._calls and self._calls[0] <= now - PER_S:
            self._calls.popleft()
        self._is_locked = self._is_locked or len(self._calls) >= CALLS
        if not self._is_locked:
            self._calls.append(now)
        return not self._is_locked

    def solve(self) -> None:
        """Unlock, and start counting anew."""
        self._is_locked = False
        self._calls.clear()


class CallLimit:
    """Answers 405 with an HTML page to every call while the account is locked, if `app.state.limit_calls` is on."""

    def __init__(self, app: ASGIApp, window: CallWindow) -> None:
        self._app = app
        self._window = window

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["app"].state.limit_calls and not self._window.admits():
            await HTMLResponse(_CAPTCHA, status_code=405)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class TokenCheck:
    """Wants `Authorization: bearer TOKEN`, the token as it is; the page writes `bearer`, public clients also `Bearer`.

    The page documents no error body: 401 and an `error` text are this stand-in's choice.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._accepted = {f"bearer {token}".encode(), f"Bearer {token}".encode()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = dict(scope["headers"]).get(b"authorization")
        if sent in self._accepted:
            await self._app(scope, receive, send)
        else:
            error = "Token not provided" if sent is None else "Invalid token"
            await Json({"error": error}, status_code=401)(scope, receive, send)
