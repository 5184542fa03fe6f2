"""Paged lists: `page`, `perPage`, `sort`, `direction` in; `{"<plural>": [...], "total": n}` out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import Request

from loaders.open_loyalty.sandbox.answers import Row

T = TypeVar("T")

_NO_LIMIT = 10_000
"Where search-backed lists stop when `perPage` is negative."


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list that was asked for. Beyond the seed: the treatment of odd values is that of source 2.9.1."""

    page: int
    per_page: int

    @classmethod
    def asked(cls, request: Request) -> "Window":
        """0 and text mean the default of 10, negative means no limit, and pages below 1 are page 1."""
        per_page = _integer(request, "perPage") or 10
        return cls(max(_integer(request, "page"), 1), per_page if per_page > 0 else _NO_LIMIT)

    def cut(self, items: Sequence[T]) -> Sequence[T]:
        start = (self.page - 1) * self.per_page
        return items[start : start + self.per_page]


def listed(request: Request, plural: str, items: Sequence[T], render: Callable[[T], Row], *, searched: bool = False) -> Row:
    """One page of `items`, which come in the list's default order; only rows that are shown (or sorted by) are rendered.

    A `searched` list is kept in the search engine: server 2.9.1, and no other version, ignores its `page`.
    """
    window = Window.asked(request)
    if searched and request.app.state.ignores_page:
        window = Window(1, window.per_page)
    column = request.query_params.get("sort")
    if column:
        rows: Sequence[Row] = window.cut(_sorted([render(item) for item in items], column, descending=_is_descending(request)))
    else:
        rows = [render(item) for item in window.cut(items)]
    return {plural: rows, "total": len(items)}


def _is_descending(request: Request) -> bool:
    # Any direction other than "asc" sorts descending; none given is the documented default, ASC.
    return request.query_params.get("direction", "asc").lower() != "asc"


def _sorted(rows: list[Row], column: str, *, descending: bool) -> list[Row]:
    # An unknown column doesn't fail: every key is equal, and the order stays.
    if not any(column in row for row in rows):
        return rows
    return sorted(rows, key=lambda row: _order(row.get(column)), reverse=descending)


def _order(value: object) -> tuple[int, float, str]:
    if value is None:
        return 0, 0, ""
    if isinstance(value, int | float):
        return 1, value, ""
    return 2, 0, str(value).lower()


def _integer(request: Request, name: str) -> int:
    # PHP's intval: what doesn't read as a number is 0.
    try:
        return int(request.query_params.get(name, "0"))
    except ValueError:
        return 0
