"""Answers recorded through the API. Docs: "Insert Answers", "Insert Multiple Answers".

One raw sample on the page posts `data` to /v2/answer; its text and its other samples name /v2/answers, so that is refused here.
"""

from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from loaders.tracksale.sandbox.account import Account
from loaders.tracksale.sandbox.catalogue import HIGHEST, NPS, OPEN_QUESTION, SINGLE_CHOICE
from loaders.tracksale.sandbox.customers import customer, is_reachable
from loaders.tracksale.sandbox.entities import Answer, Campaign, Question, Reply
from loaders.tracksale.sandbox.fields import Fields, sent
from loaders.tracksale.sandbox.query import switch
from loaders.tracksale.sandbox.refusals import InvalidTime, Refused
from loaders.tracksale.sandbox.wire import Json


class Insertions:
    """Rows 8 and 9 of the vendor's operations. A row that is wrong counts as invalid; the others are inserted."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def routes(self) -> list[Route]:
        return [
            Route("/v2/answer", self.scores, methods=["POST"]),
            Route("/v2/answers", self.surveys, methods=["POST"]),
        ]

    async def scores(self, request: Request) -> Response:
        """Record answers to the main question; their ids are shown with `return_answer_id=1`."""
        body, shows_ids = await sent(request), switch(request, "return_answer_id")
        answers, invalid = self._insert(body, "answers", self._scored)
        return Json(_outcome(answers, invalid) | ({"answers": _ids(answers)} if shows_ids else {}))

    async def surveys(self, request: Request) -> Response:
        """Record whole surveys; their ids are always shown."""
        answers, invalid = self._insert(await sent(request), "data", self._surveyed)
        return Json(_outcome(answers, invalid) | {"answers": _ids(answers)})

    def _insert(self, body: Fields, name: str, read: Callable[[Campaign, Fields], Answer]) -> tuple[list[Answer], int]:
        campaign = self._account.campaign(body.text("campaign_code"))
        answers, rows = [], body.rows(name)
        for row in rows:
            try:
                answer = read(campaign, row)
            except Refused:
                continue
            self._account.answers[answer.id] = answer
            answers.append(answer)
        return answers, len(rows) - len(answers)

    def _scored(self, campaign: Campaign, row: Fields) -> Answer:
        answer = self._answer(campaign, row)
        answer.score, answer.comment = _in_range(row.whole("score"), NPS), row.text_or_none("justification")
        return answer

    def _surveyed(self, campaign: Campaign, row: Fields) -> Answer:
        answer = self._answer(campaign, row)
        main, *others = _replies(campaign, row.rows("answers"))
        answer.score, answer.comment, answer.replies = main.score or 0, main.comment, tuple(others)
        return answer

    def _answer(self, campaign: Campaign, row: Fields) -> Answer:
        """Read what both kinds of rows share."""
        row.text("name")
        one, now = customer(row), self._account.seconds
        time = row.whole_or_none("create_time")
        if not is_reachable(campaign, one):
            raise Refused("Invalid or empty main channel")
        if time is not None and not 0 < time <= now:
            raise InvalidTime
        return Answer(
            id=self._account.next_answer_id(),
            time=now if time is None else time,
            campaign=campaign,
            customer=one,
            score=0,
            update_time=now,
            channel=campaign.main_channel,
            tags=list(one.tags),
        )


def _replies(campaign: Campaign, rows: Sequence[Fields]) -> list[Reply]:
    """Read the replies, which must come in the order of the campaign's questions; an optional one may be left out."""
    replies, left = [], list(rows)
    for question in campaign.questions:
        if left and left[0].whole("question_id") == question.id:
            replies.append(_reply(question, left.pop(0)))
        elif not question.is_optional:
            raise Refused("answers: expected in the order of the campaign's questions")
    if left:
        raise Refused("answers: not a question of the campaign, or out of order")
    return replies


def _reply(question: Question, row: Fields) -> Reply:
    if question.type == OPEN_QUESTION:
        return Reply(question, comment=row.text("comment"))
    if question.type == SINGLE_CHOICE:
        return Reply(question, comment=row.text_or_none("option") if question.is_optional else row.text("option"))
    return Reply(question, score=_in_range(_score(row), question.type), comment=row.text_or_none("justification"))


def _score(row: Fields) -> int:
    """Read a `score`, which whole surveys may send as text too."""
    value = row.values.get("score")
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else row.whole("score")


def _in_range(score: int, kind: str) -> int:
    lowest = 0 if HIGHEST[kind] == 10 else 1
    if not lowest <= score <= HIGHEST[kind]:
        raise Refused(f"score: expected {lowest} to {HIGHEST[kind]}")
    return score


def _outcome(answers: Sequence[Answer], invalid: int) -> dict[str, object]:
    return {"msg": f"{len(answers)} Answer inserted", "status": {"invalid": invalid, "inserted": len(answers)}}


def _ids(answers: Sequence[Answer]) -> list[dict[str, object]]:
    return [
        {
            "answer_id": answer.id,
            "name": answer.customer.name,
            "email": answer.customer.handles.email,
            "phone": answer.customer.handles.phone,
            "identification": answer.customer.handles.identification,
        }
        for answer in answers
    ]
