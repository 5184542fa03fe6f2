"""Runs clients and suites that are written in JavaScript; they come by npm, checked against the lock."""

import asyncio
import fcntl
from pathlib import Path

from gateway.explorer.node import OLDEST, Node, find_node

HERE = Path(__file__).parent
_LOCK = HERE / "package-lock.json"
_INSTALLED = HERE / "node_modules" / ".package-lock.json"


async def node(script: str, *arguments: str, folder: Path = HERE) -> str:
    """Run a script of this folder, or in another, and return what it printed."""
    found = await asyncio.to_thread(find_node)
    assert found is not None, f"Node {OLDEST} or newer with npm is needed here; `make setup` brings one."
    await _install(found)
    return await _run(folder, found, found.node, script, *arguments)


async def _install(found: Node) -> None:
    """Install what the lock names where that isn't done, one process at a time."""
    with _LOCK.open() as lock:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        if not _INSTALLED.exists() or _INSTALLED.stat().st_mtime < _LOCK.stat().st_mtime:
            await _run(HERE, found, *found.npm, "ci")


async def _run(folder: Path, found: Node, *command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=found.environment(), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    printed, complaints = await process.communicate()
    assert process.returncode == 0, complaints.decode()
    return printed.decode()
