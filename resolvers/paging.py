"""Forward pagination over lists in a stable order, with opaque cursors."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

import msgspec

from resolvers import ids
from resolvers.refusals import BadInput

T = TypeVar("T")

Rank = tuple[float | str, ...]
"What a list is sorted by."

MOST = 100
_FARTHEST = 999_999_999

_LONG_AGO_S = datetime.min.replace(tzinfo=UTC).timestamp()
_MARK = msgspec.json.Decoder(tuple[str, int | list[float | str]])


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


def page(
    items: Sequence[T],
    first: int | None,
    after: str | None,
    *,
    key: Callable[[T], str],
    rising: Callable[[T], Rank] | None = None,
    falling: Callable[[T], Rank] | None = None,
) -> Page[T]:
    """Cut a page from the whole list. `key` is an item's unique text; `rising` or `falling` is what the list is sorted by.

    A cursor stays good when its item is gone: the page begins where the item would stand, or in the vendor's own order where it
    stood. Raises BadInput for `first` outside 0–100 and for a cursor that is not one of this list.
    """
    first = checked_first(first)
    start = 0
    if after is not None:
        known, mark = _marked(after)
        start = next((index + 1 for index, item in enumerate(items) if key(item) == known), -1)
        if start < 0:
            start = _place(items, mark, rising, falling)
    chosen = items[start : start + first]
    rank = rising or falling
    marks = (rank(item) if rank else start + place for place, item in enumerate(chosen))
    return joined(
        [Edge(cursor(msgspec.json.encode((key(item), mark)).decode()), item) for item, mark in zip(chosen, marks, strict=True)],
        has_next=start + first < len(items),
        has_previous=start > 0,
        total=len(items),
    )


def joined(edges: Sequence[Edge[T]], *, has_next: bool, has_previous: bool, total: int | None = None) -> Page[T]:
    """Make a page from edges that were cut elsewhere."""
    info = PageInfo(has_next, has_previous, edges[0].cursor if edges else None, edges[-1].cursor if edges else None)
    return Page(edges, [edge.node for edge in edges], info, total)


def newest_first(
    items: Iterable[T], first: int | None, after: str | None, *, key: Callable[[T], str], at: Callable[[T], datetime | None]
) -> Page[T]:
    """Cut a page from items sorted by their moments, then by key; those without a moment are the oldest."""

    def recency(item: T) -> Rank:
        moment = at(item)
        return (moment.timestamp() if moment else _LONG_AGO_S, key(item))

    return page(sorted(items, key=recency, reverse=True), first, after, key=key, falling=recency)


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
        raise _not_ours() from None


def place_of(after: str | None) -> int:
    """Return the place in the vendor's list that a cursor holds, 0 without one; BadInput for a cursor that holds none."""
    place = ids.whole(read_cursor(after)) if after is not None else 0
    if place is None or place > _FARTHEST:
        raise _not_ours()
    return place


def _marked(after: str) -> tuple[str, int | list[float | str] | None]:
    """Read an item's key and its rank or place; cursors of earlier releases hold the key alone."""
    text = read_cursor(after)
    try:
        return _MARK.decode(text)
    except msgspec.DecodeError:
        return text, None


def _place(
    items: Sequence[T],
    mark: int | list[float | str] | None,
    rising: Callable[[T], Rank] | None,
    falling: Callable[[T], Rank] | None,
) -> int:
    """Return where an item that is gone would stand."""
    rank = rising or falling
    if rank is None and isinstance(mark, int) and mark >= 0:
        return mark
    if rank is None or not isinstance(mark, list):
        raise _not_ours()
    wanted = tuple(mark)
    try:
        before = (rank(item) < wanted if rising else rank(item) > wanted for item in items)
        return next((index for index, is_before in enumerate(before) if not is_before), len(items))
    except TypeError:
        raise _not_ours() from None


def _not_ours() -> BadInput:
    return BadInput("`after` is not a cursor of this list; start again without it.", path=("after",))
