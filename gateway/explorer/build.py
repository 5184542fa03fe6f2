"""Brings the explorer's ready parts into `assets/`: by npm, checked against the lock. Run as `python -m gateway.explorer.build`."""

import gzip
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from gateway.explorer.node import OLDEST, Node, find_node

HERE = Path(__file__).parent
ASSETS = HERE / "assets"
PARTS = {
    "react.js": "react/umd/react.production.min.js",
    "react-dom.js": "react-dom/umd/react-dom.production.min.js",
    "graphiql.js": "graphiql/graphiql.min.js",
    "graphiql.css": "graphiql/graphiql.min.css",
    "plugin-explorer.js": "@graphiql/plugin-explorer/dist/index.umd.js",
    "plugin-explorer.css": "@graphiql/plugin-explorer/dist/style.css",
    "react.LICENSE": "react/LICENSE",
    "graphiql.LICENSE": "graphiql/LICENSE",
}
"What is served, and where in `node_modules` it lies."

_ASKED = ("package.json", "package-lock.json", ".npmrc")
_LOCK_SEEN = "lock.sha256"


class NotBuilt(Exception):
    """The parts couldn't be had; the message says why."""


def build(assets: Path = ASSETS) -> bool:
    """Fill the folder unless it is that of the present lock already; returns whether there was anything to do."""
    lock = sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    if is_built(assets) and (assets / _LOCK_SEEN).read_text() == lock:
        return False
    node = find_node()
    if node is None:
        raise NotBuilt(f"Node {OLDEST} or newer with npm isn't there")
    with tempfile.TemporaryDirectory() as folder:
        _install(node, Path(folder))
        made = Path(folder) / "assets"
        made.mkdir()
        for name, path in PARTS.items():
            _put(Path(folder) / "node_modules" / path, made / name)
        (made / _LOCK_SEEN).write_text(lock)
        _swap(made, assets)
    return True


def is_built(assets: Path = ASSETS) -> bool:
    """Whether every part is there."""
    return all((assets / name).is_file() for name in (*PARTS, _LOCK_SEEN))


def _install(node: Node, folder: Path) -> None:
    """Install what the lock names; npm refuses a package whose digest isn't the lock's, and runs no package's scripts."""
    for name in _ASKED:
        shutil.copy(HERE / name, folder / name)
    command = [*node.npm, "ci", "--silent"]
    done = subprocess.run(command, cwd=folder, env=node.environment(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NotBuilt(f"npm failed: {done.stderr.strip() or done.stdout.strip()}")


def _put(source: Path, target: Path) -> None:
    """Copy a part, and compress scripts and styles beside it, so that no request has to."""
    content = source.read_bytes()
    target.write_bytes(content)
    if target.suffix in (".js", ".css"):
        target.with_name(f"{target.name}.gz").write_bytes(gzip.compress(content, mtime=0))


def _swap(made: Path, assets: Path) -> None:
    """Put the folder in place at once, so that a gateway that starts meanwhile finds all of it or nothing."""
    beside = assets.with_name(f"{assets.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(made, beside)
    shutil.rmtree(assets, ignore_errors=True)
    beside.rename(assets)


def main() -> int:
    """Build, and say what came of it."""
    try:
        message = "built" if build() else "up to date"
    except NotBuilt as error:
        sys.stderr.write(f"explorer: {error}; a small page of our own is served instead\n")
        return 1
    sys.stdout.write(f"explorer: {message}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
