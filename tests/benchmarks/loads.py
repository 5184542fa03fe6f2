"""A load and what it cost: requests from a few connections at once, each asking as soon as it was answered."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from prometheus_client.parser import text_string_to_metric_families

from tests.benchmarks.connection import Connection, Reply, asked, get
from tests.benchmarks.processes import Running, Vendors


@dataclass(slots=True)
class Answers:
    """What came back, and how long each took."""

    seconds: list[float] = field(default_factory=list)
    failed: list[Reply] = field(default_factory=list)
    size: int = 0
    "Bytes of the last body."

    def quantile_ms(self, share: float) -> float:
        """Return the time within which that share was answered."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


@dataclass(frozen=True, slots=True)
class Cost:
    """A load's numbers; `calls`, `kept` and `hit` are None for the bare server."""

    name: str
    requests: int
    size: int
    cpu_s: float
    "Per 1000 requests."
    p50_ms: float
    p99_ms: float
    memory_mb: float
    calls: float | None = None
    "At the vendors, per 1000 requests."
    kept: float | None = None
    "The share that left as they were kept, whole, before GraphQL began."
    hit: float | None = None
    "Of the vendors' data that the others read, the share that was in the cache."


class Broken(Exception):
    """A server answered with something else than what is measured."""


async def measure(
    name: str,
    server: Running,
    requests: Iterator[bytes],
    *,
    connections: int,
    seconds: float,
    vendors: Vendors | None = None,
) -> Cost:
    """Put a load on a server, until the requests or the seconds are over."""
    before = await _counted(server, vendors)
    used_s = server.cpu_s
    answers = await _answered(server.port, requests, connections, seconds, is_gateway=vendors is not None)
    used_s = server.cpu_s - used_s
    after = await _counted(server, vendors)
    if answers.failed:
        raise Broken(f"{name}: {len(answers.failed)} answers failed, such as {answers.failed[0].body[:400]!r}")
    count = len(answers.seconds)
    calls, kept, hits, reads = (new - old for new, old in zip(after, before, strict=True))
    return Cost(
        name,
        count,
        answers.size,
        used_s * 1000 / count,
        answers.quantile_ms(0.5),
        answers.quantile_ms(0.99),
        server.memory_mb,
        *((calls * 1000 / count, kept / count, hits / reads if reads else None) if vendors else ()),
    )


async def _answered(port: int, requests: Iterator[bytes], connections: int, seconds: float, *, is_gateway: bool) -> Answers:
    answers, until = Answers(), time.perf_counter() + seconds

    async def asking() -> None:
        connection = await Connection.open(port)
        for request in requests:
            begun = time.perf_counter()
            reply = await connection.ask(request)
            now = time.perf_counter()
            answers.seconds.append(now - begun)
            answers.size = len(reply.body)
            if is_gateway and not reply.is_whole:
                answers.failed.append(reply)
            if now > until:
                break
        connection.close()

    await asyncio.gather(*(asking() for _ in range(connections)))
    return answers


async def _counted(server: Running, vendors: Vendors | None) -> tuple[float, float, float, float]:
    """Calls at the vendors, whole answers kept, reads that were in the cache, and all reads, so far."""
    if vendors is None:
        return 0, 0, 0, 0
    calls = await vendors.calls()
    kept = hits = reads = 0.0
    for family in text_string_to_metric_families((await asked(server.port, get("/metrics"))).body.decode()):
        for sample in family.samples:
            if sample.name == "gateway_operations_total" and sample.labels["outcome"] == "KEPT":
                kept += sample.value
            elif sample.name == "gateway_cache_reads_total":
                reads += sample.value
                hits += sample.value if sample.labels["result"] in ("hit", "stale") else 0
    return calls, kept, hits, reads
