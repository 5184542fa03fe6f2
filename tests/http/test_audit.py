"""The official audit of GraphQL over HTTP: npm's graphql-http, run by Node against the running gateway."""

import asyncio
import json
import os
import shutil
from pathlib import Path

import pytest

from tests.http.conftest import serve

CLIENTS = Path(__file__).parent.parent / "clients"


@pytest.fixture(scope="session")
def node() -> str:
    """Node; a machine without it can't run the audit, and a CI machine must have it."""
    found = shutil.which("node")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("Node 20 or newer is needed to run the audit.")
        pytest.skip("Node is not installed here.")
    return found


async def run(*command: str) -> str:
    """Run a command among the clients and return what it printed."""
    process = await asyncio.create_subprocess_exec(
        *command, cwd=CLIENTS, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    printed, complaints = await process.communicate()
    assert process.returncode == 0, complaints.decode()
    return printed.decode()


async def test_the_official_audit_finds_nothing(node: str) -> None:
    """All 61 audits are ok: no error, no warning, no notice."""
    if not (CLIENTS / "node_modules" / "graphql-http").exists():
        await run("npm", "ci")
    # The audit itself asks `__type`, so the schema has to be shown.
    async with serve(INTROSPECTION="true") as served:
        results = json.loads(await run(node, "audit.mjs", f"http://127.0.0.1:{served.port}/graphql"))

    assert [result for result in results if result["status"] != "ok"] == []
    assert len(results) == 61
