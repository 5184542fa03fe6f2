"""What writes answer. Docs: "Survey links", "Sendings", "Insert Answers", "Insert Internal Notes", "fill empty tags"."""

from typing import Annotated

from loaders.tracksale.spellings import truth
from loaders.upstream.decode import Record, via, wire
from loaders.upstream.values import listed, mapped, text, whole

Text = Annotated[str | None, via(text)]
Count = Annotated[int | None, via(whole)]


class SurveyLink(Record, frozen=True, kw_only=True):
    """A customer and the address of a survey of their own."""

    url: Annotated[str, via(text)] = wire("survey_link")
    name: Text = None
    email: Text = None
    phone: Text = None
    identification: Text = None


class SurveyLinks(Record, frozen=True, kw_only=True):
    """The links; older answers carry the list under another name."""

    customers: list[SurveyLink] | None = None
    customers_links: list[SurveyLink] | None = None

    @property
    def links(self) -> list[SurveyLink]:
        return self.customers or self.customers_links or []


class Sorted(Record, frozen=True, kw_only=True):
    """How many rows were taken, and how many were not."""

    inserted: Count = None
    duplicated: Count = None
    invalid: Count = None


class LeftOut(Record, frozen=True, kw_only=True):
    """A customer who was not taken; `reason` comes with invalid ones."""

    name: Text = None
    email: Text = None
    reason: Text = None


class DispatchOutcome(Record, frozen=True, kw_only=True):
    """What became of a dispatch: the lot, and who is in it."""

    message: Text = wire("msg", default=None)
    lot_code: Text = wire("dispatch_code", default=None)
    counts: Annotated[Sorted, via(mapped)] = wire("status", default=Sorted())
    duplicated: Annotated[list[LeftOut], via(listed)] = wire("duplicated_customers", default=[])
    invalid: Annotated[list[LeftOut], via(listed)] = wire("invalid_customers", default=[])


class SentLot(Record, frozen=True, kw_only=True):
    """What became of a draft lot; the number of its customers comes as text."""

    message: Text = wire("msg", default=None)
    recipients: Count = wire("customers", default=None)


class Discarded(Record, frozen=True, kw_only=True):
    """Whether a draft lot was dropped."""

    success: Annotated[bool, via(truth)]


class RecordedAnswer(Record, frozen=True, kw_only=True):
    """An answer that was taken, and its id."""

    answer_id: Annotated[str, via(text)]
    name: Text = None
    email: Text = None
    phone: Text = None
    identification: Text = None


class RecordedAnswers(Record, frozen=True, kw_only=True):
    """What became of recorded answers."""

    message: Text = wire("msg", default=None)
    counts: Annotated[Sorted, via(mapped)] = wire("status", default=Sorted())
    answers: Annotated[list[RecordedAnswer], via(listed)] = []


class AnnotatedAnswer(Record, frozen=True, kw_only=True):
    """The answer that a note or tags were added to."""

    message: Text = wire("msg", default=None)
    answer_id: Text = None
