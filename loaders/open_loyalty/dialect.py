"""The vendor's three shapes of an error. Docs: "Create a new campaign" (form), "Get campaign's photo" (HTTP)."""

from collections.abc import Iterator, Mapping

from loaders.upstream.decode import Decoder
from loaders.upstream.dialect import JsonDialect, first_text
from loaders.upstream.errors import Refusal
from loaders.upstream.scrub import scrub
from loaders.upstream.transport import Reply


class OpenLoyaltyDialect:
    """JSON; a refusal is a tree of form errors, `error` as an object or as text, or a top-level `message`."""

    def __init__(self) -> None:
        self._json = JsonDialect()

    def plain(self, decoder: Decoder, reply: Reply) -> object:
        return self._json.plain(decoder, reply)

    def refusals(self, status: int, value: object) -> tuple[Refusal, ...]:
        if status < 400 or not isinstance(value, dict):
            return ()
        form = value.get("form")
        if isinstance(form, dict):
            return tuple(_complaints(form, ())) or (Refusal("REJECTED", "the form was rejected without details"),)
        words = first_text(value, "error", "message")
        return (Refusal("NOT_FOUND" if status == 404 else "REJECTED", words),) if words else ()


def _complaints(form: Mapping[str, object], place: tuple[str, ...]) -> Iterator[Refusal]:
    """Walk the tree: `{"errors": [text], "children": {name: …}}`, where an empty map may be a list."""
    errors = form.get("errors")
    for words in errors if isinstance(errors, list) else ():
        if isinstance(words, str):
            yield Refusal("INVALID", scrub(words), place)
    children = form.get("children")
    for name, child in children.items() if isinstance(children, dict) else ():
        if isinstance(child, dict):
            yield from _complaints(child, (*place, str(name)))
