"""How the vendor writes JSON: dates, numbers, names left out, and the three shapes of an error."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import orjson
from starlette.responses import Response

Row = dict[str, object]

ZONE = ZoneInfo("Europe/Warsaw")
"The programme's zone: the documentation's dates are +0200 in summer and +0100 in winter."


class Refused(Exception):
    """An answer other than success; `body` is the vendor's JSON."""

    def __init__(self, status: int, body: Row, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers = headers


def answer(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer."""
    return Response(orjson.dumps(body), status, headers, "application/json")


def http_error(status: int, message: str) -> Refused:
    """The shape of HTTP errors: `{"error": {"code", "message"}}`."""
    return Refused(status, {"error": {"code": status, "message": message}})


def not_found() -> Refused:
    """What an unknown id, and a campaign that can't be seen, answer."""
    return http_error(404, "Not Found")


def said_no(reason: str) -> Refused:
    """A refused purchase: `error` is a plain string here. Beyond the seed: docs 3.2."""
    return Refused(400, {"error": reason})


def unauthorized(message: str) -> Refused:
    """The token layer's shape: `{"code": 401, "message"}`."""
    return Refused(401, {"code": 401, "message": message}, {"WWW-Authenticate": "Bearer"})


def date(at: datetime | None) -> str | None:
    """Write `2017-10-02T12:03:34+0200`: local time, no colon in the offset."""
    return at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M:%S%z") if at else None


def number(value: float) -> int | float:
    """Write whole numbers without a fraction (`3`), others with (`6.9`)."""
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def without_nulls(row: Row) -> Row:
    """Null fields are left out, so objects of one list differ."""
    return {name: value for name, value in row.items() if value is not None}


def php_map(names: Mapping[str, str]) -> Mapping[str, str] | list[str]:
    """An empty PHP map is serialised as a list."""
    return names or []
