"""What is sent back: status, media type and bytes."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import Send

from gateway.engine.encoding import encoded
from gateway.engine.engine import Answer
from gateway.engine.responses import Ready
from gateway.http.negotiation import GRAPHQL, JSON
from gateway.http.refusal import Headers, Refused

TYPES = {JSON: b"application/json; charset=utf-8", GRAPHQL: b"application/graphql-response+json; charset=utf-8"}
_NOT_KEPT = (b"cache-control", b"no-store")
_BY_ACCEPT = (b"vary", b"accept")


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer over HTTP; `headers` come besides type and length."""

    status: int
    media: bytes
    body: bytes
    headers: Headers = ()

    async def send(self, send: Send) -> None:
        """Send it in two messages; a 204 and a 304 have no body to describe."""
        headers = list(self.headers)
        if self.status not in (204, 304):
            headers += ((b"content-type", self.media), (b"content-length", b"%d" % len(self.body)))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


def answered(answer: Answer, media: str) -> Reply:
    """Return an operation's answer. One that never ran is 400 in the new media type and 200 in the old one, which older
    clients read the errors of only then. Specification: GraphQL over HTTP, "Status Codes".
    """
    if answer.retry_after_s is not None:
        wait = (b"retry-after", b"%d" % round(answer.retry_after_s))
        return Reply(429, TYPES[media], encoded(answer.body), (_NOT_KEPT, _BY_ACCEPT, wait))
    status = 200 if answer.has_run or media == JSON else 400
    return Reply(status, TYPES[media], encoded(answer.body), (_NOT_KEPT, _BY_ACCEPT))


def answered_batch(answers: Sequence[Answer | Ready], media: str) -> Reply:
    """Return a batch's answers, in order; always 200, each tells of itself."""
    parts = (answer.body if isinstance(answer, Ready) else encoded(answer.body) for answer in answers)
    return Reply(200, TYPES[media], b"[%s]" % b",".join(parts), (_NOT_KEPT, _BY_ACCEPT))


def refused(refusal: Refused, media: str = JSON) -> Reply:
    """Return a refusal as an answer with one error and no data."""
    body = {"errors": [{"message": refusal.message, "extensions": refusal.extensions}]}
    return Reply(refusal.status, TYPES[media], encoded(body), (_NOT_KEPT, _BY_ACCEPT, *refusal.headers))


def refused_as_response(refusal: Refused) -> Response:
    """Return the same for a route of Starlette's."""
    reply = refused(refusal)
    headers = {name.decode(): value.decode() for name, value in reply.headers}
    return Response(reply.body, reply.status, headers=headers, media_type="application/json")


def failed(errors: Sequence[dict[str, object]]) -> Reply:
    """Return what is said of a mistake of ours: formatted, hence masked, errors."""
    return Reply(500, TYPES[JSON], encoded({"errors": errors}), (_NOT_KEPT,))
