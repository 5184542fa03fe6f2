"""Answers and what they add up to. Docs: "Reports": Comments, NPS, Categories, Get campaign status."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from loaders.tracksale.sandbox.account import Account
from loaders.tracksale.sandbox.answer_rows import ARRAYS, Shape, answer_row
from loaders.tracksale.sandbox.opinions import CATEGORIES, STATUSES
from loaders.tracksale.sandbox.periods import Period, asked
from loaders.tracksale.sandbox.query import codes, switch, truth, whole
from loaders.tracksale.sandbox.refusals import Refused
from loaders.tracksale.sandbox.scores import nps, tally
from loaders.tracksale.sandbox.wire import Json

_DEFAULT_LIMIT = 10


class Reports:
    """Rows 14 and 17 to 19 of the vendor's operations."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def routes(self) -> list[Route]:
        return [
            Route("/v2/report/answer", self.answers, methods=["GET"]),
            Route("/v2/report/nps", self.nps, methods=["GET"]),
            Route("/v2/report/category", self.categories, methods=["GET"]),
            Route("/v2/report/status", self.statuses, methods=["GET"]),
        ]

    async def answers(self, request: Request) -> Response:
        """The newest answers of a period: ten, unless `limit` says otherwise; -1 is all. There is no second page."""
        limit = whole(request, "limit", _DEFAULT_LIMIT)
        if limit < 1 and limit != -1:
            raise Refused("limit: expected a positive number, or -1")
        shape = _shape(request)
        found = self._account.answered(asked(request, self._account.now()), codes(request))
        return Json([answer_row(answer, shape) for answer in (found if limit == -1 else found[:limit])])

    async def nps(self, request: Request) -> Response:
        """The score of a period of whole days, and with `compare=true` that of the days before it."""
        period = asked(request, self._account.now(), dates_only=True)
        report: dict[str, object] = {**self._tally(period, codes(request))}
        if truth(request, "compare"):
            report["compare"] = self._tally(period.previous(), codes(request))
        return Json(report)

    async def categories(self, request: Request) -> Response:
        """Answers per category; the page's example writes the key `total` twice, JSON here holds it once."""
        answers = self._account.answered(asked(request, self._account.now()), codes(request))
        rows = []
        for name, (id_, color) in CATEGORIES.items():
            scores = [answer.score for answer in answers if name in answer.categories]
            rows.append({"id": id_, "name": name, "color": color, "total": len(scores), "nps": nps(scores)})
        return Json(rows)

    async def statuses(self, request: Request) -> Response:
        """Answers per status."""
        answers = self._account.answered(asked(request, self._account.now()), codes(request))
        rows = []
        for name, (id_, color) in STATUSES.items():
            total = sum(answer.status == name for answer in answers)
            rows.append({"id": id_, "name": name, "total": total, "color": color})
        return Json(rows)

    def _tally(self, period: Period, selected: frozenset[str] | None) -> dict[str, int | float]:
        scores = [answer.score for answer in self._account.answered(period, selected)]
        return tally(scores, len(self._account.dispatched(period, selected)))


def _shape(request: Request) -> Shape:
    grouping = request.query_params.get("justifReturn", "level")
    if grouping not in ("array", "level"):
        raise Refused("justifReturn: expected array or level")
    return Shape(
        is_flat=grouping == "array",
        has_tags=truth(request, "tags"),
        has_update_time=truth(request, "return_update_time"),
        arrays=frozenset(name for name in ARRAYS if switch(request, name)),
    )
