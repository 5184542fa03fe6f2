"""A folder like a fresh clone, in which what the pages print is typed into a shell."""

import os
import sys
from pathlib import Path

from tests.docs.pages import ROOT

_PARTS = ("gateway", "schema", "resolvers", "loaders", "pyproject.toml", "README.md")


def clone(folder: Path) -> Path:
    """Link the repository's packages and the virtual environment, as `make setup` leaves them; what is written stays in there."""
    for name in _PARTS:
        (folder / name).symlink_to(ROOT / name)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


def bare() -> dict[str, str]:
    """An environment without anybody's settings or virtual environment: what isn't said on the page isn't found."""
    return {"PATH": os.defpath, "HOME": os.environ.get("HOME", "/"), "COLUMNS": "200"}
