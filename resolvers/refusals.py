"""Errors that are the caller's to mend, with a code and what to do."""

from collections.abc import Sequence

from graphql import GraphQLError


class BadInput(GraphQLError):
    """The request can't be answered as it was asked; nothing was sent to a vendor."""

    def __init__(self, message: str, *, path: Sequence[str | int] = ()) -> None:
        extensions: dict[str, object] = {"code": "BAD_USER_INPUT"}
        if path:
            extensions["argument"] = list(path)
        super().__init__(message, extensions=extensions)


class Forbidden(GraphQLError):
    """The caller may not do this; `scope` names what is missing."""

    def __init__(self, message: str, *, scope: str | None = None) -> None:
        extensions: dict[str, object] = {"code": "FORBIDDEN"}
        if scope:
            extensions["scope"] = scope
        super().__init__(message, extensions=extensions)
