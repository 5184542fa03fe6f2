"""A gateway of two workers under load, restarted in every way an operator may: no request is lost."""

import asyncio
import os
import signal
import socket
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from gateway.sandbox.town import Town, free_port
from tests.observe.load import PATIENT, load
from tests.observe.processes import begun, both, ended, listeners, replaced, served, until, workers
from tests.observe.served import samples

pytestmark = pytest.mark.long


@pytest_asyncio.fixture(loop_scope="session")
async def port() -> int:
    """A free port."""
    return free_port()


async def test_workers_are_replaced_without_losing_a_request(port: int):
    """One by SIGTERM, then all by SIGHUP: somebody serves at every moment, and the numbers of those that went still count."""
    async with ended(await begun(GATEWAY_PORT=str(port), **PATIENT)) as gateway:
        await served(port)
        async with load(port) as asked:
            await asked.until(100)
            first = await both(gateway)
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


async def test_whoever_has_connected_may_still_ask(port: int):
    """A client that is slow to say what it wants is let in before the gateway stops, and answered after it takes nobody else."""
    async with ended(await begun(1, GATEWAY_PORT=str(port))) as gateway:
        await served(port)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        gateway.terminate()
        await until(lambda: listeners(port) == 0)
        await asyncio.sleep(0.5)
        writer.write(b"GET /healthz HTTP/1.1\r\nhost: gateway\r\n\r\n")
        answer = await reader.read()
        code = await gateway.wait()

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert code == 0


async def test_workers_do_not_outlive_their_supervisor(port: int):
    """Even where it is killed, the port is free again."""
    async with ended(await begun(GATEWAY_PORT=str(port))) as gateway:
        await served(port)
        left = await both(gateway)
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
