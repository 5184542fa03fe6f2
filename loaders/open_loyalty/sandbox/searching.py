"""How the vendor compares filter values. Beyond the seed: server quirks of source 2.9.1."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from loaders.open_loyalty.sandbox.answers import ZONE, http_error

_SPECIAL = re.compile(r"""([+()!'~^:/{}\[\]"\\*?&|<>=])""")


@dataclass(frozen=True, slots=True)
class Match:
    """One list call's way of comparing text."""

    is_strict: bool

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> "Match":
        return cls(is_true(query.get("strict")))

    def text(self, stored: str | None, wanted: str) -> bool:
        """Contains, without `strict`; equal, with it. Case doesn't matter, and neither finds an absent value.

        Special characters are escaped even in strict mode, where nothing takes the escapes out again: a strict search for
        `a+b@x.com` or `+48…` finds nothing.
        """
        return self.code(stored.lower() if stored else stored, wanted)

    def code(self, stored: str | None, wanted: str) -> bool:
        """As `text`, but only the wanted value is lower-cased: a card number with capitals is never found."""
        if stored is None:
            return False
        wanted = wanted.lower()
        return stored == _SPECIAL.sub(r"\\\1", wanted) if self.is_strict else wanted in stored


def is_true(value: str | None) -> bool:
    """As PHP has it: any text except none and `0`; even `false` is true."""
    return value not in (None, "", "0")


def moment(value: str | None) -> datetime | None:
    """A date or an instant, in the programme's zone unless it says otherwise; a date alone is its midnight."""
    if not value:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        raise http_error(400, f"Bad Request: {value} is not a date") from error
    return at if at.tzinfo else at.replace(tzinfo=ZONE)
