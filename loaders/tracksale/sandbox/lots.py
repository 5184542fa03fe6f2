"""Survey links, dispatches and draft lots. Docs: "Survey links", "Sendings", "Search for draft lots", "Discard draft lots"."""

import hashlib

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from loaders.tracksale.sandbox.account import LIMITED, Account
from loaders.tracksale.sandbox.customers import Sorted, customer, customer_rows
from loaders.tracksale.sandbox.entities import Campaign, Lot, Recipient
from loaders.tracksale.sandbox.fields import Fields, sent
from loaders.tracksale.sandbox.query import switch
from loaders.tracksale.sandbox.refusals import InvalidTime, Refused
from loaders.tracksale.sandbox.wire import Json

_FARTHEST_S = 10 * 365 * 86400
"Unix milliseconds sent as seconds lie far beyond this."


class Lots:
    """Rows 5 to 7, 12 and 13 of the vendor's operations."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def routes(self) -> list[Route]:
        campaign = "/v2/campaign/{code}"
        return [
            Route(f"{campaign}/survey-links", self.links, methods=["POST"]),
            Route(f"{campaign}/dispatch", self.dispatch, methods=["POST"]),
            Route(f"{campaign}/dispatch/{{lot_code}}", self.send, methods=["POST"]),
            Route(f"{campaign}/draft-lot", self.drafts, methods=["GET"]),
            Route(f"{campaign}/discard-lot/{{lot_code}}", self.discard, methods=["POST"]),
        ]

    async def links(self, request: Request) -> Response:
        """The same customers, each with a `survey_link`; 500 at most."""
        campaign, rows = self._campaign(request), customer_rows(await sent(request))
        for row in rows:
            customer(row)
        return Json({"customers": [{**row.values, "survey_link": _link(campaign, row)} for row in rows]})

    async def dispatch(self, request: Request) -> Response:
        """Schedule a sending, or without `schedule_time` add to the campaign's draft lot; 500 customers at most."""
        campaign, body = self._campaign(request), await sent(request)
        rows, time, finish_time = customer_rows(body), body.whole_or_none("schedule_time"), body.whole_or_none("finish_time")
        self._check_times(time, finish_time)
        shows_rest = switch(request, "getNotInserted")
        lot = self._lot(campaign, is_draft=time is None)
        found = Sorted(campaign, rows, lot.recipients if lot else [])
        if time is not None:
            self._check_limits(campaign, len(found.inserted))
        lot = lot or self._account.open_lot(campaign, self._account.seconds)
        lot.recipients += map(Recipient, found.inserted)
        lot.time, lot.finish_time = time, finish_time or lot.finish_time
        answer: dict[str, object] = {
            "msg": "Customers have been successfully added!" if time is None else "Dispatch executed!",
            "dispatch_code": lot.code,
            "status": {"duplicated": len(found.duplicated), "invalid": len(found.invalid), "inserted": len(found.inserted)},
            "campaign": {"name": campaign.name, "cod": campaign.code},
        }
        if shows_rest:
            answer |= {"duplicated_customers": found.duplicated, "invalid_customers": found.invalid}
        return Json(answer)

    async def send(self, request: Request) -> Response:
        """Send a draft lot at `time`, 0 being now; the number of its customers is text."""
        campaign, body = self._campaign(request), await sent(request)
        lot, time = self._account.draft(campaign, request.path_params["lot_code"]), body.whole("time")
        if time:
            self._check_times(time, lot.finish_time)
        self._check_limits(campaign, len(lot.recipients))
        lot.time = time or self._account.seconds
        return Json({"msg": "Dispatch executed!", "customers": str(len(lot.recipients))})

    async def drafts(self, request: Request) -> Response:
        """The campaign's draft lots, numbers as text."""
        lots = self._account.drafts(self._campaign(request))
        return Json(
            {
                "lot": [
                    {"code": lot.code, "create_time": str(lot.create_time), "total_dispatches": str(len(lot.recipients))}
                    for lot in lots
                ]
            }
        )

    async def discard(self, request: Request) -> Response:
        """Drop a draft lot; a second time it isn't found."""
        lot = self._account.draft(self._campaign(request), request.path_params["lot_code"])
        del self._account.lots[lot.code]
        return Json({"success": True})

    def _campaign(self, request: Request) -> Campaign:
        return self._account.campaign(request.path_params["code"])

    def _lot(self, campaign: Campaign, *, is_draft: bool) -> Lot | None:
        """The lot to add to: later calls add to the same draft lot until it is sent."""
        return next(iter(self._account.drafts(campaign)), None) if is_draft else None

    def _check_times(self, time: int | None, finish_time: int | None) -> None:
        now = self._account.seconds
        if time is not None and not now <= time <= now + _FARTHEST_S:
            raise InvalidTime
        if finish_time is not None and not (time or now) < finish_time <= now + _FARTHEST_S:
            raise InvalidTime

    def _check_limits(self, campaign: Campaign, count: int) -> None:
        """Refuse what exceeds the campaign's limits; the page shows the limits, not the refusal."""
        for name in LIMITED:
            remaining = self._account.remaining(campaign, name)
            if remaining is not None and count > remaining:
                raise Refused(f"Dispatch limit reached: {name}")


def _link(campaign: Campaign, row: Fields) -> str:
    """The same customer has the same link."""
    identity = orjson.dumps([campaign.code, row.values], option=orjson.OPT_SORT_KEYS)
    return f"https://tracksale.co/s/{hashlib.sha256(identity).hexdigest()[:12]}"
