"""Deterministic people, three hundred unless more are wished for, and how each vendor spells them.

Most are known to several vendors under differing spellings, some to one only, some share a landline, and some can't be
matched at all. Nothing here is random: the same number is the same person in every process.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

VENDORS = ("footprints", "open_loyalty", "carecloud", "tracksale", "prisma")

_FIRST = ("Ana", "Bogdan", "Corina", "Dan", "Elena", "Florin", "Gabriela", "Horia", "Ioana", "Liviu", "Maria", "Nicu")
_LAST = ("Popescu", "Ionescu", "Dumitru", "Stan", "Marin", "Toma", "Radu", "Șerban", "Țăranu", "Neagu")
_CITY = ("București", "Cluj-Napoca", "Iași", "Timișoara", "Brașov")
_BORN = date(1950, 1, 1)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One vendor's row of a person, spelled as that vendor keeps it; an absent value is None."""

    id: str
    first_name: str
    last_name: str
    email: str | None
    phone: str | None
    external_id: str | None
    card: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """One human being, in canonical spelling; `phone` is E.164."""

    number: int
    first_name: str
    last_name: str
    email: str
    phone: str
    external_id: str
    card: str
    birth_date: date
    city: str
    known_to: frozenset[str]
    "The vendors that have a row of this person, from VENDORS."

    def at(self, vendor: str) -> Spelling | None:
        """Return the vendor's own row of this person, or None if that vendor doesn't know them."""
        if vendor not in self.known_to:
            return None
        return _SPELLINGS[vendor](self)


@cache
def people(count: int = 300) -> Sequence[Person]:
    """So many people, in the order of their numbers; from 300 on everybody is known to all five vendors and easy to match."""
    return tuple(_person(number) for number in range(count))


def _person(number: int) -> Person:
    first, last = _FIRST[number % len(_FIRST)], _LAST[number // len(_FIRST) % len(_LAST)]
    return Person(
        number=number,
        first_name=first,
        last_name=last,
        email=f"{_ascii(first)}.{_ascii(last)}{number}@example.com",
        phone=_phone(number),
        external_id=f"C{100000 + number}",
        card=str(8_000_000_000_000 + number * 37),
        birth_date=_BORN + timedelta(days=number * 61),
        city=_CITY[number % len(_CITY)],
        known_to=_known_to(number),
    )


def _known_to(number: int) -> frozenset[str]:
    """0–199: all five. 200–249: one vendor missing each. 250–279: one vendor only. 280–299: all, but they are hard to match. 300–: all."""
    if 200 <= number < 250:
        return frozenset(VENDORS) - {VENDORS[number % 5]}
    if 250 <= number < 280:
        return frozenset({VENDORS[number % 5]})
    return frozenset(VENDORS)


def _phone(number: int) -> str:
    """Ten households of two (280–299) share a landline; everybody else has a mobile of their own."""
    if 280 <= number < 300:
        return f"+4021315{(number - 280) // 2:04d}"
    return f"+40722{100000 + number}"


def _ascii(name: str) -> str:
    return name.lower().translate(str.maketrans("șțăâî", "staai"))


def _national(phone: str) -> str:
    return "0" + phone.removeprefix("+40")


def _footprints(person: Person) -> Spelling:
    """National phones, e-mails as they were typed; every seventh person has no external id here."""
    return Spelling(
        id=f"5b7a{person.number:020x}",
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email.capitalize() if person.number % 3 == 0 else person.email,
        phone=_national(person.phone),
        external_id=None if person.number % 7 == 6 else person.external_id,
        card=None,
    )


def _open_loyalty(person: Person) -> Spelling:
    """UUIDs; every second phone is national; 290–299 have another e-mail here, and 295–299 no card either."""
    return Spelling(
        id=f"00000000-0000-474c-b092-{person.number:012x}",
        first_name=person.first_name,
        last_name=person.last_name,
        email=f"alt.{person.email}" if 290 <= person.number < 300 else person.email.lower(),
        phone=_national(person.phone) if person.number % 2 else person.phone,
        external_id=None,
        card=None if 295 <= person.number < 300 else person.card,
    )


def _carecloud(person: Person) -> Spelling:
    """Phones are digits with the country prefix and no plus; e-mails are upper-cased for every fifth person."""
    return Spelling(
        id=f"8ea2{person.number:014x}",
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email.upper() if person.number % 5 == 0 else person.email,
        phone=person.phone.removeprefix("+"),
        external_id=person.external_id,
        card=person.card,
    )


def _tracksale(person: Person) -> Spelling:
    """No rows of people: what their answers carry. Spaces in phones; every fourth answer has no e-mail, every third no number."""
    phone = person.phone
    return Spelling(
        id=person.external_id if person.number % 3 else person.email,
        first_name=person.first_name,
        last_name=person.last_name,
        email=None if person.number % 4 == 3 else person.email,
        phone=f"{phone[:3]} {phone[3:6]} {phone[6:]}",
        external_id=person.external_id if person.number % 3 else None,
        card=None,
    )


def _prisma(person: Person) -> Spelling:
    """The installation's own customer number is the id."""
    return Spelling(
        id=person.external_id,
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        phone=person.phone,
        external_id=person.external_id,
        card=person.card,
    )


_SPELLINGS = {
    "footprints": _footprints,
    "open_loyalty": _open_loyalty,
    "carecloud": _carecloud,
    "tracksale": _tracksale,
    "prisma": _prisma,
}
