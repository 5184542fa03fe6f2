"""The processes of a run: each on a socket that is made here and handed over, so that no port is guessed and none is waited for."""

import asyncio
import json
import os
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.connection import Reply, asked, get

ROOT = Path(__file__).parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_STARTS_WITHIN_S = 60
_STOPS_WITHIN_S = 20


@dataclass(frozen=True, slots=True)
class Running:
    """A process that serves a port of this machine."""

    process: Process
    port: int

    @property
    def cpu_s(self) -> float:
        """The seconds of CPU it has used, its own and the system's for it."""
        fields = self._stat()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def memory_mb(self) -> float:
        """Its resident memory."""
        return int(self._stat()[21]) * _PAGE / 2**20

    def _stat(self) -> list[str]:
        return Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()


@asynccontextmanager
async def gateway(settings: Mapping[str, str]) -> AsyncIterator[Running]:
    """Run `gateway serve` while inside, with these settings alone; inside begins when it answers."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=2048)
    given = {
        "GATEWAY_AUTH": "none",
        "GATEWAY_DEFAULT_REGION": "RO",
        "GATEWAY_METRICS": "on",
        "GATEWAY_DRAIN_S": "0",
        **settings,
    }
    given["GATEWAY_LISTEN_FD"] = str(listening.fileno())
    async with _running(listening, ["-m", "gateway", "serve"], given) as running:
        await _first(running, "/readyz")
        yield running


@asynccontextmanager
async def bare(size: int) -> AsyncIterator[Running]:
    """Run a bare ASGI application that answers so many bytes."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=2048)
    command = ["-m", "tests.benchmarks.bare", str(listening.fileno()), str(size)]
    async with _running(listening, command, {}) as running:
        await _first(running, "/")
        yield running


@dataclass(frozen=True, slots=True)
class Vendors:
    """The stand-ins in a process of their own: the settings that lead to them, and the port that counts their calls."""

    settings: Mapping[str, str]
    port: int

    async def calls(self) -> int:
        """Count the calls that they have got so far, token calls too."""
        return int((await asked(self.port, get("/calls"))).body)


@asynccontextmanager
async def vendors(population: int) -> AsyncIterator[Vendors]:
    """Run the five stand-ins, who know so many people."""
    listening = socket.create_server(("127.0.0.1", 0))
    command = ["-m", "tests.benchmarks.vendors", str(listening.fileno()), str(population)]
    async with _running(listening, command, {}) as running:
        yield Vendors(json.loads((await _first(running, "/settings")).body), running.port)


@asynccontextmanager
async def _running(listening: socket.socket, command: list[str], settings: Mapping[str, str]) -> AsyncIterator[Running]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **settings},
        pass_fds=[listening.fileno()],
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    port = int(listening.getsockname()[1])
    listening.close()  # Theirs alone from now on: when it dies, who asks it is told.
    try:
        yield Running(process, port)
    finally:
        await _stopped(process)


async def _first(running: Running, path: str) -> Reply:
    """Ask a process that is starting: it answers as soon as it serves."""
    async with asyncio.timeout(_STARTS_WITHIN_S):
        return await asked(running.port, get(path))


async def _stopped(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
        try:
            async with asyncio.timeout(_STOPS_WITHIN_S):
                await process.wait()
        except TimeoutError:
            process.kill()
    await process.wait()
