"""The stand-in's front: one route per documented request line."""

from collections.abc import Callable, Sequence
from datetime import datetime

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route

from loaders.footprints.sandbox import campaigns, catalogue, notifications
from loaders.footprints.sandbox.actions import Actions
from loaders.footprints.sandbox.clients import Clients
from loaders.footprints.sandbox.documents import Documents
from loaders.footprints.sandbox.leads import Leads
from loaders.footprints.sandbox.listings import Listings, whole
from loaders.footprints.sandbox.loyalty import Loyalty
from loaders.footprints.sandbox.refusals import Refused, refuse
from loaders.footprints.sandbox.seeding import fill
from loaders.footprints.sandbox.state import State
from loaders.footprints.sandbox.tokens import Endpoint, Tokens
from loaders.footprints.sandbox.tracking import Tracking
from loaders.sandbox.people import Person

Line = tuple[str, str, Endpoint]
"""Method, path, endpoint."""


def stand_in(people: Sequence[Person], now: Callable[[], datetime]) -> Starlette:
    """Return a server that knows these people and tells the time by `now`; all its state is its own."""
    started = now()
    lists = catalogue.build(started)
    state = State(lists, campaigns.plan(started, list(lists.locations.values())), now)
    fill(state, people, started)
    tokens = Tokens(now)
    lines = [*_leads(state), *_customers(state), *_lists(lists), ("POST", "/api/notifications/send", notifications.send)]
    app = Starlette(
        routes=[
            _route(("POST", "/api/token", tokens.issue)),
            *(_route((method, path, tokens.guard(endpoint))) for method, path, endpoint in lines),
            *(_route(line) for line in _tracking(state)),
        ],
        exception_handlers={Refused: refuse, HTTPException: refuse},
    )
    app.router.redirect_slashes = False
    app.state.expire_tokens = tokens.expire
    return app


def _route(line: Line) -> Route:
    method, path, endpoint = line
    return Route(path, endpoint, methods=[method])


def _leads(state: State) -> list[Line]:
    """Order matters: `action`, `nps` and `leadLost` would also fit the patterns below them."""
    leads, actions = Leads(state, Clients(state)), Actions(state)
    return [
        ("POST", "/api/lead", leads.create),
        ("GET", "/api/lead", leads.listing),
        ("POST", "/api/prospect", leads.prospect),
        ("POST", "/api/lead/action", actions.add),
        ("PUT", "/api/lead/action/{action_id}", actions.update),
        ("GET", "/api/lead/actions/{lead_id}", actions.of_lead),
        ("GET", "/api/lead/action-types", actions.types),
        ("PUT", "/api/lead/{lead_id}", leads.update),
        ("PUT", "/api/lead/{lead_id}/nps", leads.rate),
        ("PUT", "/api/lead/{lead_id}/leadLost", leads.lose),
        ("PUT", "/api/lead/{lead_id}/{document_type}", Documents(state).upload),
    ]


def _customers(state: State) -> list[Line]:
    clients, loyalty = Clients(state), Loyalty(state)
    return [
        ("GET", "/api/client", clients.get),
        ("PUT", "/api/client", clients.update),
        ("DELETE", "/api/client", clients.delete),
        ("GET", "/api/loyaltyCode/active-campaigns", loyalty.active),
        ("GET", "/api/loyaltyCode/campaigns", loyalty.campaigns),
        ("POST", "/api/loyaltyCode/check", loyalty.check),
        ("POST", "/api/loyaltyCode/change", loyalty.change),
        ("POST", "/api/loyaltyCode/list", loyalty.listing),
        ("POST", "/api/loyaltyCode/history", loyalty.history),
    ]


def _lists(lists: catalogue.Catalogue) -> list[Line]:
    listings = Listings(lists)
    return [
        ("GET", "/api/offerCategory", listings.categories),
        ("GET", "/api/offer", listings.offers),
        ("GET", "/api/sku", listings.skus),
        ("GET", "/api/location", listings.locations),
        ("GET", "/api/offlineCampaign", whole(lists.offline_campaigns)),
        ("GET", "/api/business-users", whole(lists.business_users)),
        ("GET", "/api/channels", whole(lists.channels)),
    ]


def _tracking(state: State) -> list[Line]:
    tracking = Tracking(state)
    return [
        ("POST", "/jsapi/init", tracking.start_web),
        ("POST", "/jsapi/send", tracking.track_web),
        ("POST", "/mobileapi/init", tracking.start_mobile),
        ("POST", "/mobileapi/send", tracking.track_mobile),
        ("PUT", "/mobileapi/sensors", tracking.sensors),
        ("PUT", "/mobileapi/geo", tracking.position),
    ]
