"""Ready queries that the explorer opens in tabs: the files of `examples/`, in the order of their numbers."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "examples"
_VARIABLES = re.compile(r"^# Variables: (.*)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """One document with its variables; `name` is its operation's."""

    name: str
    query: str
    variables: dict[str, object]


def examples(folder: Path = _FOLDER) -> list[Example]:
    """Read all examples; a line `# Variables: {…}` of the file holds the variables."""
    return [_example(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.graphql"), key=_number)]


def _number(path: Path) -> int:
    return int(path.name.partition("-")[0])


def _example(text: str) -> Example:
    written = _VARIABLES.search(text)
    named = re.search(r"^(?:query|mutation|subscription) (\w+)", text, re.MULTILINE)
    assert named, "an example names its operation"
    return Example(named[1], _VARIABLES.sub("", text), json.loads(written[1]) if written else {})
