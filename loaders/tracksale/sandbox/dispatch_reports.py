"""Who was surveyed: the lots of v2 and the pages of v3. Docs: "Reports", Dispatches and Paged Dispatches.

The page's URL of the report on a single lot is torn off, so there is none here. Nor does it say how the placeholders it
quotes are typed: v2 shows codes, times and `has_answered` as text, v3 shows times as numbers.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from loaders.tracksale.sandbox.account import Account
from loaders.tracksale.sandbox.answer_rows import tag_rows
from loaders.tracksale.sandbox.entities import Lot, Recipient
from loaders.tracksale.sandbox.periods import asked
from loaders.tracksale.sandbox.query import codes, truth, whole
from loaders.tracksale.sandbox.refusals import Refused
from loaders.tracksale.sandbox.wire import Json


class DispatchReports:
    """Rows 15 and 16 of the vendor's operations."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def routes(self) -> list[Route]:
        return [
            Route("/v2/report/dispatch", self.lots, methods=["GET"]),
            Route("/dispatch", self.page, methods=["GET"]),
        ]

    async def lots(self, request: Request) -> Response:
        """All lots of a period with their customers, the channel only with `channel=true`; draft lots are no dispatches yet."""
        with_channel = truth(request, "channel")
        return Json([self._lot(lot, with_channel=with_channel) for lot in self._found(request)])

    async def page(self, request: Request) -> Response:
        """A page of customers, one per row, 100 unless `limit` says 100 to 10000; past the last page it is empty."""
        page, limit = whole(request, "page", 1), whole(request, "limit", 100)
        if page < 1:
            raise Refused("page: expected 1 or more")
        if not 100 <= limit <= 10000:
            raise Refused("limit: expected 100 to 10000")
        with_channel, with_tags = truth(request, "channel"), truth(request, "tags")
        found = [(lot, to) for lot in self._found(request) for to in lot.recipients]
        rows = [
            self._row(lot, to, with_channel=with_channel, with_tags=with_tags)
            for lot, to in found[(page - 1) * limit : page * limit]
        ]
        return Json({"code": 200, "status": "success", "data": rows})

    def _found(self, request: Request) -> list[Lot]:
        period = asked(request, self._account.now())
        return [lot for lot in self._account.sent_lots(codes(request)) if lot.create_time in period]

    def _lot(self, lot: Lot, *, with_channel: bool) -> dict[str, object]:
        status = self._status(lot)
        sent: dict[str, object] = {"dispatch_time": str(lot.time), "status": status}
        shown: dict[str, object] = {
            "campaign": {"name": lot.campaign.name, "code": str(lot.campaign.code)},
            "dispatch_code": lot.code,
            "status": status,
            "create_time": str(lot.create_time),
            "customers": [_customer(to) | sent | {"has_answered": _text(to.has_answered)} for to in lot.recipients],
        }
        return shown | ({"channel": lot.campaign.main_channel} if with_channel else {})

    def _row(self, lot: Lot, to: Recipient, *, with_channel: bool, with_tags: bool) -> dict[str, object]:
        status = self._status(lot)
        shown: dict[str, object] = {"create_time": lot.create_time, "dispatch_code": lot.code, "status": status}
        if with_channel:
            shown["channel"] = lot.campaign.main_channel
        customer = _customer(to) | {
            "dispatch_time": lot.time,
            "status": status,
            "has_answered": _text(to.has_answered),
            "survey_opened": _text(to.has_opened),
        }
        if with_tags:
            customer["tags"] = tag_rows(to.customer.tags)
        campaign = {"code": str(lot.campaign.code), "name": lot.campaign.name}
        return {"campaign": campaign, "lot": shown, "customer": customer}

    def _status(self, lot: Lot) -> str:
        return "Enviado" if lot.time is not None and lot.time <= self._account.seconds else "Agendado"


def _customer(to: Recipient) -> dict[str, object]:
    handles = to.customer.handles
    return {
        "name": to.customer.name,
        "identification": handles.identification,
        "email": handles.email,
        "phone": handles.phone,
    }


def _text(truth_value: bool) -> str:  # noqa: FBT001  # the value itself, not an option
    return "1" if truth_value else "0"
