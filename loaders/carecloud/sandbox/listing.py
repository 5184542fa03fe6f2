"""Lists: filtered rows sorted, cut to a page and counted."""

from collections.abc import Callable, Iterable

from starlette.responses import JSONResponse, Response

from loaders.carecloud.sandbox.call import Call
from loaders.carecloud.sandbox.errors import bad
from loaders.carecloud.sandbox.rows import Row, shown, text

Keep = Callable[[Row], bool]
_PAGE = 100


def listed(
    call: Call, name: str, rows: Iterable[Row], view: Callable[[Row], Row] = lambda row: row, *, bare_in_seed: bool = False
) -> Response:
    """A page of rows under `name` with `total_items` of the filter. The seed's answers have no `total_items`."""
    kept = _sorted(call, list(rows))
    start = call.query.number("offset", 0, 0)
    page = kept[start : start + call.query.number("count", _PAGE, 1)]
    data: dict[str, object] = {name: [shown(view(row), call.language) for row in page]}
    if not (bare_in_seed and call.is_seed):
        data["total_items"] = len(kept)
    return JSONResponse({"data": data})


def equals(call: Call, *names: str) -> Keep:
    """Keep rows whose fields have the exact values of these query parameters, as far as given."""
    wanted = {name: value for name in names if (value := call.query.text(name)) is not None}
    return lambda row: all(str(row.get(name)) == value for name, value in wanted.items())


def valid(call: Call, parameter: str, start: str = "valid_from", end: str = "valid_to") -> Keep:
    """Keep rows in their validity range (`true`), outside it (`false`), or all (not given)."""
    wanted = call.query.flag(parameter)
    now = call.now
    return lambda row: wanted is None or (text(row, start) <= now <= (text(row, end) or now)) == wanted


def between(call: Call, field: str, start: str, end: str) -> Keep:
    """Keep rows whose time lies in the interval of two query parameters."""
    lower, upper = call.query.moment(start) or "", call.query.moment(end) or "~"
    return lambda row: lower <= text(row, field) <= upper


def named(call: Call) -> Keep:
    """Keep rows whose name contains the `name` parameter, in any case."""
    wanted = (call.query.text("name") or "").casefold()
    return lambda row: wanted in str(shown(row.get("name"), call.language)).casefold()


def matching(rows: Iterable[Row], *keeps: Keep) -> list[Row]:
    """The rows that every condition keeps: filters combine with AND."""
    return [row for row in rows if all(keep(row) for keep in keeps)]


def _sorted(call: Call, rows: list[Row]) -> list[Row]:
    field = call.query.text("sort_field")
    direction = call.query.choice("sort_direction", ("ASC", "DESC"))
    if field is None:
        return rows
    if rows and not any(field in row and not field.startswith("_") for row in rows):
        raise bad("sort_field", "not_allowed_value", field, "a first level field of the resource")
    return sorted(rows, key=lambda row: _rank(shown(row.get(field), call.language)), reverse=direction == "DESC")


def _rank(value: object) -> tuple[int, float, str]:
    if value is None:
        return 2, 0.0, ""
    if isinstance(value, int | float):
        return 0, float(value), ""
    return 1, 0.0, str(value)
