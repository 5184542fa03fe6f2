"""The vendor's date shapes: ISO with Z, naive local time, and JavaScript's Date text."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from loaders.footprints.sandbox.credentials import SETTINGS

DAY = "%Y-%m-%d"
NAIVE = "%Y-%m-%d %H:%M:%S"

# The same expiry is 17:28:47 in "Check Client Code" and 15:28:47Z in the history: naive stamps are Romanian time.
LOCAL = ZoneInfo(SETTINGS["FOOTPRINTS_TIMEZONE"])


def iso(instant: datetime) -> str:
    """Return `2018-08-20T15:35:22.024Z`."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"


def naive(instant: datetime) -> str:
    """Return `2018-12-15 17:28:47`, local time without a zone."""
    return instant.astimezone(LOCAL).strftime(NAIVE)


def javascript(day: date) -> str:
    """Return `Fri Oct 21 1960 00:00:00 GMT+0000 (UTC)`, as birthdays are read."""
    return day.strftime("%a %b %d %Y 00:00:00 GMT+0000 (UTC)")


def shown(value: object) -> object:
    """Return a stored value the way a read shows it."""
    if isinstance(value, datetime):
        return iso(value)
    return javascript(value) if isinstance(value, date) else value


def parse_day(text: str) -> date:
    """Read `Y-m-d`, with its zeros. Raises ValueError."""
    return _strict(text, DAY).date()


def parse_naive(text: str, zone: ZoneInfo = LOCAL) -> datetime:
    """Read `Y-m-d H:i:s` in a zone, with its zeros. Raises ValueError."""
    return _strict(text, NAIVE).replace(tzinfo=zone).astimezone(UTC)


def _strict(text: str, form: str) -> datetime:
    moment = datetime.strptime(text, form).replace(tzinfo=UTC)
    # strptime also takes 2021-1-2, which is not Y-m-d.
    if moment.strftime(form) != text:
        raise ValueError(text)
    return moment
