"""Notes and tags added to answers. Docs: "Insert Internal Notes", "fill empty tags".

No documented read shows a note; that it was added is seen in the answer's `update_time`.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from loaders.tracksale.sandbox.account import Account
from loaders.tracksale.sandbox.customers import tags
from loaders.tracksale.sandbox.entities import Answer, Tag
from loaders.tracksale.sandbox.fields import Fields, sent
from loaders.tracksale.sandbox.handles import some_handle
from loaders.tracksale.sandbox.periods import Period, between
from loaders.tracksale.sandbox.refusals import Refused
from loaders.tracksale.sandbox.wire import Json

_MOST_TAGS = 50
_EVER = Period(start=0, end=2**53)


class Annotations:
    """Rows 10 and 11 of the vendor's operations."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def routes(self) -> list[Route]:
        return [
            Route("/v2/note", self.note, methods=["POST"]),
            Route("/v2/fill-empty-tags", self.fill_tags, methods=["POST"]),
        ]

    async def note(self, request: Request) -> Response:
        """Note a comment at an answer, or at the newest one that the filter finds."""
        body = await sent(request)
        comment = body.text("comment")
        answer = self._by_id(body) or self._by_filter(body.object_or_none("filter"))
        answer.notes.append(comment)
        answer.update_time = self._account.seconds
        return Json({"msg": "Success", "answer_id": answer.id})

    async def fill_tags(self, request: Request) -> Response:
        """Give an answer the tags that it lacks or that are empty; 50 at most. Filled ones keep their value."""
        body = await sent(request)
        new = tags(body)
        if not 1 <= len(new) <= _MOST_TAGS:
            raise Refused(f"tags: expected 1 to {_MOST_TAGS}")
        answer = self._by_id(body) or self._by_customer(body)
        answer.tags = _filled(answer.tags, new)
        answer.update_time = self._account.seconds
        return Json({"answer_id": answer.id, "msg": "Request received successfully!"})

    def _by_id(self, body: Fields) -> Answer | None:
        answer_id = body.whole_or_none("answer_id")
        if answer_id is None:
            return None
        if answer_id not in self._account.answers:
            raise Refused("Answer not found", status=404)
        return self._account.answers[answer_id]

    def _by_filter(self, query: Fields | None) -> Answer:
        """Both dates and one handle are required, the campaign isn't."""
        if query is None:
            raise Refused("answer_id or filter: required")
        period = between(query.text("start_date"), query.text("end_date"))
        return self._newest(query, query.text_or_none("campaign_code"), period)

    def _by_customer(self, body: Fields) -> Answer:
        """The page's table says that the campaign's code is optional here."""
        customer = body.object_or_none("customer")
        if customer is None:
            raise Refused("answer_id or customer: required")
        return self._newest(customer, body.text_or_none("campaign_code"), _EVER)

    def _newest(self, who: Fields, code: str | None, period: Period) -> Answer:
        handles = some_handle(who)
        codes = None if code is None else {str(self._account.campaign(code).code)}
        for answer in self._account.answered(period, codes):
            if answer.customer.handles.match(handles):
                return answer
        raise Refused("Answer not found", status=404)


def _filled(old: list[Tag], new: list[Tag]) -> list[Tag]:
    """Fill the gaps in place, and append what has no place yet; the first of two equal names wins."""
    tags_by_name = {tag.name: tag for tag in old}
    for tag in new:
        if tag.name not in tags_by_name or not tags_by_name[tag.name].value:
            tags_by_name[tag.name] = tag
    return list(tags_by_name.values())
