"""Five gateways, a process each, every one with one vendor's slice: what a federation router is put before."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from gateway.access.keys import Key, create, new_id
from gateway.engine.engine import Answer
from gateway.registry import VENDORS
from gateway.sandbox.town import free_port
from tests.clients.node import node

SCOPES = ("people:read", "people:personal", "leads:read", "rewards:read", "surveys:read", "campaigns:read")


@dataclass(frozen=True)
class Slices:
    """The running slices, a key that all of them take, and a folder for what routers read."""

    urls: Mapping[str, str]
    key: str
    folder: Path

    async def ask(self, vendor: str, query: str, *, key: str | None = None) -> httpx.Response:
        """Post a query to one slice."""
        async with httpx.AsyncClient(trust_env=False, timeout=120) as http:
            headers = {"authorization": f"Bearer {self.key if key is None else key}"}
            return await http.post(self.urls[vendor], json={"query": query}, headers=headers)

    async def composed(self) -> dict[str, Any]:
        """Compose what every slice says of itself, with Apollo's composition."""
        answers = {vendor: (await self.ask(vendor, "{ _service { sdl } }")).json() for vendor in self.urls}
        return await self.composed_of({vendor: answer["data"]["_service"]["sdl"] for vendor, answer in answers.items()})

    async def composed_of(self, told: Mapping[str, str]) -> dict[str, Any]:
        """Compose these SDLs into the folder; returns what composition finds wrong and what it remarks."""
        for vendor, sdl in told.items():
            (self.folder / f"{vendor}.graphql").write_text(sdl)
        (self.folder / "urls.json").write_text(json.dumps(dict(self.urls)))
        found: dict[str, Any] = json.loads(await node("compose.mjs", str(self.folder)))
        return found

    async def routed(
        self, router: str, *asked: tuple[str, dict[str, object]], gone: str | None = None, scopes: Sequence[str] | None = None
    ) -> list[dict[str, Any]]:
        """Ask a router over the composed supergraph, one question after the other; nobody listens where the slice `gone` was.

        With `scopes` the router enforces what the supergraph says of them, for a caller who holds these.
        """
        supergraph = (self.folder / "supergraph.graphql").read_text()
        if gone is not None:
            supergraph = supergraph.replace(self.urls[gone], f"http://127.0.0.1:{free_port()}/graphql")
        questions = [{"query": query, "variables": variables} for query, variables in asked]
        file = self.folder / f"{router}.json"
        file.write_text(json.dumps({"supergraph": supergraph, "questions": questions, "scopes": scopes}))
        answers: list[dict[str, Any]] = json.loads(await node(f"{router}.mjs", str(file), self.key))
        return answers


def codes(answer: Answer) -> list[str]:
    """The codes of an answer's errors."""
    errors: list[Any] = list(answer.errors)
    return [error["extensions"]["code"] for error in errors]


@asynccontextmanager
async def running(vendors: Mapping[str, str], folder: Path) -> AsyncIterator[Slices]:
    """Run `gateway serve --only …` for each vendor while inside; `vendors` are the settings that lead to all of them."""
    keys = folder / "keys.json"
    made = Key(id=new_id(), name="router", hash="", scopes=list(SCOPES), created=datetime.now(UTC))
    key = create(keys, made)
    settings = {
        **vendors,
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GATEWAY_AUTH": "keys",
        "GATEWAY_API_KEYS_FILE": str(keys),
        "GATEWAY_DEFAULT_REGION": "RO",
    }
    served = {vendor: await _started(vendor, settings, folder) for vendor in VENDORS}
    try:
        yield Slices({vendor: f"http://127.0.0.1:{port}/graphql" for vendor, (_, port) in served.items()}, key, folder)
    finally:
        for process, _ in served.values():
            process.terminate()
        await asyncio.gather(*(process.wait() for process, _ in served.values()))


async def _started(vendor: str, settings: Mapping[str, str], folder: Path) -> tuple[asyncio.subprocess.Process, int]:
    """Start one slice; its socket listens before it does, so that nobody has to wait for it."""
    with socket.create_server(("127.0.0.1", 0)) as listening, (folder / f"{vendor}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "gateway", "serve", "--only", vendor),
            env={**settings, "GATEWAY_LISTEN_FD": str(listening.fileno())},
            pass_fds=[listening.fileno()],
            cwd=Path(__file__).parents[2],
            stdout=log,
            stderr=log,
        )
        return process, listening.getsockname()[1]
