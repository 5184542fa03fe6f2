"""Answers that are recorded, and what is added to them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from loaders.tracksale import Tracksale
from loaders.tracksale.outcomes import RecordedAnswers
from loaders.tracksale.writes import MOST_CUSTOMERS
from resolvers import ids
from resolvers.context import Info
from resolvers.tracksale.customers import Body, Given, bodies, check_count, seconds
from resolvers.tracksale.sending import checked_code
from resolvers.writes import Checks, Written, perform

MOST_REPLIES = 100


@dataclass(frozen=True, slots=True)
class Scored:
    """An answer to the main question; `score` is 0 to 10."""

    by: Given
    score: int
    justification: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one question: a score with its justification, an option or a comment."""

    question: str
    score: int | None = None
    justification: str | None = None
    option: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A whole survey, the replies in the order of its questions."""

    by: Given
    replies: Sequence[Reply]
    answered_at: datetime | None = None


async def record_scores(
    info: Info, checks: Checks, survey: str, answers: Sequence[Scored], idempotency_key: str | None
) -> Written[RecordedAnswers]:
    """Record answers to the main question. One call, and finding the people who are named by a key."""
    tracksale, code = info.context.vendor(Tracksale), checked_code(checks, survey)
    check_count(checks, "input.answers", answers, MOST_CUSTOMERS)
    given = [_scored(info, checks, one) for one in answers[:MOST_CUSTOMERS]]
    people = await bodies(info, checks, [one.by for one in answers[:MOST_CUSTOMERS]], needs_name=True)
    if checks.errors or code is None:
        return checks.refused()
    body: Body = {"campaign_code": code, "answers": [who | what for who, what in zip(people, given, strict=True)]}
    return await perform(
        info,
        shape=RecordedAnswers,
        write=lambda: tracksale.writes.record_scores(body),
        stale=answers_of(tracksale, (one.answered_at for one in answers)),
        idempotency_key=idempotency_key,
    )


async def record_answers(
    info: Info, checks: Checks, survey: str, answers: Sequence[Surveyed], idempotency_key: str | None
) -> Written[RecordedAnswers]:
    """Record whole surveys. One call, and finding the people who are named by a key."""
    tracksale, code = info.context.vendor(Tracksale), checked_code(checks, survey)
    check_count(checks, "input.answers", answers, MOST_CUSTOMERS)
    given = [_surveyed(info, checks, one) for one in answers[:MOST_CUSTOMERS]]
    people = await bodies(info, checks, [one.by for one in answers[:MOST_CUSTOMERS]], needs_name=True)
    if checks.errors or code is None:
        return checks.refused()
    body: Body = {"campaign_code": code, "data": [who | what for who, what in zip(people, given, strict=True)]}
    return await perform(
        info,
        shape=RecordedAnswers,
        write=lambda: tracksale.writes.record_answers(body),
        stale=answers_of(tracksale, (one.answered_at for one in answers)),
        idempotency_key=idempotency_key,
    )


def answers_of(tracksale: Tracksale, moments: Iterable[datetime | None]) -> Callable[[object], tuple[str, ...]]:
    """What answers of some moments (None is now) make stale: their months, and what adds answers up."""
    tags = tracksale.tags.of_answers(moments)
    return lambda _: tags


def _scored(info: Info, checks: Checks, one: Scored) -> Body:
    checks.that(0 <= one.score <= 10, f"{one.by.path}.score", f"expected 0 to 10, got {one.score}")
    body: Body = {"score": one.score}
    _add(body, "justification", one.justification)
    _add(body, "create_time", _past(info, checks, f"{one.by.path}.answeredAt", one.answered_at))
    return body


def _surveyed(info: Info, checks: Checks, one: Surveyed) -> Body:
    path = f"{one.by.path}.answers"
    check_count(checks, path, one.replies, MOST_REPLIES)
    body: Body = {"answers": [_reply(checks, f"{path}.{place}", reply) for place, reply in enumerate(one.replies)]}
    _add(body, "create_time", _past(info, checks, f"{one.by.path}.answeredAt", one.answered_at))
    return body


def _reply(checks: Checks, path: str, reply: Reply) -> Body:
    question = ids.whole(reply.question.strip())
    checks.that(question is not None, f"{path}.questionId", "expected a question's id, a number")
    said = [name for name in ("score", "option", "comment") if getattr(reply, name) is not None]
    checks.that(len(said) <= 1, path, f"expected one of `score`, `option` and `comment`, got {' and '.join(said)}")
    checks.that(said, path, "expected `score`, `option` or `comment`; leave out a question that was not answered")
    checks.that(reply.score is None or 0 <= reply.score <= 10, f"{path}.score", f"expected 0 to 10, got {reply.score}")
    if reply.justification is not None:
        checks.that(reply.score is not None, f"{path}.justification", "expected only beside a `score`")
    body: Body = {"question_id": question}
    for name in ("score", "justification", "option", "comment"):
        _add(body, name, getattr(reply, name))
    return body


def _past(info: Info, checks: Checks, path: str, moment: datetime | None) -> int | None:
    moment_s = seconds(checks, path, moment)
    if moment_s is not None:
        checks.that(0 < moment_s <= info.context.clock.now().timestamp(), path, "expected a moment in the past")
    return moment_s


def _add(body: Body, name: str, value: object) -> None:
    if value is not None:
        body[name] = value
