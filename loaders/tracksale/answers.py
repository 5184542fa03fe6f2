"""Answers to surveys. Docs: "Reports", Comments."""

from datetime import datetime
from typing import Annotated

from loaders.tracksale.spellings import justified, moment, names
from loaders.upstream.decode import Record, via, wire
from loaders.upstream.values import instant, listed, text, whole

Text = Annotated[str | None, via(text)]
Moment = Annotated[datetime | None, via(moment)]


class Tag(Record, frozen=True, kw_only=True):
    """A name and a value that describe an answer or a recipient, such as a city."""

    name: Annotated[str, via(text)]
    value: Text = None


class Reason(Record, frozen=True, kw_only=True):
    """A group of reasons that the customer chose."""

    name: Text = None
    children: list[str] = []


class Reply(Record, frozen=True, kw_only=True):
    """The answer to a question beside the main one. The page shows these lists empty only; the names are those of insertions."""

    question_id: Text = None
    question: Text = None
    score: Annotated[float | str | None, via(text)] = None
    comment: Text = None


Tags = Annotated[list[Tag], via(listed)]
Replies = Annotated[list[Reply], via(listed)]


class Answer(Record, frozen=True, kw_only=True):
    """One person's answer to one survey; `score` is 0 to 10. The last five lists are filled in full reads only."""

    id: Annotated[str, via(text)]
    answered_at: Annotated[datetime, via(instant)] = wire("time")
    channel: Text = wire("type", default=None)
    name: Text = None
    email: Text = None
    identification: Text = None
    phone: Text = None
    alternative_email: Text = None
    alternative_phone: Text = None
    score: Annotated[int | None, via(whole)] = wire("nps_answer", default=None)
    previous_score: Annotated[int | None, via(whole)] = wire("last_nps_answer", default=None)
    comment: Text = wire("nps_comment", default=None)
    survey_name: Text = wire("campaign_name", default=None)
    survey_code: Text = wire("campaign_code", default=None)
    lot_code: Text = None
    deadline: Moment = None
    dispatched_at: Moment = wire("dispatch_time", default=None)
    reminded_at: Moment = wire("reminder_time", default=None)
    status: Text = None
    priority: Text = None
    assignee: Text = None
    categories: Annotated[list[str], via(names)] = []
    reasons: Annotated[list[Reason], via(justified)] = wire("justifications", default=[])
    updated_at: Moment = wire("update_time", default=None)
    tags: Tags = []
    reviews: Replies = wire("review", default=[])
    secondary_scores: Replies = wire("nps_secondary", default=[])
    open_answers: Replies = wire("open_question", default=[])
    satisfaction: Replies = wire("csat", default=[])

    @property
    def answer_id(self) -> str:
        return self.id

    @property
    def epoch_s(self) -> int:
        """When it was given, in Unix seconds."""
        return int(self.answered_at.timestamp())

    @property
    def any_email(self) -> str | None:
        """The e-mail address, or the alternative one of who is known by that only."""
        return self.email or self.alternative_email

    @property
    def any_phone(self) -> str | None:
        """The phone number, likewise."""
        return self.phone or self.alternative_phone
