"""`/metrics`: the process's numbers for Prometheus, of all processes where several serve."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from gateway.http.caller import Authenticate
from gateway.http.health import Health
from gateway.http.refusal import Refused
from gateway.observe.gauges import refresh
from gateway.observe.metrics import CONTENT_TYPE, Metrics
from gateway.process import Process

_HEADERS = {"cache-control": "no-store"}


class Scrape:
    """Answers a scraper. They hold no personal data, so credentials are asked for only where `authenticate` is given."""

    def __init__(self, metrics: Metrics, process: Process, health: Health, authenticate: Authenticate | None) -> None:
        self._metrics = metrics
        self._process = process
        self._health = health
        self._authenticate = authenticate

    async def metrics(self, request: Request) -> Response:
        """Answer with the numbers as they are now. Asks no vendor."""
        try:
            if self._authenticate is not None:
                await self._authenticate(request)
        except Refused as refusal:
            headers = {name.decode(): value.decode() for name, value in refusal.headers}
            return Response(refusal.message, refusal.status, headers={**headers, **_HEADERS}, media_type="text/plain")
        refresh(self._metrics, self._process, is_stopping=self._health.is_stopping)
        text = await asyncio.to_thread(self._metrics.text)
        return Response(text, headers={**_HEADERS, "content-type": CONTENT_TYPE})
