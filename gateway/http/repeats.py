"""Names that an object of JSON says twice: the fast decoder keeps the last of them in silence, where another reader takes the first."""

import json


def repeats(body: bytes, value: object) -> bool:
    """Whether any object in the body says a name twice; `value` is what the body was decoded to.

    Most bodies are settled by counting: every name has its colon, and what is over is in the document. Raises RecursionError for
    nesting that Python's own decoder doesn't follow.
    """
    if b"\\u" not in body and body.count(b":") == _colons(value):
        return False
    try:
        json.loads(body, object_pairs_hook=_unique)
    except _Twice:
        return True
    return False


class _Twice(Exception):
    pass


def _unique(pairs: list[tuple[str, object]]) -> None:
    if len(pairs) != len({name for name, _ in pairs}):
        raise _Twice


def _colons(value: object) -> int:
    """Count the names in a value, and the colons in its texts."""
    found, todo = 0, [value]
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            found += one.count(":")
        elif isinstance(one, dict):
            found += len(one)
            todo += one.values()
            todo += one
        elif isinstance(one, list):
            todo += one
    return found
