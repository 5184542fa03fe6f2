"""Reads of loyalty campaigns, offline campaigns, and the codes of one customer."""

import asyncio
from typing import Annotated, cast

from msgspec.structs import replace

from loaders.footprints.pair import Pair
from loaders.footprints.reads.codes import CodeReads
from loaders.footprints.records.loyalty import (
    CampaignList,
    CheckedCode,
    CodeHistory,
    LoyaltyCampaign,
    LoyaltyCode,
    OfflineCampaign,
)
from loaders.footprints.records.shapes import document
from loaders.footprints.tags import FootprintsTags
from loaders.upstream.batch import settled, singly
from loaders.upstream.cache.entry import CATALOGUE, PERSON
from loaders.upstream.call import Call
from loaders.upstream.client import Client
from loaders.upstream.decode import via
from loaders.upstream.errors import UpstreamError
from loaders.upstream.scope import current
from loaders.upstream.vendor import Plumbing

_BATCH = 100
_BLOCKED = "blocked"

_CHECKED = cast("type[CheckedCode | None]", Annotated[CheckedCode | None, via(document)])
_HISTORY = cast("type[CodeHistory | None]", Annotated[CodeHistory | None, via(document)])


class LoyaltyReads:
    """Campaigns are lists kept for minutes; codes are asked per customer."""

    def __init__(self, plumbing: Plumbing, client: Client, codes: CodeReads, tags: FootprintsTags) -> None:
        self._client = client
        self._codes = codes

        def listed(_key: None, _rows: object) -> tuple[str, ...]:
            return (tags.campaigns,)

        self._campaigns = plumbing.read("loyalty_campaigns", singly(self._merged), key=lambda _: (), ttl=CATALOGUE, tags=listed)
        self._offline = plumbing.read(
            "offline_campaigns", singly(self._ask_offline), key=lambda _: (), ttl=CATALOGUE, tags=listed
        )
        self._history = plumbing.read(
            "code_history",
            singly(self._ask_history),
            key=lambda pair: pair.key,
            ttl=PERSON,
            tags=lambda pair, _: tags.asked(pair),
        )
        self._brief = plumbing.read(
            "codes",
            self._ask_brief,
            key=lambda pair: pair.key,
            ttl=PERSON,
            tags=lambda pair, _: tags.asked(pair),
            max_batch=_BATCH,
        )
        self._checks = plumbing.read(
            "code_check",
            singly(self._check),
            key=lambda key: (*key[0].key, key[1]),
            ttl=PERSON,
            tags=lambda key, _: (*tags.asked(key[0]), tags.campaign(key[1])),
        )

    async def campaigns(self) -> list[LoyaltyCampaign]:
        """Return all loyalty campaigns in the vendor's order. Two calls: all of them, and which of them are active.

        Docs: "Get Loyalty Campaigns", "Get Active Loyalty Campaigns".
        """
        return await self._campaigns.load(None)

    async def offline_campaigns(self) -> list[OfflineCampaign]:
        """Return all offline campaigns. One call. Docs: "List Offline Campaigns"."""
        return await self._offline.load(None)

    async def history(self, pair: Pair) -> list[LoyaltyCode]:
        """Return a customer's codes, the last changed first; empty for strangers. One call per customer.

        Docs: "Check Loyalty User Prize History".
        """
        return await self._history.load(pair)

    async def brief(self, pair: Pair) -> list[LoyaltyCode]:
        """Return a customer's codes with no more than code, status, prize and campaign; empty for strangers.

        Costs what the history costs, or for many customers the pages of everybody's list, where they are fewer: then they come in
        that list's order. It holds blocked codes, which the history doesn't: they are left out. Docs: "Code List".
        """
        return await self._history.load(pair) if self._history.holds(pair) else await self._brief.load(pair)

    async def code(self, pair: Pair, campaign: str, *, is_brief: bool = False) -> LoyaltyCode | None:
        """Return a customer's code in the campaign with that internal id, or None where there is none but a blocked one.

        No call where the customer's codes are at hand, and tell what is wanted of it: all that `brief` says, where `is_brief`; else
        one, and one more where that finds a blocked code. Docs: "Check Client Code".
        """
        if self._brief.holds(pair):
            brief = _in(campaign, await self._brief.load(pair))
            if not brief or (is_brief and len(brief) == 1):
                return next(iter(brief), None)
        if not self._history.holds(pair):
            checked = await self._checks.load((pair, campaign))
            if checked is None or checked.status != _BLOCKED:
                return checked
        # The history has no blocked codes, and beside one there may be another: the answer is the same, whichever was asked.
        return next(iter(_in(campaign, await self._history.load(pair))), None)

    async def _merged(self, _key: None) -> list[LoyaltyCampaign]:
        everything, running = await asyncio.gather(self._listed("campaigns"), self._listed("active-campaigns"))
        active = {campaign.internal_id: campaign for campaign in running}
        merged = {campaign.internal_id: campaign for campaign in everything}
        for name, campaign in active.items():
            merged.setdefault(name, campaign)
        return [
            replace(campaign, active=name in active, location_held=active.get(name, campaign).location_held)
            for name, campaign in merged.items()
        ]

    async def _listed(self, which: str) -> list[LoyaltyCampaign]:
        call = Call(f"list {which}", "GET", f"/api/loyaltyCode/{which}")
        return (await self._client.read(call, CampaignList)).campaigns

    async def _ask_offline(self, _key: None) -> list[OfflineCampaign]:
        return await self._client.read(Call("list offline campaigns", "GET", "/api/offlineCampaign"), list[OfflineCampaign])

    async def _ask_brief(self, pairs: list[Pair]) -> list[list[LoyaltyCode] | UpstreamError]:
        try:
            everybodys = await self._codes.everybodys(len(pairs))
        except UpstreamError as error:
            if current().is_renewal:
                raise
            return [await settled(self._history.load(pair)) if self._history.has(pair) else error for pair in pairs]
        if everybodys is None:
            return await self._history.load_many(pairs)
        return [[code for code in everybodys.get(pair.key, []) if code.status != _BLOCKED] for pair in pairs]

    async def _ask_history(self, pair: Pair) -> list[LoyaltyCode]:
        call = Call("code history", "POST", "/api/loyaltyCode/history").with_form(pair.parameters)
        found = await self._client.find(call, _HISTORY)
        return sorted(found.codes, key=_recency, reverse=True) if found else []

    async def _check(self, key: tuple[Pair, str]) -> LoyaltyCode | None:
        pair, campaign = key
        form = {**pair.parameters, "campaignInternalId": campaign}
        found = await self._client.find(Call("check code", "POST", "/api/loyaltyCode/check").with_form(form), _CHECKED)
        return replace(found, campaign=LoyaltyCampaign(internal_id=campaign)) if found else None


def _in(campaign: str, codes: list[LoyaltyCode]) -> list[LoyaltyCode]:
    return [code for code in codes if code.campaign and code.campaign.internal_id == campaign]


def _recency(code: LoyaltyCode) -> tuple[float, str]:
    return (code.updated_at.timestamp() if code.updated_at else 0.0, code.code)
