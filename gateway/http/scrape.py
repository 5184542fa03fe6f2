"""`/metrics`: the process's numbers for Prometheus, of all processes where several serve."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from gateway.http.caller import Authenticate
from gateway.http.health import Health
from gateway.http.journal import Journal
from gateway.http.refusal import Refused
from gateway.http.replies import refused_as_response
from gateway.observe.gauges import refresh
from gateway.observe.metrics import CONTENT_TYPE, Metrics
from gateway.process import Process

_HEADERS = {"cache-control": "no-store"}


class Scrape:
    """Answers a scraper. Credentials are asked for only where `authenticate` is given, and a customer's own are none."""

    def __init__(
        self, metrics: Metrics, process: Process, health: Health, authenticate: Authenticate | None, journal: Journal
    ) -> None:
        self._metrics = metrics
        self._process = process
        self._health = health
        self._authenticate = authenticate
        self._journal = journal

    async def metrics(self, request: Request) -> Response:
        """Answer with the numbers as they are now. Asks no vendor."""
        try:
            await self._admit(request)
        except Refused as refusal:
            self._journal.refused(refusal.code, refusal.status, request.scope["state"])
            return refused_as_response(refusal)
        refresh(self._metrics, self._process, is_stopping=self._health.is_stopping)
        text = await asyncio.to_thread(self._metrics.text)
        return Response(text, headers={**_HEADERS, "content-type": CONTENT_TYPE})

    async def _admit(self, request: Request) -> None:
        """Refuse whom it isn't for. Who is let in leaves no line: a scraper comes every few seconds."""
        if self._authenticate is None:
            return
        caller = await self._authenticate(request)
        request.scope["state"]["caller"] = caller.name
        if caller.customer is not None:
            raise Refused(403, "FORBIDDEN", "A customer's own token sees only that person, not how the gateway does.")
