"""Days, and the chunks with stable keys that they are cut into.

Months that are over are one chunk each; the days of the running month are a chunk each, of which only today and yesterday are
still open.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST = date(2000, 1, 1)
"Nothing is asked before it: the vendors are younger."

LATEST = date(9000, 1, 1)
"No day is after it: those beyond can't be turned into every zone's moments."

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Calendar days of the account's zone, from the first to the last inclusive."""

    first: date
    last: date

    @property
    def count(self) -> int:
        """How many days; 0 or less where the first is after the last."""
        return (self.last - self.first).days + 1

    @property
    def key(self) -> str:
        """Stable text: `2026-11-03` for a day, `2026-10-01/2026-10-31` for more."""
        return str(self.first) if self.first == self.last else f"{self.first}/{self.last}"

    def widened(self) -> "Days":
        """One day more at each end: vendors name no zone, and don't say whether the end is inclusive."""
        return Days(self.first - DAY, self.last + DAY)

    def halves(self) -> "tuple[Days, Days]":
        """Two neighbours that are the same days together; needs two days at least."""
        middle = self.first + DAY * (self.count // 2 - 1)
        return Days(self.first, middle), Days(middle + DAY, self.last)

    def overlaps(self, other: "Days") -> bool:
        """Whether they share a day."""
        return self.first <= other.last and other.first <= self.last


def months(days: Days) -> Iterator[str]:
    """Name the months that the days touch: `2026-11`."""
    month = days.first.replace(day=1)
    while month <= days.last:
        yield f"{month:%Y-%m}"
        month = _month(month).last + DAY


def chunks(days: Days, today: date) -> list[Days]:
    """Cut days into chunks, in order: whole months once they are over and settled, single days after them."""
    first, last = max(days.first, EARLIEST), min(days.last, today + DAY)
    found = []
    while first <= last:
        month = _month(first)
        if is_open(month, today):
            found.append(Days(first, first))
            first += DAY
        else:
            found.append(month)
            first = month.last + DAY
    return found


def is_open(days: Days, today: date) -> bool:
    """Whether more may come: yesterday is given a day to settle."""
    return days.last >= today - DAY


def runs(missing: Iterable[Days]) -> Iterator[Days]:
    """Join neighbours."""
    run: Days | None = None
    for chunk in sorted(missing):
        if run is not None and chunk.first == run.last + DAY:
            run = Days(run.first, chunk.last)
            continue
        if run is not None:
            yield run
        run = chunk
    if run is not None:
        yield run


def _month(day: date) -> Days:
    first = day.replace(day=1)
    return Days(first, (first + DAY * 31).replace(day=1) - DAY)
