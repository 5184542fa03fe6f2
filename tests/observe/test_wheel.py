"""The wheel: built once, unpacked, run on its own without the checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from gateway.explorer.build import ASSETS, is_built

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build it by what is installed, without asking a registry."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, timeout=60)
    (built,) = folder.glob("customer_graph-*.whl")
    return zipfile.ZipFile(built)


def test_it_holds_the_packages_and_nothing_else(wheel: zipfile.ZipFile):
    """Every module of the four packages; no tests, caches, settings or installed packages."""
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    modules = {
        str(path.relative_to(ROOT))
        for part in ("gateway", "schema", "resolvers", "loaders")
        for path in (ROOT / part).rglob("*.py")
    }

    assert modules <= held
    assert {name.partition("/")[0] for name in held} == {"gateway", "schema", "resolvers", "loaders"}
    assert not [name for name in held if "__pycache__" in name or "node_modules" in name or name.endswith(".env")]


def test_it_holds_the_explorer(wheel: zipfile.ZipFile):
    """The small page always; GraphiQL's parts where they were built."""
    held = set(wheel.namelist())
    parts = {f"gateway/explorer/assets/{path.name}" for path in ASSETS.glob("*")} if is_built() else set()
    pages = {str(path.relative_to(ROOT)) for path in (ROOT / "gateway" / "explorer" / "static").glob("*")}

    assert pages
    assert pages | parts <= held


def test_it_gives_the_command_and_the_extra(wheel: zipfile.ZipFile):
    """`gateway`, and `[otel]` for traces."""
    told = {name.rpartition("/")[2]: wheel.read(name).decode() for name in wheel.namelist() if ".dist-info/" in name}

    assert "gateway = gateway.cli:main" in told["entry_points.txt"]
    assert "Provides-Extra: otel" in told["METADATA"]
    assert "License-Expression: MIT" in told["METADATA"]


def test_it_runs_without_the_checkout(wheel: zipfile.ZipFile, tmp_path: Path):
    """From another folder, with nothing of the checkout on the path."""
    wheel.extractall(tmp_path / "site")
    command = [
        sys.executable,
        "-P",
        "-c",
        "from gateway.cli import main; import gateway; print(gateway.__file__); main()",
        "schema",
    ]
    environment = {"PYTHONPATH": str(tmp_path / "site")}
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True, timeout=60)

    assert ran.stdout.startswith(str(tmp_path))
    assert "type Customer implements Node" in ran.stdout
    told = subprocess.run(
        [*command[:-1], "--version"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert f"customer_graph-{told.stdout.split()[-1]}-" in str(wheel.filename)
