"""How Footprints says yes and no. Its page has no error format, so this goes by status and by the words of its successes."""

from loaders.upstream.decode import Decoder
from loaders.upstream.dialect import first_text
from loaders.upstream.errors import Refusal
from loaders.upstream.transport import Reply

_SUCCESS = frozenset({"success", "ok"})
_FAILURE = frozenset({"error", "fail", "failed", "failure"})


class FootprintsDialect:
    """JSON; success is `{"status": "success"}`, `{"status": "ok"}`, `{"success": true}`, `{"_id": …}`, a document or `{}`."""

    def plain(self, decoder: Decoder, reply: Reply) -> object:
        return decoder.plain(reply.body) if reply.body.strip() else {}

    def refusals(self, status: int, value: object) -> tuple[Refusal, ...]:
        if not isinstance(value, dict) or (status < 400 and not _says_failure(value)):
            return ()
        words = first_text(value, "message", "error", "msg", "detail") or "without a reason"
        return (Refusal("REJECTED", words),)


def _says_failure(value: dict[str, object]) -> bool:
    """Whether a 2xx failed all the same. In a document (it has an `_id`) the status is a lead's, unless it is plainly an error."""
    word = value.get("status")
    if value.get("success") is False or (isinstance(word, str) and word.lower() in _FAILURE):
        return True
    return isinstance(word, str) and "_id" not in value and word.lower() not in _SUCCESS
