"""A request's body, asked for field by field; what isn't as documented is refused."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Never
from uuid import UUID

from loaders.prisma.sandbox.edn import Value, Word


class Refused(Exception):
    """The stand-in says no: an HTTP status and a reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Body:
    """A map of fields as it was sent. Every method raises Refused with 400; an absent field and nil are the same."""

    fields: Mapping[str, Value]
    is_json: bool

    def __post_init__(self) -> None:
        """Refuse EDN keys that aren't keywords."""
        for key in self.fields:
            if not (self.is_json or isinstance(key, Word)):
                raise Refused(400, f'keys: expected keywords, got "{key}"')

    def text(self, name: str) -> str:
        """A text that isn't empty."""
        return self.optional_text(name) or self._refuse(name, "a text")

    def optional_text(self, name: str) -> str | None:
        """A text, or None. A keyword is no text."""
        value = self.fields.get(name)
        if value is None or (isinstance(value, str) and not isinstance(value, Word)):
            return value
        return self._refuse(name, "a text")

    def word(self, name: str) -> str:
        """A keyword in EDN, a text in JSON."""
        value = self.fields.get(name)
        if isinstance(value, str if self.is_json else Word) and value:
            return str(value)
        return self._refuse(name, "a text" if self.is_json else "a keyword")

    def uuid(self, name: str) -> UUID:
        """An identifier this server issued, as text or as #uuid."""
        value = self.fields.get(name)
        if isinstance(value, UUID):
            return value
        try:
            return UUID(self.text(name))
        except ValueError:
            return self._refuse(name, "an identifier")

    def customer_id(self, name: str) -> str | None:
        """A customer's id, or None where it is empty; EDN may send a bare number, JSON quotes it."""
        value = self.fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and not self.is_json:
            return str(value)
        return self.optional_text(name) or None

    def campaign_id(self, name: str) -> int:
        """A number; JSON may quote it, as the documentation's sample does."""
        value = self.fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if self.is_json and isinstance(value, str) and value.isascii() and value.isdigit():
            return int(value)
        return self._refuse(name, "a number")

    def flag(self, name: str, *, default: bool | None = None) -> bool:
        """A boolean; without a default it is required. JSON may send "true" or "false", as the sample of sync-page does."""
        value = self.fields.get(name)
        if isinstance(value, bool):
            return value
        if self.is_json and value in ("true", "false"):
            return value == "true"
        if value is None and default is not None:
            return default
        return self._refuse(name, "a boolean")

    def items(self, name: str) -> list["Body"]:
        """A vector of maps."""
        value = self.fields.get(name)
        if isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(item, Mapping) for item in value):
            return [Body(item, self.is_json) for item in value if isinstance(item, Mapping)]
        return self._refuse(name, "a vector of maps")

    def map(self, name: str) -> "Body":
        """A map with fields of its own."""
        value = self.fields.get(name)
        if isinstance(value, Mapping):
            return Body(value, self.is_json)
        return self._refuse(name, "a map")

    def free_map(self, name: str) -> Mapping[str, Value] | None:
        """A map whose keys may be anything, or None."""
        value = self.fields.get(name)
        if value is None or isinstance(value, Mapping):
            return value
        return self._refuse(name, "a map")

    def _refuse(self, name: str, expected: str) -> Never:
        raise Refused(400, f"{name}: expected {expected}, got {_kind(self.fields.get(name))}")


def _kind(value: Value) -> str:
    match value:
        case None:
            return "nothing"
        case Word():
            return "a keyword"
        case "":
            return "an empty text"
        case Mapping() | AbstractSet():
            return "a map or a set"
        case _:
            return f"{type(value).__name__} {value!s:.40}"
