"""One installation: its applications, customers, traces and funnels, and the checks most calls share."""

from collections.abc import Callable, Sequence
from datetime import datetime

from loaders.prisma.sandbox.body import Body, Refused
from loaders.prisma.sandbox.campaigns import CAMPAIGNS, Campaign
from loaders.prisma.sandbox.customers import Customers
from loaders.prisma.sandbox.funnels import Funnels
from loaders.prisma.sandbox.traces import Traces, Trail
from loaders.sandbox.people import Person

APP_TOKEN = "882252f3-fe70-4402-9195-639d8037f339"
WEB_APP_TOKEN = "d17c100f-0668-400a-af91-967fe1a09a9e"
"An application without the REST platform: good for campaigns, not for customers."
API_KEY = "prisma-sandbox-api-key"


class Installation:
    """Everything the stand-in remembers."""

    def __init__(self, people: Sequence[Person], now: Callable[[], datetime]) -> None:
        self.now = now
        self.customers = Customers(people, now)
        self.traces = Traces()
        self.funnels = Funnels()

    def demand_application(self, token: str | None, *, rest: bool = False) -> None:
        """Raise Refused with 404 for an unknown application, or one without the REST platform where that is asked for."""
        if token != APP_TOKEN and (rest or token != WEB_APP_TOKEN):
            raise Refused(404, "app-token: the application token is invalid")

    def demand_visit(self, body: Body) -> Trail:
        """The open visit a call names; it must be the named customer's. Raises Refused with 400."""
        trail = self.traces.trail(body.uuid("trail-id"))
        if trail is None:
            raise Refused(400, "trail-id: no such visit")
        trail.trace.demand_open()
        trail.trace.demand_customer(body.customer_id("customer-id"))
        return trail

    def targeted(self, customer_id: str) -> list[Campaign]:
        """The campaigns active for a person; none for somebody who isn't a customer."""
        customer = self.customers.find(customer_id)
        return [campaign for campaign in CAMPAIGNS if customer and campaign.targets(customer)]
