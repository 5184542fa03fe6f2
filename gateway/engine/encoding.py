"""JSON as bytes."""

import json

import orjson


def encoded(value: object) -> bytes:
    """Encode JSON; numbers over 64 bits and broken Unicode of vendors, which the fast encoder refuses, go the slow way."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, separators=(",", ":")).encode()


def canonical(value: object) -> bytes | None:
    """Encode JSON so that equal values give equal bytes, or return None for what can't be compared so, such as files."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return None
