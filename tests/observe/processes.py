"""Gateways as processes of their own: begun, asked, replaced and ended."""

import asyncio
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from tests.command.test_commands import bare

ROOT = Path(__file__).parents[2]
SETTINGS = {"GATEWAY_AUTH": "none", "GATEWAY_DRAIN_S": "0.5", "GATEWAY_LOG_FORMAT": "json"}


async def begun(count: int = 2, /, **settings: str) -> Process:
    """Start a gateway of so many workers."""
    handed = [int(settings["GATEWAY_LISTEN_FD"])] if "GATEWAY_LISTEN_FD" in settings else []
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "serve", "--workers", str(count)),
        cwd=ROOT,
        env=bare({**SETTINGS, **settings}),
        pass_fds=handed,
        stderr=asyncio.subprocess.DEVNULL,
    )


def workers(gateway: Process) -> set[int]:
    """Return the process ids of its workers that serve: they catch SIGTERM, which ends one that only begins."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue  # It ended meanwhile.
        if int(parent) == gateway.pid and state != "Z" and _catches(signal.SIGTERM, path.with_name("status")):
            found.add(int(path.parent.name))
    return found


async def both(gateway: Process) -> set[int]:
    """Wait until it has two workers, and return their process ids."""
    await until(lambda: len(workers(gateway)) == 2)
    return workers(gateway)


def _catches(number: signal.Signals, status: Path) -> bool:
    try:
        caught = next(line for line in status.read_text().splitlines() if line.startswith("SigCgt:"))
    except (OSError, StopIteration):
        return False
    return bool(int(caught.split()[1], 16) >> number - 1 & 1)


def listeners(port: int) -> int:
    """Return how many sockets listen on the port."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[1] == f"0100007F:{port:04X}" and row[3] == "0A" for row in rows)


async def served(port: int) -> None:
    """Wait until it answers: the socket listens already, so the first request only waits."""
    async with asyncio.timeout(60), httpx.AsyncClient(trust_env=False, timeout=60) as http:
        while True:
            try:
                if (await http.get(f"http://127.0.0.1:{port}/healthz")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.05)


async def until(is_so: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait for something about other processes, which give no event."""
    async with asyncio.timeout(60):
        while True:
            found = is_so()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.05)


async def replaced(gateway: Process, old: set[int]) -> None:
    """Wait until none of these workers is left, and there are two again."""

    def are_new() -> bool:
        now = workers(gateway)
        return not now & old and len(now) == 2

    await until(are_new)


@asynccontextmanager
async def ended(gateway: Process) -> AsyncIterator[Process]:
    """End it in any case."""
    try:
        yield gateway
    finally:
        if gateway.returncode is None:
            gateway.kill()
        await gateway.wait()
