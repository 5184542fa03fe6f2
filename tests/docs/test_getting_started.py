"""docs/getting-started.md, done: its queries, its command lines, its key, its programs, its code generator."""

import asyncio
import json
import os
import shlex
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from gateway.demo import PORTS
from gateway.reading import read_settings
from gateway.registry import VENDORS, entries
from gateway.sandbox.faults import Fault
from gateway.sandbox.switch import Orders
from gateway.sandbox.town import Town, free_port
from tests.clients.node import HERE, node
from tests.conftest import Gateway
from tests.docs.clone import bare, clone
from tests.docs.pages import ROOT, block
from tests.freshness.front import seen, still

PAGE = "getting-started.md"
ADDRESS, KEY = "http://127.0.0.1:8000/graphql", "cg_your-key"


@dataclass(frozen=True)
class Served:
    """A gateway with the page's key."""

    url: str
    key: str

    def real(self, text: str) -> str:
        """The page's text with the address and the key that are here."""
        return text.replace(ADDRESS, self.url).replace(KEY, self.key)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def served(town: Town, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """By what the page prints, typed into a shell in a clone, but for the vendors' addresses and the port."""
    folder, port = clone(tmp_path_factory.mktemp("clone")), free_port()
    own = [line for line in block(PAGE, "shell", "settings").splitlines() if line.startswith("GATEWAY_")]
    given = [f"{name}={value}" for name, value in {**town.settings, "GATEWAY_PORT": port}.items()]
    (folder / ".env").write_text("\n".join([*own, *given]))
    typed = block(PAGE, "shell", "alias") + block(PAGE, "shell", "key")
    shell = await asyncio.create_subprocess_exec(
        *("/bin/sh", "-e", "-c", typed), cwd=folder, env=bare(), stdout=asyncio.subprocess.PIPE, start_new_session=True
    )
    try:
        yield Served(f"http://127.0.0.1:{port}/graphql", await _key(shell, port))
    finally:
        if shell.returncode is None:
            os.killpg(shell.pid, signal.SIGTERM)
        await shell.wait()


async def _key(shell: asyncio.subprocess.Process, port: int) -> str:
    """Read the key that is printed, and that all is well; the gateway is waited for."""
    assert shell.stdout is not None
    key, *rows = [(await shell.stdout.readline()).decode().strip() for _ in range(1 + len(VENDORS))]
    assert key.startswith("cg_")
    assert [row.split()[0] for row in rows] == ["ok"] * len(rows)
    async with asyncio.timeout(60), httpx.AsyncClient(trust_env=False) as http:
        while shell.returncode is None:
            try:
                if (await http.get(f"http://127.0.0.1:{port}/healthz")).is_success:
                    return key
            except httpx.TransportError:
                await asyncio.sleep(0.05)
    pytest.fail("the gateway isn't served")


async def test_the_first_query_gives_the_answer_at_the_cost_that_it_says(gateway: Gateway, sandbox: Town):
    """Three calls, a login not counted."""
    answer = await gateway.query(block(PAGE, "query", "first"), **json.loads(block(PAGE, "variables", "first")))

    assert answer.errors == []
    assert json.loads(json.dumps(answer.data, default=str)) == json.loads(block(PAGE, "answer", "first"))
    assert (sandbox.carecloud.hits("GET .*"), sandbox.tracksale.hits("GET .*")) == (2, 1)
    assert sandbox.calls() == 2 + 1 + sandbox.carecloud.hits("POST .*/login")


async def test_the_command_line_asks(served: Served):
    """What `curl` would send is answered."""
    words = shlex.split(served.real(block(PAGE, "shell", "curl")).replace("\\\n", ""))
    headers = dict(words[place + 1].split(": ") for place, word in enumerate(words) if word == "-H")
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        answer = await http.post(words[2], content=words[words.index("-d") + 1], headers={**headers, "x-api-key": served.key})

    assert words[0] == "curl"
    assert answer.json()["data"]["customer"]["firstName"] == "Ana"
    assert answer.json().get("errors") is None


async def test_a_vendor_in_trouble_is_answered_as_it_says(sandbox: Town, tmp_path: Path):
    """Put into it by the page's command, after the first query; what was asked before is served, stale after two minutes."""
    first, by = block(PAGE, "query", "first"), json.loads(block(PAGE, "variables", "first"))
    async with still(tmp_path, sandbox) as front:
        before = await seen(front, first, variables=by)
        front.clock.ahead_s += 12
        await _switched(sandbox, block(PAGE, "shell", "trouble"))
        answer = await seen(front, block(PAGE, "query", "trouble"), variables=by)

        sandbox.tracksale.fault("500")
        soon = await seen(front, first, variables=by)
        front.clock.ahead_s += 120
        later = await seen(front, first, variables=by)

    assert _undated(answer.answer.json()) == _undated(json.loads(block(PAGE, "answer", "trouble")))
    assert soon.data == later.data == before.data
    assert (soon.codes, later.codes) == ([], [])
    assert (soon.fresh["TRACKSALE"]["stale"], later.fresh["TRACKSALE"]["stale"]) == (False, True)


async def test_the_trouble_ends_by_its_command(sandbox: Town):
    """The first of the two shows what the vendor was asked."""
    await _switched(sandbox, block(PAGE, "shell", "trouble"))
    assert sandbox.open_loyalty.trouble.fault is Fault.ERROR_500

    shown, ended = [await _switched(sandbox, line) for line in block(PAGE, "shell", "well").splitlines()]

    assert shown.json()["trouble"]["fault"] == "500"
    assert ended.json()["calls"] == {}
    assert sandbox.open_loyalty.trouble.fault is None


def test_every_fault_and_every_wish_is_in_its_table():
    """By the names that the switch takes."""
    page = (ROOT / "docs" / PAGE).read_text()

    assert [fault.value for fault in Fault if f"`{fault.value}`" not in page] == []
    assert [name for name in Orders.__struct_fields__ if f'| `"{name}"' not in page] == []


async def _switched(town: Town, command: str) -> httpx.Response:
    """Send what `curl` would, to the port that the stand-in of the page's port has here."""
    words = shlex.split(command)
    (url,) = [word for word in words if word.startswith("http")]
    (name,) = [name for name, port in PORTS.items() if url.startswith(f"http://127.0.0.1:{port}/")]
    method = words[words.index("-X") + 1] if "-X" in words else "GET"
    content = words[words.index("-d") + 1] if "-d" in words else None
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        answer = await http.request(method, url.replace(str(PORTS[name]), str(town.houses[name].port)), content=content)
    assert (words[0], answer.status_code) == ("curl", 200)
    return answer


def _undated(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer without the moments at which data came."""
    told = [{**one, "storedAt": ""} for one in answer["extensions"]["freshness"]]
    return {**answer, "extensions": {**answer["extensions"], "freshness": told}}


def test_the_settings_are_taken():
    """Without a complaint."""
    lines = [line.partition("=") for line in block(PAGE, "shell", "settings").splitlines() if "=" in line]
    settings = read_settings({name: value for name, _, value in lines}, entries())

    assert list(settings.vendors) == ["tracksale"]
    assert settings.gateway.auth == "keys"


@pytest.mark.parametrize("client", ["apollo", "urql"])
async def test_the_frontends_program_prints(served: Served, client: str):
    """A name, how many rewards, and no error."""
    cache = block(PAGE, "script", "apollo-cache") if client == "apollo" else ""
    printed = await node("--input-type=module", "--eval", cache + served.real(block(PAGE, "script", client)))

    assert printed.split() == ["Ana", "7", "undefined"]


async def test_the_code_generator_makes_types(published: Path, tmp_path: Path):
    """By the configuration as it stands there."""
    (tmp_path / "node_modules").symlink_to(HERE / "node_modules")
    (tmp_path / "schema.graphql").symlink_to(published)
    (tmp_path / "codegen.yml").write_text(block(PAGE, "file", "codegen.yml"))
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "first.graphql").write_text(block(PAGE, "query", "first"))

    await node("node_modules/@graphql-codegen/cli/cjs/bin.js", "--config", "codegen.yml", folder=tmp_path)

    made = (tmp_path / "src" / "operations.ts").read_text()
    assert "export type FirstQuery = " in made
    assert "firstName?: string | null" in made
