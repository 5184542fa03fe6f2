"""Runs clients and suites that are written in JavaScript; they come by npm, checked against the lock."""

import asyncio
import fcntl
import os
import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent
_LOCK = HERE / "package-lock.json"
_INSTALLED = HERE / "node_modules" / ".package-lock.json"


async def node(script: str, *arguments: str) -> str:
    """Run a script of this folder and return what it printed. Skips the test without Node, but on CI, where it fails."""
    if shutil.which("npm") is None:
        lack = pytest.fail if os.environ.get("CI") else pytest.skip
        lack("Node 20 or newer, with npm, is needed here.")
    await _install()
    return await _run("node", script, *arguments)


async def _install() -> None:
    """Install what the lock names where that isn't done, one process at a time."""
    with _LOCK.open() as lock:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        if not _INSTALLED.exists() or _INSTALLED.stat().st_mtime < _LOCK.stat().st_mtime:
            await _run("npm", "ci")


async def _run(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, cwd=HERE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    printed, complaints = await process.communicate()
    assert process.returncode == 0, complaints.decode()
    return printed.decode()
