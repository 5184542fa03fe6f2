"""The stand-in server: its settings and routes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from starlette.applications import Starlette
from starlette.routing import Route

from loaders.prisma.sandbox.body import Refused
from loaders.prisma.sandbox.installation import API_KEY, APP_TOKEN, Installation
from loaders.prisma.sandbox.registry import Registry
from loaders.prisma.sandbox.screens import Screens
from loaders.prisma.sandbox.steps import Steps
from loaders.prisma.sandbox.visits import Visits
from loaders.prisma.sandbox.wire import refuse
from loaders.sandbox.people import Person

SETTINGS: Mapping[str, str] = {
    "PRISMA_APP_TOKEN": APP_TOKEN,
    "PRISMA_CHANNEL": "web",
    "PRISMA_API_KEY": API_KEY,
    "PRISMA_CUSTOMER_ID": "external_id",
}
URLS: Mapping[str, str] = {"PRISMA_URL": ""}


def stand_in(people: Sequence[Person], now: Callable[[], datetime]) -> Starlette:
    """Build a Prisma installation that knows these people.

    `app.state.expire_tokens` does nothing, as application tokens and API keys don't expire; `app.state.spend_traces`
    spends every trace; `app.state.activities` lists what was recorded, oldest first.
    """
    installation = Installation(people, now)
    app = Starlette(routes=_routes(installation), exception_handlers={Refused: refuse})
    app.router.redirect_slashes = False
    app.state.expire_tokens = _keep_tokens
    app.state.spend_traces = installation.traces.spend
    app.state.activities = installation.traces.activities
    return app


def _routes(installation: Installation) -> list[Route]:
    visits, screens = Visits(installation), Screens(installation)
    steps, registry = Steps(installation), Registry(installation)
    return [
        # The English page prints /API for this one call, the Spanish page and all other calls /api; both work.
        Route("/API/traces/trace", visits.start_trace, methods=["POST"]),
        Route("/api/traces/trace", visits.start_trace, methods=["POST"]),
        Route("/api/traces/{trace_id}/trail", visits.start_visit, methods=["POST"]),
        Route("/api/traces/trail/{trail_id}/action", visits.record, methods=["POST"]),
        Route("/api/campaigns/active", screens.active, methods=["POST"]),
        Route("/api/campaigns/sync-page", screens.sync_page, methods=["POST"]),
        Route("/api/campaigns/{campaign:int}/funnel", steps.page, methods=["GET"]),
        Route("/api/campaigns/advance-funnel", steps.advance, methods=["POST"]),
        Route("/api/campaigns/business-event", registry.trigger, methods=["POST"]),
        Route("/api/customers/", registry.upsert, methods=["POST"]),
        Route("/api/customers/find/{customer_id:path}", registry.find, methods=["GET"]),
    ]


def _keep_tokens() -> None:
    """Nothing here expires."""
