"""Reading a paged list to its end: `page` (from 1) and `perPage` in, rows and `total` out."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Protocol, TypeVar

from loaders.open_loyalty.routes import NAME
from loaders.upstream.call import Pairs
from loaders.upstream.errors import Malformed, TooLarge

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

PER_PAGE = 100
"The vendor's own default of 10 would cost ten times the calls; it names no maximum."

MOST_PAGES = 100
"Where its search-backed lists stop too: 10 000 rows."


class Listed(Protocol[T_co]):
    """One page of a list."""

    @property
    def rows(self) -> Sequence[T_co]:
        """The page's rows, in the vendor's order."""

    @property
    def total(self) -> int | None:
        """How many the whole list has; None where the vendor leaves it out."""


Ask = Callable[[int, int], Awaitable[Listed[T]]]
"Asks for a page, by its number and size."


def window(page: int, per_page: int) -> Pairs:
    """Return the query parameters of a page."""
    return (("page", str(page)), ("perPage", str(per_page)))


async def every(ask: Ask[T], key: Callable[[T], Hashable], *, most_pages: int = MOST_PAGES) -> list[T]:
    """Return all rows in the vendor's order; one call per 100 rows, and at least one.

    Server 2.9.1 ignores `page` on search-backed lists: when a page brings only rows that are known, the whole list is asked
    for at once. Raises TooLarge where the list is longer than `most_pages`, Malformed where rows that `total` counts are not to be
    had.
    """
    answer = await ask(1, PER_PAGE)
    rows, seen, page = list(answer.rows), {key(row) for row in answer.rows}, 1
    while _has_more(answer, len(rows)):
        page += 1
        if page > most_pages:
            raise TooLarge(NAME, most_pages * PER_PAGE, "rows")
        answer = await ask(page, PER_PAGE)
        fresh = [row for row in answer.rows if key(row) not in seen]
        if answer.rows and not fresh:
            return await _whole(ask, answer.total)
        rows.extend(fresh)
        seen.update(map(key, fresh))
    return rows


def _has_more(answer: Listed[T], held: int) -> bool:
    if answer.total is None:
        return len(answer.rows) >= PER_PAGE
    return bool(answer.rows) and held < answer.total


async def _whole(ask: Ask[T], total: int | None) -> list[T]:
    """Ask for everything in one page."""
    if total is not None and total > MOST_PAGES * PER_PAGE:
        raise TooLarge(NAME, MOST_PAGES * PER_PAGE, "rows")
    answer = await ask(1, total or PER_PAGE)
    if total is not None and len(answer.rows) < total:
        raise Malformed(NAME, path="$.total", expected=f"{total} rows", got=f"{len(answer.rows)} on every page")
    return list(answer.rows)
