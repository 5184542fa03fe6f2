"""Many clients at once, each on a connection that it keeps, and what a gateway says of itself meanwhile."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from tests.benchmarks.connection import Connection, Reply, asked, get, post
from tests.benchmarks.processes import Running


def operation(query: str, **variables: object) -> bytes:
    """The request of a GraphQL operation."""
    return post("/graphql", json.dumps({"query": query, "variables": variables}).encode())


async def ask(gateway: Running, query: str, **variables: object) -> Any:
    """Ask once, and return the decoded answer."""
    return json.loads((await asked(gateway.port, operation(query, **variables))).body)


async def crowd(gateway: Running, requests: Iterable[bytes], clients: int, seen: Callable[[Reply], None]) -> None:
    """Have clients share the requests out among them, each taking the next one as soon as it was answered."""
    remaining = iter(requests)

    async def client() -> None:
        connection = await Connection.open(gateway.port)
        try:
            for request in remaining:
                seen(await connection.ask(request))
        except ConnectionError as error:
            error.add_note(f"the gateway's exit code is {gateway.process.returncode}")
            raise
        connection.close()

    await asyncio.gather(*(client() for _ in range(clients)))


async def until(told: Callable[[], Awaitable[bool]], within_s: float = 60.0) -> None:
    """Wait for what another process tells only when it is asked."""
    async with asyncio.timeout(within_s):
        while not await told():  # noqa: ASYNC110  # as it says
            await asyncio.sleep(0.02)


async def reaches_store(gateway: Running) -> bool:
    """Whether a gateway reaches the shared store, and trusts it."""
    return b"gateway_shared_cache_up 1.0" in (await asked(gateway.port, get("/metrics"))).body
