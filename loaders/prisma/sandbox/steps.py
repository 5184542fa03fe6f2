"""The funnel a person walks through after choosing a banner or popup. Docs: Prisma, "Banners and Popups", "Funnel steps"."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from loaders.prisma.sandbox.body import Refused
from loaders.prisma.sandbox.campaigns import Campaign
from loaders.prisma.sandbox.edn import Value
from loaders.prisma.sandbox.installation import Installation
from loaders.prisma.sandbox.traces import Trace
from loaders.prisma.sandbox.wire import answer, body_of


@dataclass(frozen=True, slots=True)
class Steps:
    """The funnel as a page for a browser, and step by step for everybody else."""

    installation: Installation

    async def page(self, request: Request) -> Response:
        """GET /api/campaigns/:campaign/funnel?d=:tracking-token&a=:app-token&t=:trail-id&popup=true; answers HTML."""
        query = request.query_params
        missing = [name for name in ("d", "a", "t") if not query.get(name)]
        if missing:
            raise Refused(400, f"query: expected {', '.join(missing)}")
        self.installation.demand_application(query["a"])
        trail = self.installation.traces.trail(query["t"])
        if trail is None:
            raise Refused(400, "t: no such visit")
        trail.trace.demand_open()
        campaign = self._campaign(trail.trace, query["d"], request.path_params["campaign"])
        return HTMLResponse(f"<!doctype html><title>{campaign.title}</title><h1>{campaign.title}</h1><p>{campaign.message}</p>")

    async def advance(self, request: Request) -> Response:
        """POST /api/campaigns/advance-funnel. Without step-data the funnel opens, with it, even empty, it goes on."""
        body = await body_of(request)
        token: Value = body.uuid("tracking-token")
        campaign_id, step_data = body.campaign_id("campaign-id"), body.free_map("step-data")
        trace = self.installation.demand_visit(body).trace
        campaign = self._campaign(trace, token, campaign_id)
        customer = self.installation.customers.find(trace.customer_id)
        if customer is None:
            raise Refused(400, "trail-id: the visit has no customer")
        if step_data is None:
            return answer(request, self.installation.funnels.open(campaign, customer))
        return answer(request, self.installation.funnels.advance(campaign, customer, step_data))

    def _campaign(self, trace: Trace, token: Value, campaign_id: int) -> Campaign:
        """The campaign of a person's interaction; campaign and token must correspond."""
        interaction = self.installation.traces.interaction(token, trace.customer_id)
        if interaction is None or interaction.campaign.id != campaign_id:
            raise Refused(400, "tracking-token: does not correspond to an interaction of this customer with this campaign")
        return interaction.campaign
