"""The `start` and `end` of reports: dates of the account's own calendar.

The page names no zone; America/Sao_Paulo is the vendor's own country. It doesn't say either whether `end` is inclusive:
its example of the default, "from 01/01/2017 to 01/31/2017" for a request sent on 01/31/2017, is read as yes.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from starlette.requests import Request

from loaders.tracksale.sandbox.refusals import Refused

ZONE = ZoneInfo("America/Sao_Paulo")

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}")
_DEFAULT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Period:
    """Unix seconds from `start` up to, and without, `end`."""

    start: int
    end: int

    def __contains__(self, moment: int) -> bool:
        return self.start <= moment < self.end

    def previous(self) -> "Period":
        """The period of the same length right before this one."""
        return Period(start=2 * self.start - self.end, end=self.start)


def asked(request: Request, now: datetime, *, dates_only: bool = False) -> Period:
    """Read `start` and `end`; whichever is absent is chosen so that the period is the 30 days up to today."""
    start, end = request.query_params.get("start"), request.query_params.get("end")
    last = now.astimezone(ZONE).date() if end is None else _moment("end", end, dates_only=dates_only)
    if start is None:
        return _period((last.date() if isinstance(last, datetime) else last) - _DEFAULT, last)
    return _period(_moment("start", start, dates_only=dates_only), last)


def filled(request: Request) -> Period | None:
    """Read the period of a campaign's counters: both dates, or the counters stay empty."""
    if not {"start", "end"} <= request.query_params.keys():
        return None
    first = _moment("start", request.query_params["start"], dates_only=True)
    return _period(first, _moment("end", request.query_params["end"], dates_only=True))


def between(start: str, end: str) -> Period:
    """Read the `start_date` and `end_date` of a note's filter: dates only."""
    return _period(_moment("start_date", start, dates_only=True), _moment("end_date", end, dates_only=True))


def _moment(name: str, text: str, *, dates_only: bool) -> date:
    """Read a date, or a datetime where a time was given."""
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        if _TIME.fullmatch(text) and not dates_only:
            return datetime.fromisoformat(text).replace(tzinfo=ZONE)
    except ValueError:
        pass
    raise Refused(f"{name}: expected {'YYYY-MM-DD' if dates_only else 'YYYY-MM-DD or YYYY-MM-DDTHH:mm:ss'}")


def _period(first: date, last: date) -> Period:
    """A plain last day counts whole, a last second counts too."""
    try:
        period = Period(_first_second(first), _second_after(last))
    except OverflowError:
        raise Refused("start, end: out of range") from None
    if period.end <= period.start:
        raise Refused("start: must not be after end")
    return period


def _first_second(moment: date) -> int:
    start = moment if isinstance(moment, datetime) else datetime.combine(moment, time(), ZONE)
    return int(start.timestamp())


def _second_after(moment: date) -> int:
    if isinstance(moment, datetime):
        return int(moment.timestamp()) + 1
    return _first_second(moment + timedelta(days=1))
