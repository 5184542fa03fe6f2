"""The vendor's envelope, and its one shape of an error. Docs: "Errors", beyond the seed, which shows none."""

from collections.abc import Iterator, Mapping

from loaders.upstream.decode import Decoder
from loaders.upstream.dialect import JsonDialect, first_text
from loaders.upstream.errors import Refusal
from loaders.upstream.scrub import scrub
from loaders.upstream.transport import Reply

_EXCEPTIONS = {"interface_not_allowed_exception": "INTERFACE_NOT_ALLOWED"}
_BY_STATUS = {403: "FORBIDDEN", 404: "NOT_FOUND"}


class CareCloudDialect:
    """JSON in `data`; an `error` names wrong fields and reasons."""

    def __init__(self) -> None:
        self._json = JsonDialect()

    def plain(self, decoder: Decoder, reply: Reply) -> object:
        """Parse a body to `{"data": …}`: some answers of the seed lack the envelope, and an empty array is an empty object."""
        value = self._json.plain(decoder, reply)
        if isinstance(value, dict) and "error" in value:
            return value
        data = value["data"] if isinstance(value, dict) and "data" in value else value
        return {"data": {} if data == [] or data is None else data}

    def refusals(self, status: int, value: object) -> tuple[Refusal, ...]:
        error = value.get("error") if isinstance(value, dict) else None
        if status < 400 and error is None:
            return ()
        if not isinstance(error, dict):
            words = first_text(value, "error") if isinstance(value, dict) else None
            return (Refusal(_BY_STATUS.get(status, "REJECTED"), words),) if words else ()
        data = error.get("error_data")
        invalid = data.get("invalid_params") if isinstance(data, dict) else None
        named = tuple(_named(invalid)) if isinstance(invalid, list) else ()
        return named or (_whole(status, error),)


def _named(invalid: list[object]) -> Iterator[Refusal]:
    """One refusal per wrong field; its place is the vendor's name for it, which may be a list of names."""
    for one in invalid:
        if not isinstance(one, Mapping):
            continue
        name, reason = one.get("name"), one.get("reason")
        code = reason.upper() if isinstance(reason, str) and reason else "INVALID"
        words = one.get("message")
        message = scrub(words) if isinstance(words, str) and words else code.replace("_", " ").lower()
        yield Refusal(code, message, _place(name))


def _place(name: object) -> tuple[str, ...]:
    if isinstance(name, list):
        return tuple(str(part) for part in name if isinstance(part, str | int))
    return tuple(name.replace("[", ".").replace("]", "").split(".")) if isinstance(name, str) and name else ()


def _whole(status: int, error: dict[str, object]) -> Refusal:
    code = _EXCEPTIONS.get(str(error.get("exception")), _BY_STATUS.get(status, "REJECTED"))
    return Refusal(code, first_text(error, "detail", "title", "exception") or f"status {status} without details")
