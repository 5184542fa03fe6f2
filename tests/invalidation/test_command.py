"""`gateway cache clear`, as an operator runs it: as a process, beside gateways that run as processes."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from typer.testing import CliRunner

from gateway.access.keys import Key, create, new_id
from gateway.cli import app
from gateway.sandbox.town import Town, free_port
from gateway.settings import BrokenSettings
from loaders.upstream.transport import trusted
from tests.cache.server import Server
from tests.invalidation.asking import ANA, id_of

ROOT = Path(__file__).parents[2]
REWARDS = {"query": f'{{ customer(by: {{email: "{ANA.email}"}}) {{ rewards {{ id }} purchases {{ couponCode }} }} }}'}


async def started(*command: str, **settings: str) -> asyncio.subprocess.Process:
    """Start a command with nothing but these settings."""
    bare = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "COLUMNS": "200", **settings}
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gateway", *command, cwd=ROOT, env=bare, stdout=pipe, stderr=pipe
    )


async def ended(*command: str, **settings: str) -> tuple[int | None, str, str]:
    """Run a command to its end; return its exit code and what it said."""
    process = await started(*command, **settings)
    out, complaints = await process.communicate()
    return process.returncode, out.decode().strip(), complaints.decode().strip()


@asynccontextmanager
async def serving(**settings: str) -> AsyncIterator[httpx.AsyncClient]:
    """A gateway that serves as a process."""
    port = free_port()
    process = await started("serve", GATEWAY_PORT=str(port), GATEWAY_DRAIN_S="0", **settings)
    try:
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", verify=trusted(), trust_env=False, timeout=60
        ) as client:
            async with asyncio.timeout(60):
                while not await _is_ready(client):
                    assert process.returncode is None, (await process.communicate())[1].decode()
                    await asyncio.sleep(0.05)
            yield client
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """A real store."""
    server = Server(tmp_path_factory.mktemp("store"))
    await server.start()
    yield server
    await server.kill()


@pytest.fixture(scope="module")
def settings(town: Town, store: Server) -> dict[str, str]:
    """What two gateways and the command have in common."""
    own = {"GATEWAY_AUTH": "none", "GATEWAY_DEFAULT_REGION": "RO", "GATEWAY_CACHE_TTL": "3600"}
    return {**town.settings, **own, "GATEWAY_CACHE_URL": store.url, "GATEWAY_CACHE_TIMEOUT_S": "5"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def two(settings: dict[str, str]) -> AsyncIterator[tuple[httpx.AsyncClient, httpx.AsyncClient]]:
    """Two gateways over one store."""
    async with AsyncExitStack() as stack:
        one, other = await asyncio.gather(*(stack.enter_async_context(serving(**settings)) for _ in range(2)))
        yield one, other


async def calls(client: httpx.AsyncClient, town: Town) -> set[str]:
    """The vendors that the same question reaches now."""
    town.reset()
    answer = await client.post("/graphql", json=REWARDS)
    assert answer.json()["data"]["customer"]["rewards"]
    return {name for name, house in town.houses.items() if house.calls}


WISHES: dict[str, tuple[list[str], set[str], str]] = {
    "everything": ([], {"carecloud", "open_loyalty"}, "Dropped everything that was kept."),
    "a person": (["--customer", f"email:{ANA.email}"], {"carecloud", "open_loyalty"}, "Dropped what shows this person at "),
    "a vendor's id": (
        ["--vendor", "Open-Loyalty", "--customer", f"open-loyalty:{id_of('open_loyalty')}"],
        {"open_loyalty"},
        "Dropped what shows this person at open_loyalty (2 tags).",
    ),
}


@pytest.mark.parametrize("what", WISHES)
async def test_both_gateways_ask_again(
    two: tuple[httpx.AsyncClient, httpx.AsyncClient], settings: dict[str, str], town: Town, what: str
):
    """What is dropped in the store is dropped in the memory of each, whole answers too: one asks, the other finds it there."""
    options, expected, said = WISHES[what]
    for client in two:
        await calls(client, town)
        assert await calls(client, town) == set()

    code, out, complaints = await ended("cache", "clear", *options, **settings)

    assert (code, complaints) == (0, "")
    assert out.startswith(said)
    assert ANA.email not in out
    asked = [await calls(client, town) - {"footprints", "tracksale", "prisma"} for client in two]
    assert asked == [expected, set()]


async def test_a_store_that_is_away_is_said(settings: dict[str, str]):
    """Exit 1 and a sentence: nothing was dropped."""
    away = {**settings, "GATEWAY_CACHE_URL": f"redis://127.0.0.1:{free_port()}/0"}
    code, out, complaints = await ended("cache", "clear", "--vendor", "carecloud", **away)

    assert (code, out) == (1, "")
    assert "Nothing was dropped: the store that GATEWAY_CACHE_URL names can't be reached." in complaints


async def test_another_secret_is_said(settings: dict[str, str], two: object):
    """Exit 1: the gateways go by other keys for people, so what they keep of this one is untouched."""
    other = {**settings, "GATEWAY_SECRET": "another"}
    code, out, complaints = await ended("cache", "clear", "--customer", f"carecloud:{id_of('carecloud')}", **other)

    assert code == 1
    assert out.startswith("Dropped what shows this person at ")
    assert "Another GATEWAY_SECRET" in complaints
    assert "goes by other keys, so it stays" in complaints


async def test_a_vendor_that_is_down_is_said(settings: dict[str, str], two: object):
    """Exit 1, which vendor, and what to give instead; the others' entries are dropped."""
    broken = {**settings, "CARECLOUD_URL": f"http://127.0.0.1:{free_port()}/v1.0", "CARECLOUD_TIMEOUT_S": "2"}
    code, out, complaints = await ended("cache", "clear", "--customer", "email:somebody@example.com", **broken)

    assert code == 1
    assert out.startswith("Dropped what shows this person at ")
    assert "carecloud could not be asked who the person is (VENDOR_UNAVAILABLE)" in complaints
    assert "--customer carecloud:ID" in complaints


async def test_without_a_store_a_running_gateway_is_named(town: Town, tmp_path: Path):
    """By its address and a key; the same sentence and exit code as with a store."""
    keys = tmp_path / "keys.json"
    file = {"GATEWAY_API_KEYS_FILE": str(keys)}
    scopes = {"operator": ["people:read", "rewards:read", "cache:write"], "reader": ["people:read"]}
    key, weak = (create(keys, Key(new_id(), name, "", scopes[name], datetime.now(UTC))) for name in scopes)
    own = {"GATEWAY_AUTH": "keys", "GATEWAY_DEFAULT_REGION": "RO", "GATEWAY_CACHE_TTL": "3600", **file}
    async with serving(**town.settings, **own) as client:
        client.headers["x-api-key"] = key
        await calls(client, town)
        assert await calls(client, town) == set()
        url = ("--url", str(client.base_url))
        refused = await ended("cache", "clear", *url, GATEWAY_KEY=weak)
        kept = await calls(client, town)
        code, out, complaints = await ended("cache", "clear", *url, "--key", key, "--customer", f"email:{ANA.email}")
        asked = await calls(client, town)

    assert refused[0] == 1 and "cache:write" in refused[2]
    assert kept == set()
    assert (code, complaints) == (0, "")
    assert out.startswith("Dropped what shows this person at ")
    assert {"carecloud", "open_loyalty"} <= asked


@pytest.mark.parametrize(
    ("options", "settings", "said"),
    [
        ([], {}, "Nothing is shared between processes here (GATEWAY_CACHE_URL is memory://)"),
        ([], {"GATEWAY_CACHE_URL": "off"}, "Nothing is kept here: GATEWAY_CACHE_URL is off."),
        (["--vendor", "hubspot"], {}, "--vendor: unknown vendor hubspot"),
        (["--customer", "zq@example.com"], {}, "--customer: expected KIND:VALUE"),
        (["--url", "nowhere"], {}, "--url: expected a running gateway's address"),
    ],
)
def test_a_mistake_is_a_sentence(options: list[str], settings: dict[str, str], said: str):
    """With what would be right, never with what was given of a person; `gateway` then ends with exit code 2."""
    cleared = {name: None for name in os.environ if name.startswith("GATEWAY_")}
    result = CliRunner().invoke(app, ["cache", "clear", *options], env={**cleared, **settings})

    assert isinstance(result.exception, BrokenSettings)
    assert said in str(result.exception)
    assert "zq" not in str(result.exception)


async def test_what_the_settings_dont_fit_is_a_sentence_too(store: Server):
    """Exit 2: a handle that is none, a vendor that isn't configured here."""
    handle, vendor = await asyncio.gather(
        ended("cache", "clear", "--customer", "email:zq", GATEWAY_CACHE_URL=store.url),
        ended("cache", "clear", "--vendor", "prisma", GATEWAY_CACHE_URL=store.url),
    )

    assert (handle[0], vendor[0]) == (2, 2)
    assert handle[2].startswith("--customer: `email` is not an e-mail address")
    assert vendor[2] == "prisma: not configured; set PRISMA_URL and its credentials."


def test_a_gateway_that_isnt_there_is_said():
    """Exit 1 and a sentence."""
    result = CliRunner().invoke(app, ["cache", "clear", "--url", f"http://127.0.0.1:{free_port()}"])

    assert result.exit_code == 1
    assert "Nothing was dropped: the gateway can't be reached" in result.output


async def _is_ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/healthz")).status_code == 200
    except httpx.TransportError:
        return False
