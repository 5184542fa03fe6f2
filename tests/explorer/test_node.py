"""Node is found where it is new enough, else the one of the lock is used."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import gateway
from gateway.explorer.node import OLDEST, find_node

HERE = Path(gateway.__file__).parent


def _pretend(folder: Path, version: str) -> str:
    """Put a `node` of this version and an `npm` into a folder."""
    for name, told in (("node", version), ("npm", "10.0.0")):
        (folder / name).write_text(f"#!/bin/sh\necho {told}\n")
        (folder / name).chmod(0o755)
    return str(folder)


def test_the_machines_own_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Where it is new enough."""
    monkeypatch.setenv("PATH", _pretend(tmp_path, f"v{OLDEST}.0.0"))
    found = find_node()

    assert found is not None
    assert (found.node, found.npm) == (str(tmp_path / "node"), (str(tmp_path / "npm"),))


@pytest.mark.parametrize("version", [None, "v18.19.0", "nonsense"], ids=["none", "Debian 12's", "broken"])
def test_else_the_one_of_the_lock_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str | None):
    """Node and npm both, with nothing else on the path."""
    monkeypatch.setenv("PATH", _pretend(tmp_path, version) if version else str(tmp_path))
    found = find_node()
    assert found is not None
    told = [
        subprocess.run([*command, "--version"], env=found.environment(), capture_output=True, text=True, check=True, timeout=60)
        for command in ([found.node], found.npm)
    ]

    assert int(told[0].stdout[1:].partition(".")[0]) >= OLDEST
    assert told[1].stdout.strip()
    assert found.environment()["PATH"].startswith(str(Path(found.node).parent))


def test_without_any_it_says_so_and_ends(tmp_path: Path):
    """`make demo` goes on with the small page. The builder needs Python alone, as in the image's first stage."""
    shutil.copytree(
        HERE / "explorer", tmp_path / "gateway" / "explorer", ignore=shutil.ignore_patterns("assets", "__pycache__")
    )
    shutil.copy(HERE / "__init__.py", tmp_path / "gateway")
    command = [sys.executable, "-S", "-m", "gateway.explorer.build"]

    ran = subprocess.run(command, cwd=tmp_path, env={"PATH": ""}, capture_output=True, text=True, check=False, timeout=60)

    assert ran.returncode == 1
    assert ran.stderr == f"explorer: Node {OLDEST} or newer with npm isn't there; a small page of our own is served instead\n"
    assert not (tmp_path / "gateway" / "explorer" / "assets").exists()
