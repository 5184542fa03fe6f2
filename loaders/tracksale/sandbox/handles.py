"""How customers are recognized: by e-mail, phone or the organisation's own number."""

import re
from dataclasses import dataclass

from loaders.tracksale.sandbox.fields import Fields
from loaders.tracksale.sandbox.refusals import Refused

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NOT_DIGIT = re.compile(r"\D")
_SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Handles:
    """What a customer row carries; any may be absent."""

    email: str | None = None
    phone: str | None = None
    identification: str | None = None

    def match(self, other: "Handles") -> bool:
        """Tell whether every handle that `other` names is this customer's."""
        return (
            (other.email is None or (self.email or "").lower() == other.email.lower())
            and (other.phone is None or is_same_phone(self.phone or "", other.phone))
            and (other.identification is None or self.identification == other.identification)
        )


def handles(row: Fields) -> Handles:
    """Read the three handles of a row."""
    return Handles(row.text_or_none("email"), row.text_or_none("phone"), row.text_or_none("identification"))


def some_handle(row: Fields) -> Handles:
    """Read the handles where the page asks for at least one of them."""
    found = handles(row)
    if found == Handles():
        raise Refused("At least one of email, phone and identification is required")
    return found


def is_email(text: str | None) -> bool:
    """Tell whether a text can be an e-mail address."""
    return text is not None and _EMAIL.fullmatch(text) is not None


def is_phone(text: str | None) -> bool:
    """Tell whether a text can be a phone number: eight digits or more."""
    return len(_NOT_DIGIT.sub("", text or "")) >= _SHORTEST


def is_same_phone(one: str, other: str) -> bool:
    """Compare digits from the end: numbers appear with and without country code, and with punctuation."""
    shorter, longer = sorted((_NOT_DIGIT.sub("", text).lstrip("0") for text in (one, other)), key=len)
    return len(shorter) >= _SHORTEST and longer.endswith(shorter)
