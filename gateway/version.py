"""Which release this is."""

import tomllib
from importlib.metadata import version
from pathlib import Path

_PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def release() -> str:
    """Return the version that pyproject.toml says in a clone, where nothing is installed, and else the installed wheel's."""
    if _PROJECT.is_file():
        return str(tomllib.loads(_PROJECT.read_text())["project"]["version"])
    return version("customer-graph")
