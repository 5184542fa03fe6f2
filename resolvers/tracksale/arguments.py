"""Arguments that Tracksale's fields share, checked before anything is sent: days, surveys, scores."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from loaders.tracksale import Tracksale
from loaders.tracksale.directory import DEFAULT_DAYS
from loaders.upstream.windows.calendar import Days
from resolvers import ids
from resolvers.refusals import BadInput

SURVEY = "Survey"
MOST_DAYS = 5 * 366
MOST_SURVEYS = 100

_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")


def days_of(tracksale: Tracksale, from_: date | None, to: date | None) -> Days:
    """Return the days asked for, both inclusive, in the account's zone; the last 365 up to `to`, or up to today.

    Raises BadInput where `from` is after `to`, or for more than five years.
    """
    last = to or tracksale.reads.answers.today()
    try:
        first = from_ or last - timedelta(days=DEFAULT_DAYS)
    except OverflowError:
        first = last
    days = Days(first, last)
    if days.count < 1:
        end = "to" if to else "today"
        raise BadInput(f"`from` ({first}) is after `{end}` ({last}); give days in order.", path=("from",))
    if days.count > MOST_DAYS:
        raise BadInput(
            f"`from` and `to` are {days.count} days apart; ask for {MOST_DAYS} (five years) at most.", path=("from",)
        )
    return days


def code_of(text: str, argument: str = "survey") -> str:
    """Return a campaign's code from a survey's global id or from the code itself, or raise BadInput."""
    code = ids.local(text.strip(), SURVEY)
    if not _CODE.fullmatch(code):
        raise BadInput(f"`{argument}` is no survey; give its `id`, or its code such as 51.", path=(argument,))
    return code


def codes_of(surveys: Sequence[str] | None) -> tuple[str, ...]:
    """Return the codes of several surveys, each once and in order; none means all. Raises BadInput."""
    given = surveys or ()
    if len(given) > MOST_SURVEYS:
        raise BadInput(f"`surveys` takes at most {MOST_SURVEYS} surveys, got {len(given)}.", path=("surveys",))
    return tuple(sorted({code_of(text, "surveys") for text in given}))


def check_scores(least: int | None, most: int | None) -> None:
    """Raise BadInput for scores outside of 0 to 10 or in the wrong order."""
    for name, score in (("minScore", least), ("maxScore", most)):
        if score is not None and not 0 <= score <= 10:
            raise BadInput(f"`{name}` must be from 0 to 10, got {score}.", path=(name,))
    if least is not None and most is not None and least > most:
        raise BadInput("`minScore` is greater than `maxScore`.", path=("minScore",))
