"""How much a request's variables may hold: their bytes are bounded with the body, their shape here."""

from graphql import GraphQLError

DEEPEST = 12
MOST_VALUES = 5_000
LONGEST_LIST = 1_000
LONGEST_TEXT = 64 * 1024


def check_variables(variables: object) -> None:
    """Raise GraphQLError for variables that are nested too deeply or hold too much; the message quotes nothing of them."""
    if not variables:
        return
    level: list[object] = [variables]
    depth = seen = 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise _refusal(f"The variables are nested over {DEEPEST} levels deep.")
        seen += len(level)
        if seen > MOST_VALUES:
            raise _refusal(f"The variables hold more than {MOST_VALUES} values.")
        level = [inner for value in level for inner in _inner(value)]


def _inner(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, list):
        if len(value) > LONGEST_LIST:
            raise _refusal(f"A list in the variables has more than {LONGEST_LIST} items.")
        return value
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise _refusal(f"A text in the variables has more than {LONGEST_TEXT} characters.")
    return []


def _refusal(message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "QUERY_TOO_COMPLEX"})
