"""The query string, read as strictly as the parameters are documented. Unknown parameters are ignored."""

import re
from datetime import datetime

from starlette.datastructures import QueryParams

from loaders.carecloud.sandbox.errors import bad

_BRACKETS = re.compile(r"\[\d*\]$")
_MAX_ITEMS = 1000
_DAY = ("%Y-%m-%d",)
_BIRTHDATE = ("%Y-%m-%d", "%d.%m.%Y")
_MOMENT = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


class Query:
    """Parameters of one request; every method raises Refused if the value isn't what the documentation asks for."""

    def __init__(self, params: QueryParams) -> None:
        self._pairs = params.multi_items()

    def text(self, name: str) -> str | None:
        """One value, the last if it is repeated; brackets make it an array and are refused."""
        if self._bracketed(name):
            raise bad(name, "invalid_value_format", None, f"{name} is not an array")
        values = [value for key, value in self._pairs if key == name]
        if not values:
            return None
        if not values[-1]:
            raise bad(name, "empty", "")
        return values[-1]

    def many(self, name: str) -> list[str] | None:
        """An array: `name[]=a&name[]=b`. Without brackets only a scalar would arrive, so that is refused."""
        if any(key == name for key, _ in self._pairs):
            raise bad(name, "invalid_value_format", None, f"use array syntax: {name}[]=")
        values = self._bracketed(name)
        if len(values) > _MAX_ITEMS:
            raise bad(name, "not_allowed_value", len(values), f"at most {_MAX_ITEMS} items")
        return values or None

    def flag(self, name: str) -> bool | None:
        """`true` or `false`, as text."""
        value = self.choice(name, ("true", "false"))
        return None if value is None else value == "true"

    def choice(self, name: str, allowed: tuple[str, ...]) -> str | None:
        """One of the documented values."""
        value = self.text(name)
        if value is not None and value not in allowed:
            raise bad(name, "not_allowed_value", value, f"one of {', '.join(allowed)}")
        return value

    def number(self, name: str, default: int, minimum: int) -> int:
        """A whole number of at least `minimum`."""
        value = self.text(name)
        if value is None:
            return default
        if not re.fullmatch(r"-?[0-9]+", value):
            raise bad(name, "invalid_value_format", value)
        if int(value) < minimum:
            raise bad(name, "not_allowed_value", value, f"at least {minimum}")
        return int(value)

    def phone(self) -> str | None:
        """Digits with the country prefix: no plus, no blanks, no leading zero."""
        value = self.text("phone")
        if value is not None and not re.fullmatch(r"[1-9][0-9]*", value):
            raise bad("phone", "invalid_value_format", value, "digits with international prefix (420000000000)")
        return value

    def day(self, name: str) -> str | None:
        """A date as `YYYY-MM-DD`."""
        return self._time(name, _DAY, "%Y-%m-%d")

    def birthdate(self) -> str | None:
        """A date as `YYYY-MM-DD`; `DD.MM.YYYY` is accepted as well."""
        return self._time("birthdate", _BIRTHDATE, "%Y-%m-%d")

    def moment(self, name: str) -> str | None:
        """A local time as `YYYY-MM-DD HH:MM:SS`; the T of ISO 8601 is accepted as well."""
        return self._time(name, _MOMENT, "%Y-%m-%d %H:%M:%S")

    def _bracketed(self, name: str) -> list[str]:
        return [value for key, value in self._pairs if _BRACKETS.sub("", key) == name and key != name]

    def _time(self, name: str, accepted: tuple[str, ...], spelled: str) -> str | None:
        value = self.text(name)
        if value is None:
            return None
        return spelling(name, value, accepted, spelled)


def spelling(name: str, value: str, accepted: tuple[str, ...] = _MOMENT, spelled: str = "%Y-%m-%d %H:%M:%S") -> str:
    """Respell a time given in one of the accepted formats; raise Refused if it is in none."""
    for form in accepted:
        try:
            return datetime.strptime(value, form).strftime(spelled)
        except ValueError:
            continue
    raise bad(name, "invalid_value_format", value, "YYYY-MM-DD" if accepted == _DAY else "YYYY-MM-DD HH:MM:SS")
