"""What Prisma shows of a person."""

import asyncio
from dataclasses import dataclass
from typing import cast

from loaders.prisma.format import Format
from loaders.prisma.records.campaign import ActiveCampaigns, Details, TargetedCampaign
from loaders.prisma.records.visit import Visit
from loaders.prisma.sessions import Sessions
from loaders.prisma.settings import PrismaSettings
from loaders.prisma.tags import PrismaTags
from loaders.upstream.batch import settled
from loaders.upstream.cache.entry import PERSON
from loaders.upstream.call import Call, path
from loaders.upstream.client import Client
from loaders.upstream.clock import Clock
from loaders.upstream.errors import AuthFailed, NotConfigured, Rejected, UpstreamError
from loaders.upstream.vendor import Plumbing

_BATCH = 100

Campaigns = list[TargetedCampaign] | UpstreamError


@dataclass(frozen=True, slots=True)
class Wanted:
    """The campaigns active for a person, all or those of one category, one group or both."""

    customer_id: str
    category: str | None = None
    group: str | None = None

    def may_be_cut(self, row: TargetedCampaign) -> bool:
        """Whether the row says what it is filtered by; the documentation shows no answer."""
        return (self.category is None or row.category is not None) and (self.group is None or row.group is not None)

    def fits(self, row: TargetedCampaign) -> bool:
        """Whether the row is one of those wanted."""
        return self.category in (None, row.category) and self.group in (None, row.group)


class Reads:
    """All reads of Prisma."""

    def __init__(
        self,
        plumbing: Plumbing,
        client: Client,
        settings: PrismaSettings,
        format_: Format,
        sessions: Sessions,
        tags: PrismaTags,
    ) -> None:
        self._client = client
        self._settings = settings
        self._format = format_
        self._sessions = sessions
        self._clock: Clock = plumbing.kit.clock
        self.campaigns = plumbing.read(
            "campaigns",
            self._fetch_campaigns,
            key=lambda wanted: (wanted.customer_id, wanted.category or "", wanted.group or ""),
            ttl=PERSON,
            tags=lambda wanted, rows: tags.of_campaigns(wanted.customer_id, rows),
            max_batch=_BATCH,
        )
        self.profiles = plumbing.read(
            "profiles",
            self._fetch_profile,
            key=lambda customer_id: (customer_id,),
            ttl=PERSON,
            tags=tags.by_id,
        )

    async def probe(self) -> None:
        """Ask `active` without a visit, which a server that knows our app-token refuses (400) and nobody's statistics count."""
        try:
            await self._client.read(self._active_call(), object)
        except Rejected as error:
            if error.status == 404 and (not error.refusals or "token" in error.reason):
                reason = "expected the REST API at this address to know our app token, got status 404"
                raise AuthFailed(self._client.vendor, reason) from error

    async def _fetch_campaigns(self, wanted: list[Wanted]) -> list[Campaigns]:
        """People's active campaigns in the vendor's order. One call per person with a live visit, three without."""
        by_customer: dict[str, list[Wanted]] = {}
        for one in wanted:
            by_customer.setdefault(one.customer_id, []).append(one)
        found: dict[Wanted, Campaigns] = {}
        for answers in await asyncio.gather(*(self._of_customer(ones) for ones in by_customer.values())):
            found.update(answers)
        return [found[one] for one in wanted]

    async def _of_customer(self, ones: list[Wanted]) -> dict[Wanted, Campaigns]:
        """Let the vendor filter where all want the same; else ask for all once and filter here, if the rows say enough for it."""
        found: dict[Wanted, Campaigns] = {}
        if len(ones) > 1:
            whole = Wanted(ones[0].customer_id)
            found[whole] = rows = await settled(self._asked(whole))
            if isinstance(rows, UpstreamError):
                return dict.fromkeys(ones, rows)
            await self.campaigns.prime(whole, rows)
            cut = [one for one in ones if all(one.may_be_cut(row) for row in rows)]
            found.update({one: [row for row in rows if one.fits(row)] for one in cut})
        rest = [one for one in ones if one not in found]
        found.update(zip(rest, await asyncio.gather(*(settled(self._asked(one)) for one in rest)), strict=True))
        return found

    async def _asked(self, wanted: Wanted) -> list[TargetedCampaign]:
        """A read by POST. A visit that was kept and is spent by now (400) is replaced once. Docs: Prisma, "Active Campaigns"."""
        began = self._clock.now()
        visit = await self._sessions.visit(wanted.customer_id)
        try:
            return await self._active(wanted, visit)
        except Rejected as error:
            if error.status != 400 or visit.started_at > began:
                raise
        return await self._active(wanted, await self._sessions.renewed(visit, wanted.customer_id))

    async def _active(self, wanted: Wanted, visit: Visit) -> list[TargetedCampaign]:
        named = {"customer-id": wanted.customer_id, "category": wanted.category, "group": wanted.group, "trail-id": visit.id}
        call = self._active_call(**{name: text for name, text in named.items() if text is not None})
        return await self._client.read(call, ActiveCampaigns)

    def _active_call(self, **fields: str) -> Call:
        body = {"app-token": self._settings.app_token.get_secret_value(), **fields}
        return self._format.sent(Call("active", "POST", "/api/campaigns/active"), body)

    async def _fetch_profile(self, customer_ids: list[str]) -> list[Details | None]:
        """A person's row, whose fields are the installation's own, or None. One call per person; needs an API key.

        Beyond the REST page: the vendor's help, "Using an API Key".
        """
        (customer_id,) = customer_ids
        key = self._settings.api_key
        if key is None:
            raise NoApiKey(self._client.vendor)
        call = Call("find", "GET", path("/api/customers/find/{id}", id=customer_id))
        said = call.with_headers(("Accept", "application/json"), ("Authorization", f"Bearer {key.get_secret_value()}"))
        return [await self._client.find(said, cast("type[Details]", dict[str, object]))]


class NoApiKey(NotConfigured):
    """The installation has no API key, which this one read needs."""

    def __init__(self, vendor: str) -> None:
        UpstreamError.__init__(self, vendor, "a customer's profile needs PRISMA_API_KEY, which isn't set")
