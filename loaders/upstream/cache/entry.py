"""What the cache holds, and for how long."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Ttl:
    """Seconds a value stays fresh, seconds after that in which it may still be served stale, and seconds that a "nobody" stays."""

    fresh_s: float
    stale_s: float
    nobody_s: float = 10.0
    is_personal: bool = True
    "Whether it may be about people, so that no shared cache on the way to the client keeps what shows it."
    is_search: bool = False
    "Whether an empty list says that nobody was found, not that somebody has none."

    is_made: bool = False
    "Whether it is more than an answer, like a visit that began or whose an id is, so that no header says how long it lasts."

    def fresh_for(self, value: object) -> float:
        """Return how long this value stays fresh."""
        return self.nobody_s if self.is_nobody(value) else self.fresh_s

    def is_nobody(self, value: object) -> bool:
        """Whether a value says that nobody was found."""
        return value is None or (self.is_search and value == [])

    def of(self, fresh_s: float) -> "Ttl":
        """Return the same with another fresh time; 0 keeps nothing."""
        stale_s, nobody_s = (self.stale_s if fresh_s else 0.0), min(self.nobody_s, fresh_s)
        return replace(self, fresh_s=fresh_s, stale_s=stale_s, nobody_s=nobody_s)


# The one table of how long what is kept; reads name a row, settings override the seconds (`<VENDOR>_TTL_<READ>`).
CATALOGUE = Ttl(fresh_s=600, stale_s=86_400, is_personal=False)
ROSTER = Ttl(fresh_s=600, stale_s=86_400)
"Lists of people that change as slowly as a catalogue."
PERSON = Ttl(fresh_s=30, stale_s=3_600)
SEARCH = replace(PERSON, is_search=True)
"People by a handle."
LIST = replace(PERSON, stale_s=0, nobody_s=0)
"Everybody's list, as long fresh as what is taken from it, and then of no use: one is as soon asked for anew."
# Days on which nothing happened are no "nobody": they keep as long as others.
WINDOW = Ttl(fresh_s=60, stale_s=3_600, nobody_s=60)
CLOSED_WINDOW = Ttl(fresh_s=86_400, stale_s=7 * 86_400, nobody_s=86_400)
SESSION = Ttl(fresh_s=1_800, stale_s=0, is_made=True)
UNKEPT = Ttl(fresh_s=0, stale_s=0, nobody_s=0)


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as it was read; moments are the clock's monotonic seconds, `stored_at` the wall's."""

    value: object
    stored_at: datetime
    fresh_until: float
    stale_until: float
    tags: frozenset[str]
    size: int = 1
    "Bytes it is counted as."
    is_nobody: bool = False
    "There was nothing: once it isn't fresh any more, it is served only where asking again failed."
    is_personal: bool = True

    def is_fresh(self, now: float) -> bool:
        """Whether it may be served without asking."""
        return now < self.fresh_until

    def is_usable(self, now: float) -> bool:
        """Whether it may be served when asking fails, or, unless it is nobody, while asking."""
        return now < self.stale_until
