"""Answers of a person, of a survey, and by their id."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime

from loaders.identity.handle import Handle, handle
from loaders.identity.handle import Kind as HandleKind
from loaders.tracksale import Tracksale
from loaders.tracksale.answers import Answer
from loaders.tracksale.book import Book
from loaders.tracksale.campaigns import Survey
from loaders.tracksale.people import VENDOR, Crowd, row_of
from loaders.upstream.windows.calendar import Days
from loaders.upstream.windows.chunks import Windows
from resolvers import ids
from resolvers.context import Info
from resolvers.identity.key import Key
from resolvers.identity.person import Person
from resolvers.paging import Page, Rank, checked_first, page
from resolvers.selection import selected_names
from resolvers.tracksale.arguments import check_scores, codes_of, days_of

TYPE = "SurveyAnswer"

FULL = frozenset({"tags", "reviews", "secondaryScores", "openAnswers", "satisfaction", "updatedAt"})
"Fields that the vendor fills only when asked to."

_LATEST = datetime(2100, 1, 1, tzinfo=UTC).timestamp()


async def answers_of_person(
    person: Person,
    info: Info,
    from_: date | None,
    to: date | None,
    surveys: Sequence[str] | None,
    first: int | None,
    after: str | None,
) -> Page[Answer]:
    """Page through a person's answers, newest first: those with a handle that is known of the person, and those with an
    identification that these carry. Empty for who never answered; Ambiguous where somebody else's can't be told apart.

    Costs the window: one call cold, however many people ask for it, and none within the TTL. Where answers under the person's
    phone number name somebody by another handle alone, learning the person's own costs what `externalId` does.
    """
    tracksale = info.context.vendor(Tracksale)
    days, codes = days_of(tracksale, from_, to), codes_of(surveys)
    checked_first(first)
    windows = _windows(tracksale, info, "nodes", "edges.node")
    handles, books = await asyncio.gather(_handles(person), windows.load(days))
    crowd = Crowd(books)
    handles = handles.union(*[await person.told(kind) for kind in sorted(crowd.unproven(handles))])
    if crowd.unproven(handles):
        person.check_own(VENDOR, (held.text for held in handles if held.kind is HandleKind.PHONE))
    found = windows.cut(days, crowd.answers_of(handles))
    kept = [answer for answer in found if not codes or answer.survey_code in codes]
    return page(kept, first, after, key=lambda answer: answer.id, falling=_recency)


async def answers_of_survey(
    survey: Survey,
    info: Info,
    from_: date | None,
    to: date | None,
    scores: tuple[int | None, int | None],
    first: int | None,
    after: str | None,
) -> Page[Answer]:
    """Page through a survey's answers, newest first; `scores` are the least and the most wanted.

    Costs the window: one call cold, for all surveys and people together.
    """
    tracksale = info.context.vendor(Tracksale)
    days = days_of(tracksale, from_, to)
    check_scores(*scores)
    checked_first(first)
    windows = _windows(tracksale, info, "nodes", "edges.node")
    found = (answer for book in await windows.load(days) for answer in book.to_survey(survey.code))
    kept = [answer for answer in windows.cut(days, found) if _is_between(answer.score, *scores)]
    return page(kept, first, after, key=lambda answer: answer.id, falling=_recency)


async def answer_node(info: Info, parts: tuple[str, ...]) -> Answer | None:
    """Find an answer by its moment and id. Costs the chunk of its day: one call cold."""
    moment = ids.whole(parts[0])
    if len(parts) != 2 or moment is None or moment > _LATEST:
        return None
    tracksale = info.context.vendor(Tracksale)
    windows = _windows(tracksale, info, "")
    day = windows.day_of(datetime.fromtimestamp(moment, UTC))
    books = await windows.load(Days(day, day))
    return next((answer for book in books for answer in book.answers if answer.id == parts[1]), None)


def person_of(answer: Answer, info: Info) -> Person | None:
    """Return who gave an answer, or None if it was given without a handle. Makes no call: the answer proves the person."""
    return person_by(info, answer.identification, answer.any_email, answer.any_phone, answer)


def person_by(
    info: Info, identification: str | None, email: str | None, phone: str | None, answer: Answer | None = None
) -> Person | None:
    """Return the person that a row's handles name, the first of them being the row's id; None without any. Makes no call."""
    region = info.context.around.region
    raw = ((HandleKind.EXTERNAL_ID, identification), (HandleKind.EMAIL, email), (HandleKind.PHONE, phone))
    found: list[Handle] = [held for kind, text in raw if (held := handle(kind, text, region)) is not None]
    if not found:
        return None
    if answer is None:
        return info.context.person(Key(tuple(found)))
    row = row_of(answer, found[0].text, frozenset(found))
    return info.context.person(Key(tuple(found), VENDOR, row.id, row))


async def _handles(person: Person) -> frozenset[Handle]:
    linked = await person.linked(VENDOR)
    return await person.handles() if linked is None else linked.row.handles


def _windows(tracksale: Tracksale, info: Info, *paths: str) -> Windows[Answer, Book]:
    """Choose the read that fills what is selected, so that nothing is asked of the vendor in vain."""
    selected: Collection[str] = {name for path in paths for name in selected_names(info, *filter(None, path.split(".")))}
    return tracksale.reads.full_answers if FULL & set(selected) else tracksale.reads.answers


def _recency(answer: Answer) -> Rank:
    return (answer.answered_at.timestamp(), answer.id)


def _is_between(score: int | None, least: int | None, most: int | None) -> bool:
    if least is None and most is None:
        return True
    return score is not None and (least is None or score >= least) and (most is None or score <= most)
