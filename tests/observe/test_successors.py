"""One gateway follows another at the same port: no request is lost, and nobody is left waiting."""

import asyncio
import errno
import socket

import httpx
import pytest
import pytest_asyncio

from gateway.sandbox.town import Town, free_port
from tests.observe.load import PATIENT, load
from tests.observe.processes import begun, ended, listeners, served, until

pytestmark = pytest.mark.long


@pytest_asyncio.fixture(loop_scope="session")
async def port() -> int:
    """A free port."""
    return free_port()


async def test_a_gateway_is_followed_by_another_without_losing_a_request():
    """The listening socket is handed over, as systemd's socket activation does: SIGTERM to one, the next one begins."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        port, descriptor = listening.getsockname()[1], str(listening.fileno())
        async with ended(await begun(GATEWAY_LISTEN_FD=descriptor, **PATIENT)) as old:
            await served(port)
            async with load(port) as asked:
                await asked.until(100)
                old.terminate()
                code = await old.wait()
                async with ended(await begun(GATEWAY_LISTEN_FD=descriptor, **PATIENT)) as new:
                    await asked.until(200)
                    new_code = new.returncode

    assert not asked.lost
    assert (code, new_code) == (0, None)


@pytest.mark.parametrize("count", [1, 2])
async def test_the_next_gateway_starts_beside_the_old_one_without_losing_a_request(port: int, count: int):
    """Each has a socket of its own on the port; the old one's takes nothing more once nobody accepts there."""
    settings = {"GATEWAY_PORT": str(port), "GATEWAY_REUSE_PORT": "true"}
    async with ended(await begun(count, **settings, **PATIENT)) as old:
        await served(port)
        async with load(port, clients=16) as asked:
            await asked.until(100)
            async with ended(await begun(count, **settings, **PATIENT)) as new:
                await until(lambda: listeners(port) == 2)
                await asked.until(100)
                old.terminate()
                code = await old.wait()
                await asked.until(200)
                lost, new_code = asked.lost.copy(), new.returncode

    assert not lost
    assert (code, new_code) == (0, None)


@pytest.mark.parametrize("count", [1, 2])
async def test_new_connections_go_to_the_next_gateway_as_soon_as_the_old_one_is_told_to_stop(port: int, count: int):
    """Before its socket is closed, which would reset whoever is half way into it. One that stops says so in each answer."""
    settings = {"GATEWAY_PORT": str(port), "GATEWAY_REUSE_PORT": "true"}
    address = f"http://127.0.0.1:{port}"
    async with (
        ended(await begun(count, **settings, GATEWAY_DRAIN_S="120")) as old,
        httpx.AsyncClient(base_url=address, trust_env=False, timeout=60, limits=httpx.Limits(keepalive_expiry=None)) as kept,
    ):
        await served(port)
        first = await kept.get("/readyz")

        async def stops() -> bool:
            return (await kept.get("/readyz")).status_code == 503

        async with ended(await begun(count, **settings)):
            await until(lambda: listeners(port) == 2)
            old.terminate()
            await until(stops)
            async with httpx.AsyncClient(
                base_url=address, trust_env=False, timeout=60, limits=httpx.Limits(max_keepalive_connections=0)
            ) as anew:
                answers = [await anew.get("/readyz") for _ in range(32)]
            is_over = old.returncode is not None

    assert [answer.status_code for answer in [first, *answers]] == [200] * 33
    assert not is_over


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
