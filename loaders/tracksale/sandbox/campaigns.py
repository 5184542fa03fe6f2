"""Campaigns, widgets, and whether a customer may be surveyed. Docs: "Campaign List", "Check 90 days rule"."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from loaders.tracksale.sandbox.account import LIMITED, Account
from loaders.tracksale.sandbox.entities import Campaign
from loaders.tracksale.sandbox.fields import sent
from loaders.tracksale.sandbox.handles import some_handle
from loaders.tracksale.sandbox.periods import Period, filled
from loaders.tracksale.sandbox.query import switch
from loaders.tracksale.sandbox.refusals import Refused
from loaders.tracksale.sandbox.scores import tally
from loaders.tracksale.sandbox.wire import Json

_COUNTERS = ("detractors", "passives", "promoters", "dispatches", "comments", "answers")


class Campaigns:
    """Rows 1 to 4 of the vendor's operations."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def routes(self) -> list[Route]:
        return [
            Route("/v2/campaign", self.every, methods=["GET"]),
            Route("/v2/campaign/{code}", self.one, methods=["GET"]),
            Route("/v2/campaign/{code}/can-impact", self.can_impact, methods=["POST"]),
            Route("/v2/widget/{key}", self.widget, methods=["GET"]),
        ]

    async def every(self, request: Request) -> Response:
        """All campaigns as an array; the page's example shows the element alone."""
        period, with_limits = filled(request), switch(request, "dispatch_limits")
        campaigns = self._account.campaigns.values()
        return Json([self._shown(campaign, period, with_limits=with_limits) for campaign in campaigns])

    async def one(self, request: Request) -> Response:
        """One campaign, in an array too: the page lacks this URL and its answer, and public clients recorded both so."""
        campaign = self._account.campaign(request.path_params["code"])
        return Json([self._shown(campaign, filled(request), with_limits=switch(request, "dispatch_limits"))])

    async def can_impact(self, request: Request) -> Response:
        """Whether the 90 days rule leaves a customer free, named by one handle: e-mail, phone *or* identification."""
        campaign, body = self._account.campaign(request.path_params["code"]), await sent(request)
        handles = some_handle(body)
        if sum(handle is not None for handle in (handles.email, handles.phone, handles.identification)) > 1:
            raise Refused("Only one of email, phone and identification is accepted")
        return Json({"can_impact": self._account.can_impact(campaign, handles)})

    async def widget(self, request: Request) -> Response:
        widget = self._account.widgets.get(request.path_params["key"])
        if widget is None:
            raise Refused("Widget not found", status=404)
        return Json({"id": widget.id, "name": widget.name, "views": widget.views, "limits": widget.limits})

    def _shown(self, campaign: Campaign, period: Period | None, *, with_limits: bool) -> dict[str, object]:
        shown: dict[str, object] = {
            "name": campaign.name,
            "code": campaign.code,
            "description": campaign.description,
            **self._counters(campaign, period),
            "main_channel": campaign.main_channel,
            "create_time": campaign.create_time,
            "questions": [
                {
                    "id": asked.id,
                    "type": asked.type,
                    "title": asked.title,
                    "question": asked.question,
                    "secondary": asked.secondary,
                }
                for asked in campaign.questions
            ],
        }
        if with_limits:
            shown["dispatch_limits"] = {
                name: {"limit": campaign.limits.get(name), "remaining": self._account.remaining(campaign, name)}
                for name in LIMITED
            }
        return shown

    def _counters(self, campaign: Campaign, period: Period | None) -> Mapping[str, object]:
        """The counters of a period; without `start` and `end` they are there but null."""
        if period is None:
            return dict.fromkeys(_COUNTERS)
        code = {str(campaign.code)}
        answers, dispatches = self._account.answered(period, code), len(self._account.dispatched(period, code))
        counted = tally([answer.score for answer in answers], dispatches)
        commented = sum(answer.comment is not None for answer in answers)
        return {name: counted[name] for name in _COUNTERS[:4]} | {"comments": commented, "answers": len(answers)}
