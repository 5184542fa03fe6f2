"""What docs/adding-a-vendor.md shows, done to a copy of the repository."""

import asyncio
import os
import shutil
import sys
from pathlib import Path

import pytest
import strawberry

from schema.subgraph import Clash, Subgraph, compose
from tests.docs.pages import ROOT, blocks

PAGE = "adding-a-vendor.md"
_COPIED = ("gateway", "schema", "resolvers", "loaders")
_SINGLE = ("pyproject.toml", "README.md", "tests/__init__.py", "tests/conftest.py", "tests/graphs.py")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository with the page's files written and its lines put in the place of those that begin alike."""
    root = tmp_path_factory.mktemp("copy")
    for name in _COPIED:
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "assets"))
    (root / "tests").mkdir()
    for name in _SINGLE:
        shutil.copy(ROOT / name, root / name)
    for name, text in blocks(PAGE, "file"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    for name, text in blocks(PAGE, "line"):
        _put(root / name, text)
    return root


def _put(file: Path, line: str) -> None:
    lines = file.read_text().splitlines(keepends=True)
    (place,) = [number for number, held in enumerate(lines) if held[:20] == line[:20]]
    file.write_text("".join([*lines[:place], line, *lines[place + 1 :]]))


async def _ran(copy: Path, *command: str) -> str:
    """Run one of the installed tools in the copy, and return what it printed."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=copy,
        env={"PATH": path, "HOME": str(copy), "COLUMNS": "200"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0, printed.decode()
    return printed.decode()


async def test_the_pages_own_test_is_green(copy: Path):
    """The sixth vendor answers beside the five, and blanks only its own field."""
    assert "2 passed" in await _ran(
        copy, "python", "-m", "pytest", "-v", "-p", "no:cacheprovider", "-p", "no:xdist", "tests/parcels"
    )


async def test_the_pages_files_are_in_order(copy: Path):
    """Lint, format and import layers hold."""
    files = [name for name, _ in blocks(PAGE, "file")]

    await asyncio.gather(
        _ran(copy, "ruff", "check", "--no-cache", *files),
        _ran(copy, "ruff", "format", "--no-cache", "--check", *files),
        _ran(copy, "lint-imports", "--no-cache"),
    )


async def test_the_vendor_is_everywhere(copy: Path):
    """In the schema with its description, and in the README's tables."""
    sdl, _ = await asyncio.gather(
        _ran(copy, "python", "-m", "gateway", "schema"),
        _ran(copy, "python", "-m", "gateway", "docs", "--write", "README.md"),
    )
    readme = (copy / "README.md").read_text()

    assert '"""Parcels on their way."""\n  parcels: [Parcel!]' in sdl
    assert "| `PARCELS_TOKEN` | required | From the carrier's portal, under API access. |" in readme
    assert "| parcels | 1 | GET /addressee | `Customer.parcels` |" in readme


def test_two_vendors_with_the_same_field_are_refused():
    """Plain inheritance would silently keep the first."""

    @strawberry.type
    class First:
        parcels: str | None = None

    @strawberry.type
    class Impostor:
        parcels: str | None = None

    with pytest.raises(Clash, match=r"Customer\.parcels"):
        compose([Subgraph("parcels", "…", customer=First), Subgraph("impostor", "…", customer=Impostor)])
