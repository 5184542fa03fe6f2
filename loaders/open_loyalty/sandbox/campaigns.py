"""The campaign routes. Docs: "Reward Campaigns API", create to details, "Change campaign's status", and the seller's lists."""

import re
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from loaders.open_loyalty.sandbox.access import Endpoint
from loaders.open_loyalty.sandbox.answers import Row, answer
from loaders.open_loyalty.sandbox.campaign_form import read_terms
from loaders.open_loyalty.sandbox.forms import read_form, tree
from loaders.open_loyalty.sandbox.member_rows import customer_row
from loaders.open_loyalty.sandbox.paging import listed
from loaders.open_loyalty.sandbox.programme import Programme
from loaders.open_loyalty.sandbox.reward_rows import as_html, campaign_row
from loaders.open_loyalty.sandbox.rewards import Campaign


class Campaigns:
    """Reading and writing campaigns."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    async def create(self, request: Request) -> Response:
        terms = read_terms(await read_form(request), self._programme)
        return _saved(self._programme.create(terms))

    async def update(self, request: Request) -> Response:
        """PUT replaces the terms; photo and past use stay."""
        campaign = self._programme.campaign(request.path_params["campaign"])
        campaign.terms = read_terms(await read_form(request), self._programme)
        return _saved(campaign)

    async def all(self, request: Request) -> Response:
        wanted = _labels(request)
        found = [campaign for campaign in self._programme.campaigns.values() if _has(campaign, wanted)]
        return answer(listed(request, "campaigns", found, lambda campaign: self._shown(request, campaign)))

    async def one(self, request: Request) -> Response:
        return answer(self._shown(request, self._programme.campaign(request.path_params["campaign"])))

    async def all_for_seller(self, request: Request) -> Response:
        """Only what is visible now: the documented answer lacks the campaign whose visibility starts later."""
        now = self._programme.now()
        seen = [campaign for campaign in self._programme.campaigns.values() if campaign.is_visible(now)]
        return answer(listed(request, "campaigns", seen, lambda c: campaign_row(self._programme, c, seller=True)))

    async def one_for_seller(self, request: Request) -> Response:
        campaign = self._programme.campaign(request.path_params["campaign"])
        return answer(campaign_row(self._programme, campaign, seller=True))

    async def visible_to(self, request: Request) -> Response:
        campaign = self._programme.campaign(request.path_params["campaign"])
        return answer(listed(request, "customers", self._programme.audience(campaign, self._programme.now()), customer_row))

    def switch(self, *, active: bool) -> Endpoint:
        async def switched(request: Request) -> Response:
            campaign = self._programme.campaign(request.path_params["campaign"])
            campaign.switch(active=active)
            return _saved(campaign)

        return switched

    def _shown(self, request: Request, campaign: Campaign) -> Row:
        row = campaign_row(self._programme, campaign)
        return as_html(row) if request.query_params.get("format") == "html" else row


def _saved(campaign: Campaign) -> Response:
    return answer({"campaignId": campaign.id})


def _labels(request: Request) -> list[tuple[str | None, str | None]]:
    """`labels[i][key]` and `labels[i][value]`, either or both; called "request" parameters, they are in the query."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if re.match(r"labels\[", name)]
    conditions = tree(pairs).get("labels", {})
    if isinstance(conditions, str):
        return []
    return [(_text(one.get("key")), _text(one.get("value"))) for one in conditions.values() if isinstance(one, dict)]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _has(campaign: Campaign, wanted: Sequence[tuple[str | None, str | None]]) -> bool:
    """Every condition is met by some label."""
    return all(
        any(key in (None, its_key) and value in (None, its_value) for its_key, its_value in campaign.terms.labels)
        for key, value in wanted
    )
