"""A gateway of two workers under load, restarted in every way an operator may: no request is lost."""

import asyncio
import errno
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from gateway.sandbox.town import Town, free_port
from tests.command.test_commands import bare
from tests.observe.load import load
from tests.observe.served import samples

ROOT = Path(__file__).parents[2]
_SETTINGS = {"GATEWAY_AUTH": "none", "GATEWAY_DRAIN_S": "0.5", "GATEWAY_LOG_FORMAT": "json"}


async def begun(count: int = 2, /, **settings: str) -> Process:
    """Start a gateway of so many workers."""
    handed = [int(settings["GATEWAY_LISTEN_FD"])] if "GATEWAY_LISTEN_FD" in settings else []
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "serve", "--workers", str(count)),
        cwd=ROOT,
        env=bare({**_SETTINGS, **settings}),
        pass_fds=handed,
        stderr=asyncio.subprocess.DEVNULL,
    )


def workers(gateway: Process) -> set[int]:
    """Return the process ids of its workers."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue  # It ended meanwhile.
        if int(parent) == gateway.pid and state != "Z":
            found.add(int(path.parent.name))
    return found


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


@pytest_asyncio.fixture(loop_scope="session")
async def port() -> int:
    """A free port."""
    return free_port()


async def test_workers_are_replaced_without_losing_a_request(port: int):
    """One by SIGTERM, then all by SIGHUP: somebody serves at every moment, and the numbers of those that went still count."""
    async with ended(await begun(GATEWAY_PORT=str(port))) as gateway:
        await served(port)
        async with load(port) as asked:
            await asked.until(100)
            first = workers(gateway)
            one = min(first)
            os.kill(one, signal.SIGTERM)
            await replaced(gateway, {one})
            second = workers(gateway)
            gateway.send_signal(signal.SIGHUP)
            await replaced(gateway, second)
            await asked.until(100)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
            counted = samples((await http.get("/metrics")).text)["gateway_operations_total"]
        gateway.terminate()
        code = await gateway.wait()

    assert not asked.lost
    assert sum(counted.values()) == asked.answered
    assert code == 0
    assert len(first & second) == 1


async def test_a_gateway_is_followed_by_another_without_losing_a_request():
    """The listening socket is handed over, as systemd's socket activation does: SIGTERM to one, the next one begins."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        port, descriptor = listening.getsockname()[1], str(listening.fileno())
        async with ended(await begun(GATEWAY_LISTEN_FD=descriptor)) as old:
            await served(port)
            async with load(port) as asked:
                await asked.until(100)
                old.terminate()
                code = await old.wait()
                async with ended(await begun(GATEWAY_LISTEN_FD=descriptor)) as new:
                    await asked.until(200)
                    new_code = new.returncode

    assert not asked.lost
    assert (code, new_code) == (0, None)


@pytest.mark.parametrize("count", [1, 2])
async def test_the_next_gateway_starts_beside_the_old_one_without_losing_a_request(port: int, count: int):
    """Each has a socket of its own on the port; the old one's takes nothing more once nobody accepts there."""
    settings = {"GATEWAY_PORT": str(port), "GATEWAY_REUSE_PORT": "true"}
    async with ended(await begun(count, **settings)) as old:
        await served(port)
        async with load(port, clients=16) as asked:
            await asked.until(100)
            async with ended(await begun(count, **settings)) as new:
                await until(lambda: listeners(port) == 2)
                await asked.until(100)
                old.terminate()
                code = await old.wait()
                await asked.until(200)
                lost, new_code = asked.lost.copy(), new.returncode

    assert not lost
    assert (code, new_code) == (0, None)


@pytest.mark.parametrize("count", [1, 2])
async def test_nobody_waits_at_a_gateway_that_takes_nothing_more(sandbox: Town, port: int, count: int):
    """While a long query is finished, a new connection is refused at once: a balancer asks another gateway then."""
    sandbox.tracksale.trouble.gate = gate = asyncio.Event()
    settings = {**sandbox.settings, "GATEWAY_PORT": str(port), "TRACKSALE_TIMEOUT_S": "60", "GATEWAY_TIMEOUT_S": "60"}
    async with ended(await begun(count, **settings, GATEWAY_STOP_S="60")) as gateway:
        await served(port)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as http:
            asking = asyncio.create_task(http.post("/graphql", json={"query": "{ surveys { code } }"}))
            await until(lambda: bool(sandbox.tracksale.calls))
            gateway.terminate()
            await until(lambda: listeners(port) == 0)
            refused = await asyncio.to_thread(socket.socket().connect_ex, ("127.0.0.1", port))
            is_over = gateway.returncode is not None
            gate.set()
            answer = await asking

    assert refused == errno.ECONNREFUSED
    assert not is_over
    assert answer.json()["data"]["surveys"]


async def test_a_gateway_that_stops_says_so_first_and_finishes_what_runs(port: int):
    """Readiness is 503 while it still serves, each answer ends its connection, and then nobody is let in."""
    async with ended(await begun(1, GATEWAY_PORT=str(port), GATEWAY_DRAIN_S="3")) as gateway:
        await served(port)
        gateway.terminate()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:

            async def is_unready() -> bool:
                return (await http.get("/readyz")).status_code != 200

            await until(is_unready)
            told = await http.get("/readyz")
            answer = await http.post("/graphql", json={"query": "{ vendors { vendor } }"})
        code = await gateway.wait()
        refused = await asyncio.to_thread(socket.socket().connect_ex, ("127.0.0.1", port))

    assert (told.status_code, told.json()["status"]) == (503, "stopping")
    assert answer.status_code == 200
    assert answer.headers["connection"] == "close"
    assert code == 0
    assert refused != 0


async def test_a_single_process_outlives_a_call_for_new_workers(port: int):
    """It can't renew itself, so it goes on; the signal's own way would be to kill it under what runs."""
    async with ended(await begun(1, GATEWAY_PORT=str(port))) as gateway:
        await served(port)
        gateway.send_signal(signal.SIGHUP)
        async with load(port) as asked, asyncio.timeout(20):
            await asked.until(50)
        gateway.terminate()
        code = await gateway.wait()

    assert not asked.lost
    assert code == 0


@pytest.mark.parametrize(("fault", "stop_s"), [("slow", "20"), ("hang", "1")])
async def test_what_runs_is_finished_within_bounds(sandbox: Town, port: int, fault: str, stop_s: str):
    """A query that waits for a slow vendor gets its answer; one that would keep the gateway from ending is cut off."""
    sandbox.tracksale.trouble.slow_s = 2.0
    sandbox.tracksale.fault(fault)
    settings = {**sandbox.settings, "GATEWAY_PORT": str(port), "GATEWAY_STOP_S": stop_s, "TRACKSALE_TIMEOUT_S": "30"}
    async with ended(await begun(1, **settings, GATEWAY_TIMEOUT_S="60")) as gateway:
        await served(port)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as http:
            asking = asyncio.create_task(http.post("/graphql", json={"query": "{ surveys { code } }"}))
            await until(lambda: bool(sandbox.tracksale.calls))
            gateway.terminate()
            async with asyncio.timeout(20):
                code = await gateway.wait()
            (answer,) = await asyncio.gather(asking, return_exceptions=True)

    assert code == 0
    if fault == "slow":
        assert isinstance(answer, httpx.Response)
        assert answer.json()["data"]["surveys"]
    else:
        assert not isinstance(answer, httpx.Response) or answer.status_code == 500


async def test_workers_do_not_outlive_their_supervisor(port: int):
    """Even where it is killed, the port is free again."""
    async with ended(await begun(GATEWAY_PORT=str(port))) as gateway:
        await served(port)
        left = workers(gateway)
        gateway.kill()
        await gateway.wait()
        await until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in left))

    assert len(left) == 2


async def test_a_worker_that_can_not_begin_ends_the_gateway(port: int, tmp_path: Path):
    """With its own exit code, instead of trying for ever."""
    async with ended(await begun(GATEWAY_PORT=str(port), GATEWAY_LINKS_FILE=str(tmp_path / "absent.csv"))) as gateway:
        async with asyncio.timeout(60):
            code = await gateway.wait()

    assert code == 2
