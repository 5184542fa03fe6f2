"""Offers, buying and bought coupons. Docs: "Get available campaign for a customer", "Buy reward campaign"; the rest beyond."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from loaders.open_loyalty.sandbox.access import Endpoint
from loaders.open_loyalty.sandbox.answers import Row, answer, date, http_error, not_found, number
from loaders.open_loyalty.sandbox.forms import branch, read_form
from loaders.open_loyalty.sandbox.member_rows import purchase_row
from loaders.open_loyalty.sandbox.members import Customer, Purchase, Transaction
from loaders.open_loyalty.sandbox.paging import listed
from loaders.open_loyalty.sandbox.programme import Programme
from loaders.open_loyalty.sandbox.reward_rows import campaign_row, offer_row
from loaders.open_loyalty.sandbox.rewards import CASHBACK, Campaign
from loaders.open_loyalty.sandbox.searching import is_true, moment


@dataclass(frozen=True, slots=True)
class Purchases:
    """The routes below /customer/{customer}/campaign, for an admin or a seller, and those over everybody."""

    programme: Programme

    def available(self, *, seller: bool) -> Endpoint:
        async def offers(request: Request) -> Response:
            customer = self.programme.customer(request.path_params["customer"])
            found = [campaign for campaign in self.programme.campaigns.values() if self._is_offered(campaign, customer)]
            return answer(
                listed(request, "campaigns", found, lambda one: offer_row(self.programme, one, customer, seller=seller))
            )

        return offers

    def buy(self, *, seller: bool) -> Endpoint:
        """An inactive campaign answers 404, and so does one a seller can't see."""

        async def bought(request: Request) -> Response:
            customer = self.programme.customer(request.path_params["customer"])
            campaign = self.programme.campaign(request.path_params["campaign"])
            now = self.programme.now()
            if not campaign.is_active(now) or (seller and not campaign.is_visible(now)):
                raise not_found()
            # Both parameters are an admin's only, and beyond the seed: source 2.9.1.
            query = {} if seller else request.query_params
            transaction = _receipt(customer, query.get("transactionId"))
            code = self.programme.buy(customer, campaign, free=is_true(query.get("withoutPoints")), transaction=transaction)
            return answer({"coupon": {"code": code}})

        return bought

    async def bought(self, request: Request) -> Response:
        customer = self.programme.customer(request.path_params["customer"])
        detailed = is_true(request.query_params.get("includeDetails"))
        return answer(listed(request, "campaigns", customer.purchases, lambda one: self._detailed(one, detailed=detailed)))

    async def bought_by_anybody(self, request: Request) -> Response:
        """Newest first; `purchasedAtFrom`, `purchasedAtTo` and `used` narrow it down."""
        query = request.query_params
        start, end = moment(query.get("purchasedAtFrom")), moment(query.get("purchasedAtTo"))
        used = is_true(query["used"]) if query.get("used") else None
        found = [
            (customer, purchase)
            for customer in self.programme.customers.values()
            for purchase in customer.purchases
            if (not start or purchase.at >= start) and (not end or purchase.at <= end) and used in (None, purchase.is_used)
        ]
        found.sort(key=lambda pair: pair[1].at, reverse=True)
        return answer(listed(request, "boughtCampaigns", found, lambda pair: self._row(*pair), searched=True))

    async def mark_as_used(self, request: Request) -> Response:
        """All the coupons or, if one of them is wrong, none."""
        coupons = branch(await read_form(request), "coupons")
        if not coupons:
            raise http_error(400, "Bad Request: coupons[i][campaignId|customerId|code|used] expected")
        marks = [self._mark(coupon) for coupon in coupons.values()]
        for _, purchase, used in marks:
            purchase.is_used = used
        return answer({"coupons": [_marked(customer, purchase) for customer, purchase, _ in marks]})

    def _is_offered(self, campaign: Campaign, customer: Customer) -> bool:
        now = self.programme.now()
        is_open = campaign.is_active(now) and campaign.is_visible(now) and campaign.terms.reward != CASHBACK
        return is_open and self.programme.is_for(campaign, customer)

    def _detailed(self, purchase: Purchase, *, detailed: bool) -> Row:
        row = purchase_row(purchase)
        if not detailed:
            return row
        return row | {"campaign": campaign_row(self.programme, self.programme.campaign(purchase.campaign_id))}

    def _row(self, customer: Customer, purchase: Purchase) -> Row:
        terms = self.programme.campaign(purchase.campaign_id).terms
        return {
            "campaignId": purchase.campaign_id,
            "customerId": customer.id,
            "purchasedAt": date(purchase.at),
            "coupon": {"code": purchase.code},
            "campaignType": terms.reward,
            "campaignName": terms.name,
            "customerEmail": customer.email,
            "customerPhone": customer.phone,
            "costInPoints": number(purchase.cost),
            "currentPointsAmount": number(customer.points(self.programme.now())),
            "used": purchase.is_used,
        }

    def _mark(self, coupon: object) -> tuple[Customer, Purchase, bool]:
        names = ("campaignId", "customerId", "code", "used")
        if not isinstance(coupon, dict) or any(not isinstance(coupon.get(name), str) for name in names):
            raise http_error(400, "Bad Request: each coupon needs campaignId, customerId, code and used")
        customer = self.programme.customers.get(coupon["customerId"])
        wanted = (coupon["campaignId"], coupon["code"])
        purchases = customer.purchases if customer else []
        purchase = next((one for one in purchases if (one.campaign_id, one.code) == wanted), None)
        if customer is None or purchase is None:
            raise http_error(400, f"Coupon {coupon['code']} was not bought by this customer")
        return customer, purchase, is_true(coupon["used"])


def _receipt(customer: Customer, transaction_id: str | None) -> Transaction | None:
    if not transaction_id:
        return None
    found = next((one for one in customer.transactions if one.id == transaction_id), None)
    if found is None:
        raise not_found()
    return found


def _marked(customer: Customer, purchase: Purchase) -> Row:
    return {"name": purchase.code, "used": purchase.is_used, "campaignId": purchase.campaign_id, "customerId": customer.id}
