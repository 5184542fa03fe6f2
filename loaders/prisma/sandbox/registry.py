"""Customers: storing, finding, and what happens to them. Docs: Prisma, "Customers", "Business Events"."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from loaders.prisma.sandbox.body import Body, Refused
from loaders.prisma.sandbox.campaigns import EVENTS
from loaders.prisma.sandbox.customers import Customer
from loaders.prisma.sandbox.edn import Value
from loaders.prisma.sandbox.installation import API_KEY, Installation
from loaders.prisma.sandbox.wire import EDN, JSON, accepted, answer, body_of


@dataclass(frozen=True, slots=True)
class Registry:
    """The calls about customers."""

    installation: Installation

    async def upsert(self, request: Request) -> Response:
        """POST /api/customers/ (with the slash); answers 200 without a body."""
        body = await body_of(request)
        self.installation.demand_application(body.text("app-token"), rest=True)
        customer = body.map("customer")
        customer_id = customer.customer_id("id")
        if customer_id is None:
            raise Refused(400, "customer: id is required")
        self.installation.customers.upsert(customer_id, {name: it for name, it in customer.fields.items() if name != "id"})
        return Response(status_code=200)

    async def find(self, request: Request) -> Response:
        """GET /api/customers/find/:customer-id with an API key; from the vendor's help pages, "Using an API Key"."""
        if request.headers.get("authorization") != f"Bearer {API_KEY}":
            raise Refused(401, "Authorization: expected a valid API key")
        customer = self.installation.customers.find(request.path_params["customer_id"])
        if customer is None:
            raise Refused(404, "customer-id: no such customer")
        return answer(request, customer.shown())

    async def trigger(self, request: Request) -> Response:
        """POST /api/campaigns/business-event. Answers 404 for three reasons: no such application, event, or campaign."""
        if not accepted(request) & {EDN, JSON}:
            raise Refused(406, f"Accept: mandatory, expected {EDN} or {JSON}")
        body = await body_of(request)
        self.installation.demand_application(body.text("app-token"))
        event = body.text("event-name")
        if event not in EVENTS:
            raise Refused(404, "event-name: not defined in the application")
        body.free_map("context")
        force = body.flag("force-funnel-restart?", default=False)
        customer = self._customer(body)
        campaign = next((it for it in self.installation.targeted(customer.id) if it.event == event), None)
        if campaign is None:
            raise Refused(404, "event-name: no campaign matches")
        if force:
            self.installation.funnels.restart(campaign, customer)
        trace = self.installation.traces.start(customer.id)
        sent = body.fields["customer-id"]
        fields: dict[str, Value] = {
            "campaign": campaign.name,
            "trace-id": trace.id,
            "tracking-token": self.installation.traces.token(trace, campaign),
            "customer-id": customer.id if isinstance(sent, Mapping) else sent,
        }
        return answer(request, fields, status=202)

    def _customer(self, body: Body) -> Customer:
        """The customer with this id or these fields; if there is none, one is created, whatever comes after."""
        customers = self.installation.customers
        if not isinstance(body.fields.get("customer-id"), Mapping):
            customer_id = body.customer_id("customer-id")
            if customer_id is None:
                raise Refused(400, "customer-id: empty")
            return customers.find(customer_id) or customers.upsert(customer_id, {})
        fields = body.map("customer-id").fields
        if not fields:
            raise Refused(400, "customer-id: empty")
        return customers.search(fields) or customers.create(fields)
