"""Whether an answer tells something new: its data against the one before, without what only failed to be read."""

from collections.abc import Iterator, Sequence
from typing import Any

from gateway.engine.engine import Answer

_MISSING = object()


def carried(before: object, answer: Answer) -> object:
    """Return the answer's data with each failed place as it was before: a vendor in trouble changes nobody."""
    data: object = answer.data
    for path in _failed(answer):
        if path is None or data is None:
            return before
        data = _with(data, before, path)
    return data


def is_blank(answer: Answer) -> bool:
    """Whether an error left nothing of the operation's one field."""
    data = answer.data
    return bool(answer.errors) and (not isinstance(data, dict) or all(value is None for value in data.values()))


def pause_of(answer: Answer) -> float | None:
    """Return how long to leave a vendor in trouble alone at least, in seconds; None where trying again would change nothing."""
    pauses = [_pause(error.get("extensions")) for error in answer.errors]
    return max((pause for pause in pauses if pause is not None), default=None)


def _failed(answer: Answer) -> Iterator[Sequence[str | int] | None]:
    """The places that failed; None for an error that names no place, as the one that says how many more there were."""
    for error in answer.errors:
        path = error.get("path")
        yield path if isinstance(path, list) else None


def _with(now: Any, before: Any, path: Sequence[str | int]) -> Any:
    """Put what was before in the place that the path leads to, or that it breaks off at; what wasn't there stays away."""
    if now is None or not path:
        return before
    step, rest = path[0], path[1:]
    then = _at(before, step)
    if then is _MISSING or _at(now, step) is _MISSING:
        return now
    put = _with(now[step], then, rest)
    if isinstance(now, dict):
        return {**now, step: put}
    return [put if index == step else item for index, item in enumerate(now)]


def _at(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step, _MISSING)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return _MISSING


def _pause(extensions: object) -> float | None:
    if not isinstance(extensions, dict):
        return None
    if extensions.get("retryable") is not True and extensions.get("code") != "QUERY_TIMEOUT":
        return None
    wait_s = extensions.get("retryAfter")
    return float(wait_s) if isinstance(wait_s, int | float) else 0.0
