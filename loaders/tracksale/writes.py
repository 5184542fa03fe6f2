"""What is written to Tracksale. E-mails and messages go out to real people: each write is one call, sent once.

Bodies come checked. Every method raises Rejected where the vendor said no, and OutcomeUnknown where no answer came.
"""

from collections.abc import Mapping, Sequence

from loaders.tracksale.outcomes import (
    AnnotatedAnswer,
    Discarded,
    DispatchOutcome,
    RecordedAnswers,
    SentLot,
    SurveyLink,
    SurveyLinks,
)
from loaders.upstream.call import Call, path
from loaders.upstream.client import Client

MOST_CUSTOMERS = 500
MOST_TAGS = 50

Body = Mapping[str, object]


class Writes:
    """Tracksale's writes."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def create_links(self, code: str, customers: Sequence[Body]) -> list[SurveyLink]:
        """Make a link to a survey for each of 500 customers at most; nothing is sent to them. Docs: "Survey links"."""
        call = Call("campaign/{code}/survey-links", "POST", path("/v2/campaign/{code}/survey-links", code=code))
        body = {"customers": customers}
        check = "ask again: the same customers get links anew, and nobody was written to"
        return (await self._client.write(call.with_json(body), SurveyLinks, check=check)).links

    async def dispatch(self, code: str, body: Body) -> DispatchOutcome:
        """Send a survey to 500 customers at most at a time, or without a time add them to the draft lot. Docs: "Sendings"."""
        call = Call("campaign/{code}/dispatch", "POST", path("/v2/campaign/{code}/dispatch", code=code))
        call = call.with_query(("getNotInserted", "1")).with_json(body)
        check = "read the survey's `draftLots` and `dispatches` to see whether the customers are in a lot"
        return await self._client.write(call, DispatchOutcome, check=check)

    async def send_lot(self, code: str, lot_code: str, time_s: int) -> SentLot:
        """Send a draft lot at a Unix time; 0 is now. Docs: "Sending batch"."""
        template = "/v2/campaign/{code}/dispatch/{lot}"
        call = Call("campaign/{code}/dispatch/{lot}", "POST", path(template, code=code, lot=lot_code))
        check = "read the survey's `draftLots`: a lot that was sent is no longer there, but in its `dispatches`"
        return await self._client.write(call.with_json({"time": time_s}), SentLot, check=check)

    async def discard_lot(self, code: str, lot_code: str) -> bool:
        """Drop a draft lot. Docs: "Discard draft lots"."""
        template = "/v2/campaign/{code}/discard-lot/{lot}"
        call = Call("campaign/{code}/discard-lot/{lot}", "POST", path(template, code=code, lot=lot_code))
        check = "read the survey's `draftLots` to see whether the lot is still there"
        return (await self._client.write(call, Discarded, check=check)).success

    async def record_scores(self, body: Body) -> RecordedAnswers:
        """Record answers to the main question. Docs: "Insert Answers"."""
        call = Call("answer", "POST", "/v2/answer", (("return_answer_id", "1"),)).with_json(body)
        return await self._client.write(call, RecordedAnswers, check=_CHECK_ANSWERS)

    async def record_answers(self, body: Body) -> RecordedAnswers:
        """Record whole surveys, the replies in the order of the questions. Docs: "Insert Multiple Answers", whose text and
        most samples name /v2/answers; one posts to /v2/answer.
        """
        return await self._client.write(
            Call("answers", "POST", "/v2/answers").with_json(body), RecordedAnswers, check=_CHECK_ANSWERS
        )

    async def add_note(self, body: Body) -> AnnotatedAnswer:
        """Add a note to an answer, named by its id or by a filter. Docs: "Insert Internal Notes"."""
        check = "no read shows notes; the answer's `updatedAt` tells whether it was changed"
        return await self._client.write(Call("note", "POST", "/v2/note").with_json(body), AnnotatedAnswer, check=check)

    async def fill_tags(self, body: Body) -> AnnotatedAnswer:
        """Fill the empty tags of an answer, 50 at most. Docs: "fill empty tags"."""
        call = Call("fill-empty-tags", "POST", "/v2/fill-empty-tags").with_json(body)
        return await self._client.write(call, AnnotatedAnswer, check="read the answer's `tags` to see whether they are filled")


_CHECK_ANSWERS = "read the survey's `answers` to see whether they are there"
