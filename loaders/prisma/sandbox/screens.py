"""What a page or screen shows to a person. Docs: Prisma, "Active Campaigns", "Banners and Popups"."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from loaders.prisma.sandbox.campaigns import PLACEHOLDERS, Campaign, Placeholder
from loaders.prisma.sandbox.customers import Customer
from loaders.prisma.sandbox.edn import Value
from loaders.prisma.sandbox.installation import Installation
from loaders.prisma.sandbox.traces import Trace
from loaders.prisma.sandbox.wire import answer, body_of


@dataclass(frozen=True, slots=True)
class Screens:
    """The two calls that list a person's campaigns; an application token that isn't known answers 404, as elsewhere."""

    installation: Installation

    async def active(self, request: Request) -> Response:
        """POST /api/campaigns/active. Its answer isn't documented: a vector of maps, or for some people a map around it."""
        body = await body_of(request)
        self.installation.demand_application(body.text("app-token"))
        filters = [(name, body.optional_text(name)) for name in ("category", "group")]
        trace = self.installation.demand_visit(body).trace
        rows = [self._row(trace, campaign) for campaign in self.installation.targeted(trace.customer_id)]
        found: list[Value] = [row for row in rows if all(wanted in (None, row[name]) for name, wanted in filters)]
        customer = self.installation.customers.find(trace.customer_id)
        return answer(request, {"campaigns": found} if customer and customer.has_wrapped_campaigns else found)

    async def sync_page(self, request: Request) -> Response:
        """POST /api/campaigns/sync-page. Placeholders without content, known or not, are left out of the answer."""
        body = await body_of(request)
        self.installation.demand_application(body.text("app-token"))
        places = [PLACEHOLDERS.get(item.text("placeholder")) for item in body.items("placeholders")]
        body.text("page-location")
        wants_popup = body.flag("sync-popups")
        trace = self.installation.demand_visit(body).trace
        customer = self.installation.customers.find(trace.customer_id)
        if customer is None:
            return answer(request, {"popup": {} if wants_popup else None, "placeholders": []})
        filled = [self._placeholder(trace, customer, place) for place in places if place]
        popup = self._popup(trace, customer) if wants_popup else None
        return answer(request, {"popup": popup, "placeholders": [place for place in filled if place]})

    def _row(self, trace: Trace, campaign: Campaign) -> dict[str, Value]:
        return campaign.listed(self.installation.traces.token(trace, campaign), self.installation.now())

    def _placeholder(self, trace: Trace, customer: Customer, place: Placeholder) -> dict[str, Value] | None:
        """One placeholder with its banners; it doesn't say which of the requested ones it is."""
        campaigns = [it for it in self.installation.targeted(customer.id) if it.placeholder == place.id]
        if not campaigns:
            return None
        timings = {"popup-timeout": 1000, "transition-time": 5000} if place.has_timings else {}
        banners: list[Value] = [self._banner(trace, customer, place, campaign) for campaign in campaigns]
        return {
            "customer-id": customer.id,
            "banners-list": banners,
            "is-popup": False,
            **timings,
            "width": place.width,
            "height": place.height,
        }

    def _banner(self, trace: Trace, customer: Customer, place: Placeholder, campaign: Campaign) -> dict[str, Value]:
        content = {"link": campaign.link, "html-content": campaign.html}
        banner: dict[str, Value] = {
            "width": place.width,
            "height": place.height,
            "campaign": campaign.id,
            "tracking-token": self.installation.traces.token(trace, campaign),
            **{name: value for name, value in content.items() if value is not None},
        }
        return {"banner": banner, "funnel": self.installation.funnels.settings(campaign, customer)}

    def _popup(self, trace: Trace, customer: Customer) -> dict[str, Value]:
        """The one popup of a page, or an empty map."""
        campaign = next((it for it in self.installation.targeted(customer.id) if it.is_popup), None)
        if campaign is None:
            return {}
        return {
            "tracking-token": self.installation.traces.token(trace, campaign),
            "campaign": campaign.id,
            "show-close": True,
            "funnel": self.installation.funnels.settings(campaign, customer),
        }
