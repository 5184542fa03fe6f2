"""Rows as the books keep them, and as they are shown: private keys hidden, words in the caller's language."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

Row = dict[str, object]
"One record. Keys that start with an underscore are the stand-in's own and never shown."

ZONE = ZoneInfo("Europe/Bucharest")
"The project's local zone: the vendor writes every time in it, without an offset."

FOREVER = "2059-07-05 00:00:00"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the two languages of the documentation's `Accept-Language: cs, en-gb;q=0.8`."""

    cs: str
    en: str

    def said(self, language: str) -> str:
        """The text in `cs` or `en`."""
        return self.cs if language == "cs" else self.en


def shown(value: object, language: str) -> object:
    """Copy a row as the caller sees it, nested rows included."""
    if isinstance(value, Words):
        return value.said(language)
    if isinstance(value, dict):
        return {key: shown(item, language) for key, item in value.items() if not key.startswith("_")}
    if isinstance(value, list):
        return [shown(item, language) for item in value]
    return value


def text(row: Row, key: str) -> str:
    """A field known to be text; empty if it is absent or null."""
    value = row.get(key)
    return value if isinstance(value, str) else ""


def amount(row: Row, key: str) -> float:
    """A field known to be a number; 0 if it is absent or null."""
    value = row.get(key)
    return float(value) if isinstance(value, int | float) else 0.0


def part(row: Row, key: str) -> Row:
    """A nested row; empty if it is absent or null."""
    value = row.get(key)
    return value if isinstance(value, dict) else {}


def local(moment: datetime) -> str:
    """Spell an aware time as the vendor does: `YYYY-MM-DD HH:MM:SS`, project zone, no offset."""
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def precise(moment: datetime) -> str:
    """The same with microseconds, which some of the vendor's resources have."""
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S.%f")


@lru_cache(maxsize=50_000)
def opaque_id(*parts: Hashable) -> str:
    """26 hex digits that follow from the parts alone."""
    return "8" + sha256("/".join(map(str, parts)).encode()).hexdigest()[:25]


def midnight(moment: datetime) -> datetime:
    """The start of the local day, in UTC."""
    return moment.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
