"""Forward pagination over lists in a stable order, with opaque cursors."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from resolvers.refusals import BadInput

T = TypeVar("T")

MOST = 100


@dataclass(frozen=True, slots=True)
class Edge(Generic[T]):
    """An item and its place in the list."""

    cursor: str
    node: T


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Where a page lies in its list."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of a connection."""

    edges: Sequence[Edge[T]]
    nodes: Sequence[T]
    page_info: PageInfo
    total_count: int | None = None


def page(items: Sequence[T], first: int | None, after: str | None, *, key: Callable[[T], str]) -> Page[T]:
    """Cut a page from the whole list. `key` is an item's unique text; a cursor stays good while its item is in the list.

    Raises BadInput for `first` outside 0–100 and for a cursor that is not one of this list.
    """
    first = checked_first(first)
    start = 0
    if after is not None:
        wanted = read_cursor(after)
        start = next((index + 1 for index, item in enumerate(items) if key(item) == wanted), -1)
        if start < 0:
            raise BadInput("`after` is not a cursor of this list; start again without it.", path=("after",))
    chosen = items[start : start + first]
    return joined(
        [Edge(cursor(key(item)), item) for item in chosen],
        has_next=start + first < len(items),
        has_previous=start > 0,
        total=len(items),
    )


def joined(edges: Sequence[Edge[T]], *, has_next: bool, has_previous: bool, total: int | None = None) -> Page[T]:
    """Make a page from edges that were cut elsewhere."""
    info = PageInfo(has_next, has_previous, edges[0].cursor if edges else None, edges[-1].cursor if edges else None)
    return Page(edges, [edge.node for edge in edges], info, total)


def checked_first(first: int | None) -> int:
    """Return `first` (20 where null), or raise BadInput outside 0–100."""
    wanted = 20 if first is None else first
    if not 0 <= wanted <= MOST:
        raise BadInput(f"`first` must be from 0 to {MOST}, got {wanted}.", path=("first",))
    return wanted


def cursor(key: str) -> str:
    """Make a cursor from an item's key."""
    return urlsafe_b64encode(key.encode()).decode().rstrip("=")


def read_cursor(text: str) -> str:
    """Return the key in a cursor, or raise BadInput."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except ValueError:
        raise BadInput("`after` is not a cursor of this list; start again without it.", path=("after",)) from None
