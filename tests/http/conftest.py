"""The gateway's HTTP face on a real port."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
import uvicorn
from starlette.applications import Starlette

from gateway.http.app import application
from gateway.sandbox.prompt import Prompt
from loaders.upstream.transport import trusted
from tests.http.toy import Toy, toy_process


@dataclass
class Served:
    """A running gateway and a client that speaks to it over a socket."""

    app: Starlette
    toy: Toy
    port: int
    http: httpx.AsyncClient

    async def ask(self, query: str, accept: str = "application/json", **parameters: object) -> httpx.Response:
        """Post an operation."""
        return await self.http.post("/graphql", json={"query": query, **parameters}, headers={"accept": accept})


@asynccontextmanager
async def serve(*, demo: bool = False, **settings: str) -> AsyncIterator[Served]:
    """Serve the toy on a free port while inside; settings by their names without the prefix."""
    toy = Toy()
    async with serve_app(application(toy_process(toy, **settings), demo=demo), toy) as served:
        yield served


@asynccontextmanager
async def serve_app(app: Starlette, toy: Toy) -> AsyncIterator[Served]:
    """Serve an application on a free port while inside."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        server = Prompt(uvicorn.Config(app, log_level="critical", server_header=False, timeout_graceful_shutdown=1))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        await server.ready.wait()
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", verify=trusted(), trust_env=False, timeout=20
        ) as http:
            yield Served(app, toy, port, http)
        server.end()
        await serving


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def served() -> AsyncIterator[Served]:
    """The production defaults, but for authentication."""
    async with serve() as running:
        yield running


@pytest.fixture
def no_keys(tmp_path: Path) -> str:
    """A file of API keys that lets nobody in."""
    path = tmp_path / "keys.json"
    path.write_text('{"keys": []}')
    return str(path)
