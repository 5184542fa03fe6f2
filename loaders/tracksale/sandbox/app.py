"""The stand-in's application: its routes, its state and what guards it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from starlette.applications import Starlette
from starlette.middleware import Middleware

from loaders.sandbox.people import Person
from loaders.tracksale.sandbox.account import Account
from loaders.tracksale.sandbox.annotations import Annotations
from loaders.tracksale.sandbox.campaigns import Campaigns
from loaders.tracksale.sandbox.dispatch_reports import DispatchReports
from loaders.tracksale.sandbox.gate import CallLimit, CallWindow, TokenCheck
from loaders.tracksale.sandbox.history import filled
from loaders.tracksale.sandbox.insertions import Insertions
from loaders.tracksale.sandbox.lots import Lots
from loaders.tracksale.sandbox.periods import ZONE
from loaders.tracksale.sandbox.refusals import REFUSALS
from loaders.tracksale.sandbox.reports import Reports

SETTINGS: Mapping[str, str] = {"TRACKSALE_TOKEN": "tracksale-sandbox-token", "TRACKSALE_TIMEZONE": ZONE.key}
URLS: Mapping[str, str] = {"TRACKSALE_URL": "", "TRACKSALE_V3_URL": ""}


def stand_in(people: Sequence[Person], now: Callable[[], datetime]) -> Starlette:
    """Build a fresh account that knows these people; both of the vendor's hosts answer from the one app.

    `app.state.limit_calls = True` switches on the limit of 1000 calls in any five minutes, and `app.state.solve_captcha()`
    ends the lock that follows. Tokens are static, so `app.state.expire_tokens()` does nothing.
    """
    account: Account = filled(people, now)
    window = CallWindow(now)
    areas = (Campaigns(account), Lots(account), Insertions(account), Annotations(account), Reports(account))
    app = Starlette(
        routes=[route for area in (*areas, DispatchReports(account)) for route in area.routes()],
        middleware=[Middleware(CallLimit, window=window), Middleware(TokenCheck, token=SETTINGS["TRACKSALE_TOKEN"])],
        exception_handlers=REFUSALS,
    )
    app.router.redirect_slashes = False
    app.state.limit_calls = False
    app.state.solve_captcha = window.solve
    app.state.expire_tokens = _keep_tokens
    return app


def _keep_tokens() -> None:
    """Do nothing: the page documents neither an expiry nor a refresh of tokens."""
