"""What the gateway is built from: pinned, with hashes, from nowhere in particular."""

import json
import re
import subprocess
import sys
import warnings
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LOCKS = {"requirements.txt": 40, "requirements-dev.txt": 100, "requirements-build.txt": 5}
"The locks, and how many requirements they have at least."


def locked(name: str) -> list[str]:
    """Return a lock's requirements, each a line with its hashes."""
    lines = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_and_hashed(name: str):
    """So that an index that is broken into can't slip something in."""
    wanted = locked(name)

    assert len(wanted) > LOCKS[name]
    for line in wanted:
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[^ ]+ ", line), line
        assert "--hash=sha256:" in line, line


def test_what_runs_here_is_what_the_lock_names():
    """The tests are of those versions, not of whatever was installed besides."""
    wanted = [Requirement(line.partition(" --hash")[0]) for line in locked("requirements-dev.txt")]
    meant = [one for one in wanted if one.marker is None or one.marker.evaluate()]

    assert {one.name: version(one.name) for one in meant} == {one.name: str(one.specifier).removeprefix("==") for one in meant}


def test_nothing_that_runs_has_a_known_weakness():
    """By pip-audit, of each locked version. Where no service of known weaknesses answers, this says so and proves nothing."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", "requirements.txt", "--require-hashes", "--disable-pip"]
    ran = subprocess.run(
        [*command, "--format", "json", "--progress-spinner", "off", "--timeout", "10"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=150,
    )
    told = json.loads(ran.stdout)["dependencies"] if ran.stdout else []
    judged = [one for one in told if "vulns" in one]

    assert {(one["name"], flaw["id"]) for one in judged for flaw in one["vulns"]} == set(), ran.stdout
    if judged:
        assert len(judged) == len(told) == len(locked("requirements.txt"))
        return
    assert all("could not be audited" in one["skip_reason"] for one in told), ran.stdout
    assert told or "requests.exceptions." in ran.stderr, ran.stderr
    warnings.warn("pip-audit: no service of known weaknesses answers from here, so none was looked for", stacklevel=1)


@pytest.mark.parametrize("name", LOCKS)
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
