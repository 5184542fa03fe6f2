"""Pages: numbers from 1, and past the last one nothing."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from loaders.footprints.sandbox.refusals import Refused

T = TypeVar("T")


def positive(parameters: Mapping[str, object], name: str, default: int) -> int:
    """Read a page number or size. Raises Refused unless it is a whole number from 1."""
    raw = parameters.get(name) or str(default)
    if not (isinstance(raw, str) and raw.isascii() and raw.isdigit() and int(raw) >= 1):
        raise Refused(400, f"{name}: expected a whole number from 1")
    return int(raw)


def page_of(rows: Sequence[T], page: int, size: int) -> Sequence[T]:
    """Return one page of the rows."""
    return rows[(page - 1) * size : page * size]
