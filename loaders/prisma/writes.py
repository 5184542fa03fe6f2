"""What can be done at Prisma. Each is sent once; none has a read at the vendor that would tell what happened."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import TypeVar

from loaders.prisma.edn import Keyword
from loaders.prisma.format import Format
from loaders.prisma.records.screen import Screen, Synced
from loaders.prisma.records.step import AnyStep, Step
from loaders.prisma.records.visit import Activity, BusinessEvent, StartedTrace, StartedVisit, Trace, Visit
from loaders.prisma.sessions import Sessions
from loaders.prisma.settings import PrismaSettings
from loaders.upstream.call import Call, path
from loaders.upstream.client import Client
from loaders.upstream.clock import Clock
from loaders.upstream.decode import Unread
from loaders.upstream.errors import AuthFailed, Refusal, Rejected
from loaders.upstream.vendor import Plumbing

T = TypeVar("T")

ENDINGS = frozenset({"conversion", "dismiss"})
'Activities that spend the trace: the next one needs another. Docs: Prisma, "Conversion and No interest".'

_HARMLESS = "Prisma lists none, and an empty one more does no harm: send it again"


class Writes:
    """All writes of Prisma."""

    def __init__(
        self, plumbing: Plumbing, client: Client, settings: PrismaSettings, format_: Format, sessions: Sessions
    ) -> None:
        self._client = client
        self._settings = settings
        self._format = format_
        self._sessions = sessions
        self._clock: Clock = plumbing.kit.clock

    async def start_trace(self, customer_id: str | None) -> Trace:
        """Start a trace and use it from now on. Without a customer it is an anonymous one's, whose id comes back."""
        trace = await self._sessions.start_trace(
            customer_id, lambda call: self._client.write(call, StartedTrace, check=_HARMLESS)
        )
        await self._sessions.keep_trace(trace)
        return trace

    async def start_visit(
        self, trace_id: str, customer_id: str | None, *, channel: str | None, language: str | None, platform: str | None
    ) -> Visit:
        """Start a visit in a trace and use it from now on. Raises Rejected (400) where the trace is spent."""
        call = self._sessions.visit_call(trace_id, channel=channel, language=language, platform=platform)
        started = await self._in_session(trace_id, self._client.write(call, StartedVisit, check=_HARMLESS))
        visit = Visit(id=started.id, trace_id=trace_id, customer_id=customer_id, started_at=self._clock.now())
        await self._sessions.keep_visit(visit)
        return visit

    async def record(self, visit_id: str, kind: str, name: str, data: Sequence[tuple[str, str]]) -> Activity:
        """Record an activity; a conversion or a dismissal spends the trace. Docs: Prisma, "Activity"."""
        body = {
            "name": name,
            "type": Keyword(f"trail-action/{kind}"),
            "data": [{"name": field, "value": value} for field, value in data],
        }
        call = self._format.sent(Call("action", "POST", path("/api/traces/trail/{id}/action", id=visit_id)), body)
        check = "read the customer's `targetedCampaigns`: a campaign they converted at or dismissed is gone"
        try:
            await self._in_session(visit_id, self._client.write(call, Unread, check=check))
        finally:
            if kind in ENDINGS:
                await self._sessions.end(visit_id)
        return Activity(visit_id=visit_id, type=kind, name=name)

    async def sync_page(
        self, visit_id: str, customer_id: str | None, location: str, placeholders: Sequence[str], *, popups: bool
    ) -> Screen:
        """Count a page view and return what the page shows. Docs: Prisma, "Banners and Popups"."""
        body: dict[str, object] = {"app-token": self._settings.app_token.get_secret_value()}
        if customer_id is not None:
            body["customer-id"] = customer_id
        body |= {
            "trail-id": visit_id,
            # The JSON sample shows the text "true", the EDN sample a boolean, and the table says "boolean value".
            "sync-popups": popups,
            "page-location": location,
            "placeholders": [{"placeholder": placeholder} for placeholder in placeholders],
        }
        call = self._format.sent(Call("sync-page", "POST", "/api/campaigns/sync-page"), body)
        check = "Prisma shows no page views; sent again it may count one twice"
        synced = await self._in_session(visit_id, self._client.write(call, Synced, check=check))
        return synced.screen(visit_id, placeholders)

    async def advance(
        self, visit_id: str, campaign_id: str, tracking_token: str, step_data: Mapping[str, object] | None
    ) -> Step:
        """Return the first step of a campaign's funnel, or with data, even if empty, the next. Docs: Prisma, "Funnel steps"."""
        body: dict[str, object] = {
            "trail-id": visit_id,
            "campaign-id": self._format.campaign_id(campaign_id),
            "tracking-token": tracking_token,
        }
        if step_data is not None:
            body["step-data"] = step_data
        call = self._format.sent(Call("advance-funnel", "POST", "/api/campaigns/advance-funnel"), body)
        check = "advance without `stepData`: it shows the step at which the person is"
        return await self._client.write(call, AnyStep, check=check)

    async def upsert(self, customer_id: str, fields: Mapping[str, object]) -> None:
        """Create a customer or merge fields into the one there is. Docs: Prisma, "Customers"."""
        body = {
            "customer": {"id": customer_id, **fields},
            "app-token": self._settings.app_token.get_secret_value(),
        }
        # The slash at the end is the vendor's.
        call = self._format.sent(Call("customers", "POST", "/api/customers/"), body)
        try:
            await self._client.write(call, Unread, check="read the customer's `prismaProfile`, or send it again: it is safe")
        except Rejected as error:
            if error.status != 404:
                raise
            reason = "expected our app-token to be that of an application with the REST platform, got status 404"
            raise AuthFailed(self._client.vendor, reason) from error

    async def trigger(
        self,
        event: str,
        customer: str | Mapping[str, object],
        context: Mapping[str, object] | None,
        *,
        restart: bool | None,
    ) -> BusinessEvent:
        """Trigger the campaign that fits an event and a customer, named by id or found by fields; who is missing is created.

        Raises Rejected, also where no campaign matches. Docs: Prisma, "Business Events".
        """
        body: dict[str, object] = {
            "app-token": self._settings.app_token.get_secret_value(),
            "event-name": event,
            "customer-id": customer,
        }
        if context is not None:
            body["context"] = context
        if restart is not None:
            body["force-funnel-restart?"] = restart
        call = self._format.sent(Call("business-event", "POST", "/api/campaigns/business-event"), body)
        check = "read the customer's `prismaProfile` to see whether they were created; the event itself Prisma doesn't show"
        try:
            answer = await self._client.write(call, BusinessEvent, check=check)
        except Rejected as error:
            if error.status != 404:
                raise
            # One code for three causes: no such application, no such event, no campaign that matches.
            words = "".join(f" ({refusal.message})" for refusal in error.refusals)
            refusal = Refusal("NO_CAMPAIGN", f"the event is not defined, or no campaign matches it and this customer{words}")
            raise Rejected(self._client.vendor, error.status, (refusal,)) from error
        if answer.customer_id:
            await self._sessions.note(answer.trace_id, answer.customer_id, answer.trace_id)
        return answer

    async def _in_session(self, id_: str, sending: Awaitable[T]) -> T:
        """Wait for the answer; a 400 says that the trace is spent, so it isn't used again."""
        try:
            return await sending
        except Rejected as error:
            if error.status == 400:
                await self._sessions.end(id_)
            raise
