"""The marked code blocks of a page: `<!-- kind: name -->` before a fence."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def blocks(page: str, kind: str) -> list[tuple[str, str]]:
    """Return the blocks of a kind, in order, each behind its name."""
    text = (ROOT / "docs" / page).read_text()
    found = re.findall(rf"^<!-- {kind}: (\S+) -->\n```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    marks = re.findall(rf"^<!-- {kind}: ", text, re.MULTILINE)
    assert len(found) == len(marks), f"{page}: a mark without its block"
    return found


def block(page: str, kind: str, name: str) -> str:
    """Return the one block of that kind and name."""
    (held,) = [text for label, text in blocks(page, kind) if label == name]
    return held
