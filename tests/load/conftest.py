"""Whole gateways as processes around one store, over stand-ins in the test's own process, where every call is counted."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

import pytest_asyncio

from tests.benchmarks.processes import Running, gateway
from tests.cache.server import Server

Fleet = Callable[[int, Mapping[str, str]], Coroutine[Any, Any, list[Running]]]


@pytest_asyncio.fixture(loop_scope="session")
async def store(tmp_path: Path) -> AsyncIterator[Server]:
    """A store that forgets everything when it is killed."""
    server = Server(tmp_path)
    await server.start()
    yield server
    await server.kill()


@pytest_asyncio.fixture(loop_scope="session")
async def fleet() -> AsyncIterator[Fleet]:
    """Starts so many gateways with the same settings; they end together with the test."""
    is_over, kept = asyncio.Event(), list[asyncio.Task[None]]()

    async def serving(settings: Mapping[str, str], serves: asyncio.Queue[Running]) -> None:
        async with gateway(settings) as running:
            serves.put_nowait(running)
            await is_over.wait()

    async def started(count: int, settings: Mapping[str, str]) -> list[Running]:
        serves = asyncio.Queue[Running]()
        kept.extend(asyncio.create_task(serving(settings, serves)) for _ in range(count))
        async with asyncio.timeout(90):
            return [await serves.get() for _ in range(count)]

    yield started
    is_over.set()
    await asyncio.gather(*kept)
