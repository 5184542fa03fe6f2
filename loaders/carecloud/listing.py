"""Reading a paged list to its end: `count` and `offset` in, rows and `total_items` out. Docs: "Best practices", beyond the seed."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from loaders.carecloud.settings import NAME
from loaders.upstream.call import Call
from loaders.upstream.client import Client
from loaders.upstream.decode import Enveloped
from loaders.upstream.errors import Malformed, TooLarge

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

PER_PAGE = 100
"The vendor's default; it names no maximum."

MOST_PAGES = 100


class Listed(Protocol[T_co]):
    """One page of a list."""

    @property
    def rows(self) -> Sequence[T_co] | None:
        """The page's rows, in the vendor's order; None where the answer has no list."""

    @property
    def total(self) -> int | None:
        """How many the whole list has; None where the vendor leaves it out, as in the seed."""


class Listing:
    """Reads lists. `is_plain`: as the seed shows it, whose first page is asked for without parameters."""

    def __init__(self, client: Client, *, is_plain: bool) -> None:
        self._client = client
        self._is_plain = is_plain

    async def every(
        self, call: Call, shape: type[Listed[T]], *, sort: str, per_page: int = PER_PAGE, most_pages: int = MOST_PAGES
    ) -> list[T]:
        """Return all rows of the filter; one call per page, and at least one. A 404 is an empty list: whose it is is gone.

        `sort` is the row's id on the wire, so that pages don't overlap. Raises TooLarge beyond `most_pages`.
        """

        async def ask(offset: int) -> Listed[T] | None:
            return await self.page(call, shape, sort=sort, per_page=per_page, offset=offset)

        first = await ask(0)
        return [] if first is None else await rest(ask, first, per_page=per_page, most_pages=most_pages)

    async def page(
        self, call: Call, shape: type[Listed[T]], *, sort: str, per_page: int = PER_PAGE, offset: int = 0
    ) -> Listed[T] | None:
        """Ask for one page; None where there is no such list."""
        if not (self._is_plain and offset == 0):
            window = (("count", str(per_page)), ("offset", str(offset)))
            call = replace(call, query=(*call.query, ("sort_field", sort), ("sort_direction", "ASC"), *window))
        answer = await self._client.find(call, Enveloped[shape])  # type: ignore[valid-type]  # a shape known at run time
        found: Listed[T] | None = answer.data if answer is not None else None
        if found is not None and found.rows is None and found.total:
            raise Malformed(NAME, path="$.data", expected=f"a list of {found.total} rows", got="an object without one")
        return found


async def rest(
    ask: Callable[[int], Awaitable[Listed[T] | None]], first: Listed[T], *, per_page: int, most_pages: int
) -> list[T]:
    """Return the first page's rows and all that follow; `ask` brings the page from an offset on."""
    rows, seen, answer, pages = list(first.rows or ()), {_id(row) for row in first.rows or ()}, first, 1
    while _has_more(answer, len(rows), per_page):
        if pages == most_pages:
            raise TooLarge(NAME, most_pages * per_page, "rows")
        following = await ask(len(rows))
        fresh = [row for row in (following.rows if following else None) or () if _id(row) not in seen]
        if following is None or not fresh:
            break
        rows.extend(fresh)
        seen.update(map(_id, fresh))
        answer, pages = following, pages + 1
    return rows


def _has_more(answer: Listed[T], held: int, per_page: int) -> bool:
    if not answer.rows:
        return False
    return len(answer.rows) >= per_page if answer.total is None else held < answer.total


def _id(row: object) -> Hashable:
    identifier: Hashable = getattr(row, "id", id(row))
    return identifier
