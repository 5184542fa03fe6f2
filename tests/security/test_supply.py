"""What the gateway is built from: pinned, with hashes, from nowhere in particular."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_hashed(name: str):
    """So that an index that is broken into can't slip something in."""
    lines = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
    wanted = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]

    assert len(wanted) > 20
    for line in wanted:
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[^ ]+ ", line), line
        assert "--hash=sha256:" in line, line


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_names_no_address(name: str):
    """Where packages come from is the installer's to say."""
    assert "://" not in (ROOT / name).read_text()


def test_no_secret_is_among_the_files():
    """Neither a key of ours nor a private key."""
    names = ("gateway", "schema", "resolvers", "loaders")
    for path in (path for name in names for path in (ROOT / name).rglob("*.py")):
        text = path.read_text()
        assert "PRIVATE KEY" not in text, path
        assert not re.search(r"cg_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", text), path
