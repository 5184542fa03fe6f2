"""Strict reading of query parameters: booleans are `true` or `false`, switches `1` or `0`, as the page's tables type them."""

from starlette.requests import Request

from loaders.tracksale.sandbox.refusals import Refused


def truth(request: Request, name: str) -> bool:
    """Read a Boolean; absent is false."""
    value = request.query_params.get(name, "false")
    if value not in ("true", "false"):
        raise Refused(f"{name}: expected true or false")
    return value == "true"


def switch(request: Request, name: str) -> bool:
    """Read an Integer that switches something on by 1; absent is 0."""
    value = request.query_params.get(name, "0")
    if value not in ("0", "1"):
        raise Refused(f"{name}: expected 0 or 1")
    return value == "1"


def whole(request: Request, name: str, default: int) -> int:
    """Read an Integer."""
    value = request.query_params.get(name)
    if value is None:
        return default
    if not (value.isascii() and value.removeprefix("-").isdigit()):
        raise Refused(f"{name}: expected an integer")
    return int(value)


def codes(request: Request) -> frozenset[str] | None:
    """Read `codes=52,51,50`; None means all campaigns. A code that nobody has selects nothing."""
    value = request.query_params.get("codes")
    if value is None:
        return None
    parts = value.split(",")
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise Refused("codes: expected campaign codes separated by commas")
    return frozenset(parts)
