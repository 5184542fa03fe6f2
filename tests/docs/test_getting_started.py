"""docs/getting-started.md, done: its query, its command line, its key, its programs, its code generator."""

import asyncio
import json
import os
import shlex
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from gateway.registry import VENDORS, entries
from gateway.sandbox.town import Town, free_port
from gateway.settings import read_settings
from tests.clients.node import HERE, node
from tests.conftest import Gateway
from tests.docs.clone import bare, clone
from tests.docs.pages import block

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
