"""Handles: normalized identifiers of a person, from the strongest kind to the weakest."""

import re
from dataclasses import dataclass
from enum import IntEnum

import phonenumbers

_EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\"]+")
_NOBODY = frozenset({"null", "none", "undefined", "nan", "n/a", "na", "-", "unknown", "anonymous", "test"})
_NOBODYS_NAME = frozenset({"anonymous", "noreply", "no-reply", "nobody", "null", "none", "unknown", "undefined"})


class Kind(IntEnum):
    """Kinds of handles; the smaller, the stronger. A vendor's own id is stronger than all of them."""

    EXTERNAL_ID = 1
    LOYALTY_CARD = 2
    EMAIL = 3
    PHONE = 4

    @property
    def words(self) -> str:
        """The kind in a sentence."""
        return {1: "external id", 2: "loyalty card number", 3: "e-mail", 4: "phone number"}[self]


@dataclass(frozen=True, slots=True)
class Handle:
    """A normalized identifier; its text is personal data and never printed."""

    kind: Kind
    text: str

    def __repr__(self) -> str:
        return f"Handle({self.kind.name}, …)"


def handle(kind: Kind, raw: str | None, region: str | None) -> Handle | None:
    """Normalize a value to a handle, or None where it names nobody (empty, blocked, not a possible value of its kind).

    `region` is the two-letter country of phone numbers without a country code.
    """
    text = (raw or "").strip()
    if not text or text.lower() in _NOBODY or (len(set(text)) == 1 and not text.isalpha()):
        return None
    if kind is Kind.EMAIL:
        text = text.lower()
        if not _EMAIL.fullmatch(text) or text.partition("@")[0] in _NOBODYS_NAME:
            return None
        return Handle(kind, text)
    if kind is Kind.PHONE:
        number = e164(text, region)
        return Handle(kind, number) if number else None
    return Handle(kind, text)


def e164(raw: str, region: str | None) -> str | None:
    """Return a phone number as E.164, or None if it is not a valid number; `region` is the country of national ones."""
    digits = re.sub(r"\D", "", raw)
    if len(digits) < 6 or len(set(digits.lstrip("0"))) < 2:
        return None
    spellings = [raw] if raw.lstrip().startswith("+") else [raw, f"+{digits.removeprefix('00')}"]
    for spelling in spellings:
        try:
            number = phonenumbers.parse(spelling, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def national(number: str) -> str:
    """Return an E.164 number as it is dialled in its own country, digits only: `+40722100000` is `0722100000`."""
    parsed = phonenumbers.parse(number)
    formatted = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return re.sub(r"\D", "", formatted)


def significant(number: str) -> str:
    """Return the digits of an E.164 number that every spelling of it contains: `+40722100000` is `722100000`."""
    return phonenumbers.national_significant_number(phonenumbers.parse(number))
