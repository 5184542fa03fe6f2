"""What a client is told of an error: a code always, nothing internal ever."""

from collections.abc import Sequence

import structlog
from graphql import GraphQLError

from gateway.engine.unquoted import unquoted
from loaders.upstream.errors import UpstreamError

_MOST = 100

log = structlog.get_logger("gateway.errors")


def formatted(errors: Sequence[GraphQLError], request_id: str) -> list[dict[str, object]]:
    """Format errors for an answer: at most 100, then one line that says how many more there were."""
    shown = [_formatted(error, request_id) for error in errors[:_MOST]]
    if len(errors) > _MOST:
        shown.append({"message": f"{len(errors) - _MOST} more errors are left out.", "extensions": {"code": "TOO_MANY_ERRORS"}})
    return shown


def too_late(timeout_s: float) -> GraphQLError:
    """Return what is told where an operation isn't done in the time that it has."""
    message = f"The operation took longer than {timeout_s:g} s; ask for less at once."
    return GraphQLError(message, extensions={"code": "QUERY_TIMEOUT"})


def _formatted(error: GraphQLError, request_id: str) -> dict[str, object]:
    original = error.original_error
    while isinstance(original, GraphQLError) and original.original_error is not None:
        original = original.original_error
    if isinstance(original, UpstreamError):
        return _located(error, str(original), original.extensions)
    if original is None or isinstance(original, GraphQLError):
        extensions = {"code": "BAD_USER_INPUT", **(error.extensions or {})}
        return _located(error, unquoted(error.message), extensions)
    log.error("internal_error", request_id=request_id, error=type(original).__name__, exc_info=_stripped(original))
    told: dict[str, object] = {"code": "INTERNAL", "requestId": request_id}
    return _located(error, f"Something went wrong inside the gateway; its log has more under request {request_id}.", told)


def _located(error: GraphQLError, message: str, extensions: dict[str, object]) -> dict[str, object]:
    located: dict[str, object] = {"message": message}
    if error.locations:
        located["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    if error.path is not None:
        located["path"] = list(error.path)
    located["extensions"] = extensions
    return located


def _stripped(error: BaseException) -> tuple[type[BaseException], BaseException, object]:
    """The traceback without the exception's own words, which may hold personal data."""
    return (
        type(error),
        type(error)("(message withheld)") if _takes_text(type(error)) else Exception("(message withheld)"),
        error.__traceback__,
    )


def _takes_text(kind: type[BaseException]) -> bool:
    return kind in (ValueError, TypeError, KeyError, AttributeError, RuntimeError, LookupError, IndexError, AssertionError)
