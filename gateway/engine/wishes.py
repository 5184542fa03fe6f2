"""What a request wishes besides its data: how fresh it is to be, and whether to be told how it was had."""

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import GraphQLError

from resolvers.context import Caller
from resolvers.refusals import Forbidden


@dataclass(frozen=True, slots=True)
class Wishes:
    """Read from the request's extensions: `{"maxStale": 60}` in seconds past freshness, `{"explain": true}`, `{"cost": true}`."""

    max_stale_s: float | None = None
    explains: bool = False
    shows_cost: bool = False

    @property
    def tells(self) -> bool:
        """Whether the answer has something in it that another caller's hasn't."""
        return self.explains or self.shows_cost


NOTHING = Wishes()
OWN_ANSWER = frozenset({"explain", "cost"})
"Extensions that are answered anew, never from a kept answer."


def wishes(extensions: Mapping[str, object], caller: Caller) -> Wishes:
    """Return the wishes, or raise GraphQLError for one that is malformed or not the caller's to have."""
    if "maxStale" not in extensions and OWN_ANSWER.isdisjoint(extensions):
        return NOTHING
    most, explains, shows_cost = extensions.get("maxStale"), extensions.get("explain", False), extensions.get("cost", False)
    if most is not None and (isinstance(most, bool) or not isinstance(most, int | float) or most < 0):
        raise _refusal("`extensions.maxStale` must be seconds, 0 or more.", "BAD_USER_INPUT")
    if not isinstance(explains, bool) or not isinstance(shows_cost, bool):
        raise _refusal("`extensions.explain` and `extensions.cost` must be true or false.", "BAD_USER_INPUT")
    if explains and not caller.may("explain"):
        raise Forbidden("`extensions.explain` takes the scope explain, which this caller doesn't have.", scope="explain")
    return Wishes(None if most is None else float(most), explains, shows_cost)


def _refusal(message: str, code: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": code})
