"""A gateway on a port, and what its `/metrics` says."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from prometheus_client.parser import text_string_to_metric_families

from gateway.http.app import application
from gateway.observe.observer import Observer
from gateway.process import Process, assemble
from gateway.reading import read_settings
from gateway.registry import entries
from gateway.sandbox.town import serve_app
from loaders.upstream.transport import trusted
from tests.conftest import BASE


@dataclass
class Served:
    """A running gateway and a client of it."""

    process: Process
    http: httpx.AsyncClient

    async def ask(self, query: str, headers: Mapping[str, str] | None = None, **more: object) -> httpx.Response:
        """Post an operation."""
        return await self.http.post("/graphql", json={"query": query, **more}, headers=headers)

    async def scraped(self) -> dict[str, dict[tuple[tuple[str, str], ...], float]]:
        """Return the values of every sample by its name and labels."""
        answer = await self.http.get("/metrics")
        return samples(answer.text)

    async def value(self, name: str, **labels: str) -> float:
        """Return one sample, 0 where there is none yet; labels that aren't named are added up."""
        found = (await self.scraped()).get(name, {})
        return sum(value for held, value in found.items() if labels.items() <= dict(held).items())


def samples(text: str) -> dict[str, dict[tuple[tuple[str, str], ...], float]]:
    """Read Prometheus' words."""
    found: dict[str, dict[tuple[tuple[str, str], ...], float]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sorted(sample.labels.items()))] = sample.value
    return found


@asynccontextmanager
async def serve(vendors: Mapping[str, str], observer: Observer | None = None, **settings: str) -> AsyncIterator[Served]:
    """Serve a gateway over the vendors that these settings lead to; the gateway's own by their names without the prefix."""
    given = {**BASE, **vendors, **{f"GATEWAY_{name}": value for name, value in settings.items()}}
    process = assemble(read_settings(given, entries()), entries(), observer=observer)
    async with (
        serve_app(application(process)) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", verify=trusted(), trust_env=False, timeout=20) as http,
    ):
        yield Served(process, http)
    await process.close()
