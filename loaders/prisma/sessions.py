"""Traces and visits: made when first needed, kept for the next calls, replaced when spent.

They are writes at the vendor (they count in its statistics), so a person's are shared by all requests while they last.
Docs: Prisma, "Traces".
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from loaders.prisma.edn import Keyword
from loaders.prisma.format import Format
from loaders.prisma.records.visit import Owner, StartedTrace, StartedVisit, Trace, Visit
from loaders.prisma.settings import PrismaSettings
from loaders.prisma.tags import PrismaTags
from loaders.upstream.cache.entry import SESSION
from loaders.upstream.call import Call, path
from loaders.upstream.client import Client
from loaders.upstream.clock import Clock
from loaders.upstream.errors import Rejected
from loaders.upstream.ledger import Ledger
from loaders.upstream.scope import current, entered
from loaders.upstream.vendor import Plumbing

# The seed prints /API for this one call and /api for all others; the vendor's Spanish page prints /api here too.
TRACE_PATHS = ("/api/traces/trace", "/API/traces/trace")


class Sessions:
    """The trace and visit of each person. Without a cache, each request has its own."""

    def __init__(self, plumbing: Plumbing, client: Client, settings: PrismaSettings, format_: Format, tags: PrismaTags) -> None:
        self._client = client
        self._settings = settings
        self._format = format_
        self._clock: Clock = plumbing.kit.clock
        self._trace_path = TRACE_PATHS[0]
        self._traces = plumbing.read(
            "traces",
            self._fetch_trace,
            key=lambda customer_id: (customer_id,),
            ttl=SESSION,
            tags=lambda customer_id, _: (tags.session(customer_id),),
        )
        self._visits = plumbing.read(
            "visits",
            self._fetch_visit,
            key=lambda customer_id: (customer_id,),
            ttl=SESSION,
            tags=lambda customer_id, _: (tags.session(customer_id),),
        )
        self._owners = plumbing.read("owners", _nobodys, key=lambda id_: (id_,), ttl=SESSION)

    async def visit(self, customer_id: str) -> Visit:
        """Return the person's visit. Costs no call while one is kept, else two: trace and visit."""
        with _apart():
            return await self._visits.load(customer_id)

    async def trace(self, customer_id: str) -> Trace:
        """Return the person's trace. Costs no call while one is kept, else one."""
        with _apart():
            return await self._traces.load(customer_id)

    async def renewed(self, spent: Visit, customer_id: str) -> Visit:
        """Return another visit, in another trace, than the one that the vendor takes no more; renewed once for all who ask."""
        with _apart():
            await self._drop(Owner(customer_id=customer_id, trace_id=spent.trace_id))
            return await self._visits.load(customer_id)

    async def owner(self, id_: str) -> Owner | None:
        """Return whose trace or visit this is, if it was made here and is kept. Makes no call."""
        with _apart():
            return await self._owners.load(id_)

    async def end(self, id_: str) -> None:
        """Use the trace of this visit, or this trace, no more: it is spent."""
        owner = await self.owner(id_)
        if owner is not None:
            with _apart():
                await self._drop(owner)

    async def note(self, id_: str, customer_id: str, trace_id: str) -> None:
        """Remember whose trace or visit this is."""
        with _apart():
            await self._owners.prime(id_, Owner(customer_id=customer_id, trace_id=trace_id))

    async def keep_trace(self, trace: Trace) -> None:
        """Use this trace from now on, and no visit of an older one, if its person is known."""
        if trace.customer_id is None:
            return
        with _apart():
            await self._visits.drop(trace.customer_id, lambda visit: visit.trace_id != trace.id)
            await self._traces.drop(trace.customer_id, lambda held: held.id != trace.id)
            await self._traces.prime(trace.customer_id, trace)
            await self.note(trace.id, trace.customer_id, trace.id)

    async def keep_visit(self, visit: Visit) -> None:
        """Use this visit from now on, if its person is known."""
        if visit.customer_id is None:
            return
        with _apart():
            await self._visits.drop(visit.customer_id, lambda held: held.id != visit.id)
            await self._visits.prime(visit.customer_id, visit)
            await self.note(visit.id, visit.customer_id, visit.trace_id)

    async def start_trace(self, customer_id: str | None, send: Callable[[Call], Awaitable[StartedTrace]]) -> Trace:
        """Start a trace; without a customer it is an anonymous one's. Docs: Prisma, "Trace"."""
        body = {"app-token": self._settings.app_token.get_secret_value()}
        if customer_id is not None:
            body["customer-id"] = customer_id
        call = self._format.sent(Call("trace", "POST", self._trace_path), body)
        try:
            started = await send(call)
        except Rejected as error:
            if error.status != 404:
                raise
            call = replace(call, path=next(other for other in TRACE_PATHS if other != call.path))
            started = await send(call)
            self._trace_path = call.path
        return Trace(id=started.id, customer_id=customer_id or started.customer_id, started_at=self._clock.now())

    def visit_call(self, trace_id: str, *, channel: str | None = None, language: str | None, platform: str | None) -> Call:
        """The request for a new visit in a trace. Docs: Prisma, "Visits"."""
        body: dict[str, object] = {"channel": Keyword(channel or self._settings.channel)}
        body |= {name: text for name, text in (("language", language), ("platform", platform)) if text is not None}
        return self._format.sent(Call("trail", "POST", path("/api/traces/{id}/trail", id=trace_id)), body)

    async def _fetch_trace(self, customer_ids: list[str]) -> list[Trace]:
        (customer_id,) = customer_ids
        trace = await self.start_trace(customer_id, lambda call: self._client.read(call, StartedTrace))
        await self.note(trace.id, customer_id, trace.id)
        return [trace]

    async def _fetch_visit(self, customer_ids: list[str]) -> list[Visit]:
        (customer_id,) = customer_ids
        began = self._clock.now()
        trace = await self._traces.load(customer_id)
        try:
            visit = await self._started(trace)
        except Rejected as error:
            if error.status != 400 or trace.started_at > began:
                raise
            await self._traces.drop(customer_id, lambda held: held.id == trace.id)
            visit = await self._started(await self._traces.load(customer_id))
        await self.note(visit.id, customer_id, trace.id)
        return [visit]

    async def _started(self, trace: Trace) -> Visit:
        call = self.visit_call(trace.id, language=None, platform=None)
        started = await self._client.read(call, StartedVisit)
        return Visit(id=started.id, trace_id=trace.id, customer_id=trace.customer_id, started_at=self._clock.now())

    async def _drop(self, owner: Owner) -> None:
        """Drop a person's trace and visit, unless they have others by now."""
        await self._visits.drop(owner.customer_id, lambda visit: visit.trace_id == owner.trace_id)
        await self._traces.drop(owner.customer_id, lambda trace: trace.id == owner.trace_id)


@contextmanager
def _apart() -> Iterator[None]:
    """Keep sessions out of the request's account of its data: they are no data, so their age says nothing, and fresh data needs no
    fresh visit. Calls made are still counted.
    """
    scope = current()
    with entered(replace(scope, ledger=Ledger(exchanges=scope.ledger.exchanges), skips_cache=False)):
        yield


async def _nobodys(ids: list[str]) -> list[Owner | None]:
    """What was not noted when it was made is nobody's that we know."""
    return [None] * len(ids)
