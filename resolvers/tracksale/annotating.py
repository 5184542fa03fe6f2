"""Notes and tags that are added to an answer, named by its id or by whose it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from loaders.tracksale import Tracksale
from loaders.tracksale.answers import Answer
from loaders.tracksale.outcomes import AnnotatedAnswer
from loaders.tracksale.people import VENDOR
from loaders.tracksale.writes import MOST_TAGS
from resolvers import ids
from resolvers.context import Info
from resolvers.identity.key import Key
from resolvers.refusals import BadInput
from resolvers.tracksale.answers import TYPE
from resolvers.tracksale.arguments import days_of
from resolvers.tracksale.customers import Body, Tags, check_count, handle_body, tag_rows
from resolvers.tracksale.sending import checked_code
from resolvers.writes import Checks, Written, perform, vendor_id_of


@dataclass(frozen=True, slots=True)
class Target:
    """Which answer: by its id, or the newest one of a person, perhaps of one survey."""

    answer: str | None = None
    customer: Key | None = None
    survey: str | None = None
    by_customer: bool = False
    "Whether a customer was named, be it wrongly."


async def add_note(
    info: Info,
    checks: Checks,
    target: Target,
    days: tuple[date | None, date | None],
    comment: str,
    idempotency_key: str | None,
) -> Written[AnnotatedAnswer]:
    """Add a note. One call; naming a person costs the answers of the last 365 days, none within the TTL."""
    tracksale = info.context.vendor(Tracksale)
    checks.that(comment.strip(), "input.comment", "expected some text")
    body: Body = {"comment": comment}
    stale, code = _named(tracksale, checks, target, body), _survey(checks, target)
    if not target.by_customer:
        checks.that(days == (None, None), "input.from", "expected only with `customer`: an `answer` is found by its id")
    else:
        window = checks.attempt("input.from", lambda: days_of(tracksale, *days))
        start, end = (window.first, window.last) if window else (None, None)
        dates: Body = {"start_date": str(start), "end_date": str(end)}
        body["filter"] = {**await _person(info, checks, target), **dates, **code}
    if checks.errors:
        return checks.refused()
    return await perform(
        info,
        shape=AnnotatedAnswer,
        write=lambda: tracksale.writes.add_note(body),
        stale=stale,
        idempotency_key=idempotency_key,
    )


async def fill_tags(
    info: Info, checks: Checks, target: Target, tags: Tags, idempotency_key: str | None
) -> Written[AnnotatedAnswer]:
    """Fill empty tags. One call; naming a person costs the answers of the last 365 days, none within the TTL."""
    tracksale = info.context.vendor(Tracksale)
    check_count(checks, "input.tags", tags, MOST_TAGS)
    body: Body = {"tags": tag_rows(checks, "input.tags", tags)}
    stale, code = _named(tracksale, checks, target, body), _survey(checks, target)
    if target.customer is not None:
        body |= {"customer": await _person(info, checks, target)} | code
    if checks.errors:
        return checks.refused()
    return await perform(
        info,
        shape=AnnotatedAnswer,
        write=lambda: tracksale.writes.fill_tags(body),
        stale=stale,
        idempotency_key=idempotency_key,
    )


async def _person(info: Info, checks: Checks, target: Target) -> Body:
    """Name the person as the vendor knows them, or note why not."""
    if await vendor_id_of(info, target.customer, VENDOR, checks, "input.customer") is None or target.customer is None:
        return {}
    match = await info.context.person(target.customer).at(VENDOR)
    if match is None or not isinstance(match.row.record, Answer):
        return {}
    return handle_body(match.row.record, {"identification": match.id})


def _survey(checks: Checks, target: Target) -> Body:
    """Name the survey that a person's answer is to, if one is given."""
    code = checked_code(checks, target.survey) if target.survey and target.answer is None else None
    return {"campaign_code": code} if code else {}


def _named(tracksale: Tracksale, checks: Checks, target: Target, body: Body) -> Callable[[object], tuple[str, ...]]:
    """Check that one answer is named, write its id into the body, and say what changing it makes stale."""
    one = (target.answer is None) == target.by_customer
    checks.that(one, "input", "expected either `answer` or `customer`")
    if target.answer is None:
        return lambda _: (tracksale.tags.answers,)
    checks.that(target.survey is None, "input.survey", "expected only with `customer`: an `answer` is found by its id")
    moment, answer_id = _answer(target.answer)
    number = ids.whole(answer_id)
    checks.that(number is not None, "input.answer", "expected the `id` or `answerId` of a survey answer")
    body["answer_id"] = answer_id if number is None else number
    # Notes and tags change nothing that adds answers up.
    stale = tracksale.tags.months((moment,)) if moment else (tracksale.tags.answers,)
    return lambda _: stale


def _answer(text: str) -> tuple[datetime | None, str]:
    """Return when the answer was given, where its global id tells, and the vendor's id."""
    try:
        found = ids.decode(text.strip())
    except BadInput:
        return None, text.strip()
    moment = ids.whole(found.parts[0])
    if found.type_name != TYPE or len(found.parts) != 2 or moment is None:
        return None, text.strip()
    return datetime.fromtimestamp(min(moment, 4_102_444_800), UTC), found.parts[1]
