"""The installation's customers and their schema."""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from loaders.prisma.sandbox.body import Refused
from loaders.prisma.sandbox.edn import Value, Word
from loaders.sandbox.people import Person

# The documentation of REST searches by `email`, the help page on API keys shows `Email_address`: here they are one field.
_ALIASES = {"Email_address": "email"}
_TEXT = ("name", "last_name", "email", "phone", "city", "card_number", "field")
_SCHEMA = dict.fromkeys(_TEXT, "text") | {
    "birth_date": "number",
    "newsletter": "flag",
    "opted_out": "flag",
    "interests": "words",
}
_INTERESTS = (Word("cars"), Word("travel"), Word("home"), Word("sport"))
_TAG = 17592213056255


@dataclass(slots=True)
class Customer:
    """One row: the installation's own number as `id`, and fields of the schema."""

    id: str
    fields: dict[str, Value]
    updated_at: datetime
    tags: frozenset[int] = frozenset()
    has_wrapped_campaigns: bool = False
    "Whether `active` answers this person a map around the vector; its shape is not documented."
    closed: set[int] = field(default_factory=set)
    "The campaigns this person converted at or dismissed."

    def is_in(self, city: str) -> bool:
        """Whether the person lives there."""
        return self.fields.get("city") == city

    def likes(self, interest: str) -> bool:
        """Whether the person has this interest."""
        interests = self.fields.get("interests")
        return isinstance(interests, AbstractSet) and interest in interests

    def shown(self) -> dict[str, Value]:
        """The row as `find` answers it: mixed key styles, ids and timestamps as large integers (epoch milliseconds)."""
        names = [self.fields.get(name) for name in ("name", "last_name")]
        aliases = {alias: self.fields[name] for alias, name in _ALIASES.items() if name in self.fields}
        return {
            "id": self.id,
            **self.fields,
            **aliases,
            "full_name": " ".join(name for name in names if isinstance(name, str)) or None,
            "tags": self.tags,
            "updated-by": [{"id": _TAG + 2}],
            "last-update": _milliseconds(self.updated_at),
            "mobile-registrations": None,
        }


class Customers:
    """Every customer by id."""

    def __init__(self, people: Sequence[Person], now: Callable[[], datetime]) -> None:
        self._now = now
        self._anonymous = 0
        rows = (_row(person, now()) for person in people)
        self._by_id = {row.id: row for row in rows if row is not None}

    def find(self, customer_id: str) -> Customer | None:
        """The customer with this id."""
        return self._by_id.get(customer_id)

    def search(self, fields: Mapping[str, Value]) -> Customer | None:
        """The first customer who has all of these fields. Raises Refused with 400."""
        wanted = checked(fields).items()
        return next((row for row in self._by_id.values() if wanted <= row.fields.items()), None)

    def upsert(self, customer_id: str, fields: Mapping[str, Value]) -> Customer:
        """Create a customer, or merge the fields into the one there is. Raises Refused with 400."""
        merged = checked(fields)
        row = self._by_id.setdefault(customer_id, Customer(customer_id, {}, self._now()))
        row.fields.update(merged)
        row.updated_at = self._now()
        return row

    def create(self, fields: Mapping[str, Value]) -> Customer:
        """Create a customer under a generated id."""
        self._anonymous += 1
        digest = hashlib.sha256(f"customer/{self._anonymous}".encode()).digest()
        return self.upsert(base64.urlsafe_b64encode(digest[:12]).decode(), fields)


def checked(fields: Mapping[str, Value]) -> dict[str, Value]:
    """The fields by their names in the schema. Raises Refused with 400 for an unknown field or a value of the wrong type."""
    return {str(_ALIASES.get(name, name)): _checked(name, value) for name, value in fields.items()}


def _checked(name: str, value: Value) -> Value:
    kind = _SCHEMA.get(_ALIASES.get(name, name))
    match kind, value:
        case None, _:
            raise Refused(400, f"{name}: the customer schema has no such field")
        case ("text", Word()) | ("number", bool()):
            pass
        case ("text", str()) | ("number", int()) | ("flag", bool()) | (_, None):
            return value
        case "words", tuple() | list() | frozenset() if all(isinstance(word, str) for word in value):
            return frozenset(Word(word) for word in value)
    raise Refused(400, f"{name}: expected {kind}, got {type(value).__name__}")


def _row(person: Person, now: datetime) -> Customer | None:
    """Every tenth person opted out; interests, tags and the newsletter follow the person's number."""
    spelling, number = person.at("prisma"), person.number
    if spelling is None:
        return None
    fields: dict[str, Value] = {
        "name": spelling.first_name,
        "last_name": spelling.last_name,
        "email": spelling.email,
        "phone": spelling.phone,
        "card_number": spelling.card,
        "city": person.city,
        "birth_date": _milliseconds(datetime.combine(person.birth_date, time(), UTC)),
        "newsletter": number % 2 == 0,
        "opted_out": number % 10 == 9,
        "interests": frozenset({_INTERESTS[number % 4], _INTERESTS[number // 4 % 4]}),
    }
    return Customer(
        id=spelling.id,
        fields={name: value for name, value in fields.items() if value is not None},
        updated_at=now - timedelta(days=number),
        tags=frozenset({_TAG, _TAG + number % 5}),
        has_wrapped_campaigns=number % 4 == 0,
    )


def _milliseconds(instant: datetime) -> int:
    return int(instant.timestamp()) * 1000
