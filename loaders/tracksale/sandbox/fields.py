"""Strict reading of JSON bodies: a field of the wrong type is refused by name."""

from collections.abc import Mapping

import orjson
from starlette.requests import Request

from loaders.tracksale.sandbox.refusals import Refused


class Fields:
    """One JSON object of a request; each reader refuses a value of another type than the page documents."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self.values = values

    def text(self, name: str) -> str:
        """Read a required text that isn't blank."""
        value = self.text_or_none(name)
        if value is None:
            raise Refused(f"{name}: required")
        return value

    def text_or_none(self, name: str) -> str | None:
        """Read a text; absent, null and blank are None."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, str):
            raise Refused(f"{name}: expected a string")
        return (value or "").strip() or None

    def whole(self, name: str) -> int:
        """Read a required integer."""
        value = self.whole_or_none(name)
        if value is None:
            raise Refused(f"{name}: required")
        return value

    def whole_or_none(self, name: str) -> int | None:
        """Read an integer; absent and null are None."""
        value = self.values.get(name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise Refused(f"{name}: expected an integer")
        return value

    def object_or_none(self, name: str) -> "Fields | None":
        """Read an object; the page's tables call `filter` and `customer` arrays, its examples show objects."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise Refused(f"{name}: expected an object")
        return Fields(value)

    def rows(self, name: str) -> list["Fields"]:
        """Read a required list of objects with at least one element."""
        rows = self.rows_or_none(name)
        if not rows:
            raise Refused(f"{name}: expected a list that isn't empty")
        return rows

    def rows_or_none(self, name: str) -> list["Fields"]:
        """Read a list of objects; absent and null are an empty list."""
        value = self.values.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise Refused(f"{name}: expected a list of objects")
        return [Fields(row) for row in value]


async def sent(request: Request) -> Fields:
    """Read the body of a POST: `application/json` and one object, or it is refused."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise Refused("Content-Type must be application/json", status=415)
    try:
        body = orjson.loads(await request.body())
    except orjson.JSONDecodeError:
        raise Refused("Invalid JSON") from None
    if not isinstance(body, dict):
        raise Refused("Expected a JSON object")
    return Fields(body)
