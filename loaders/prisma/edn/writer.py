"""Writes plain values and keywords as EDN. Nothing a caller sends can leave its string."""

import json
import math
from collections.abc import Mapping, Sequence

from loaders.prisma.edn.keyword import Keyword, is_keyword


def write(value: object) -> str:
    """Write one form; keys of maps become keywords where their names allow it, else strings. Raises ValueError for other types."""
    match value:
        case None:
            return "nil"
        case bool():
            return "true" if value else "false"
        case Keyword():
            return f":{value.name}"
        case str():
            return _string(value)
        case int():
            return str(value)
        case float() if math.isfinite(value):
            return repr(value)
        case Mapping():
            return "{" + " ".join(f"{_key(key)} {write(item)}" for key, item in value.items()) + "}"
        case Sequence() if not isinstance(value, bytes | bytearray | memoryview):
            return "[" + " ".join(write(item) for item in value) + "]"
        case _:
            raise ValueError(f"expected a value that EDN knows, got a {type(value).__name__}")


def _key(name: object) -> str:
    if not isinstance(name, str):
        raise ValueError(f"expected text as a key, got a {type(name).__name__}")
    return f":{name}" if is_keyword(name) else _string(name)


def _string(text: str) -> str:
    """JSON's escapes are EDN's too."""
    return json.dumps(text, ensure_ascii=False)
