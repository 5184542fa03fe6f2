"""What a request wishes besides its data: how fresh it is to be, and whether to be told how it was had."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import cast

from resolvers.context import Caller
from resolvers.refusals import BadInput, Forbidden


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
    complaint = mistaken(extensions)
    if complaint is not None:
        raise BadInput(complaint)
    explains = bool(extensions.get("explain"))
    if explains and not caller.may("explain"):
        raise Forbidden("`extensions.explain` takes the scope explain, which this caller doesn't have.", scope="explain")
    return Wishes(cast("float | None", extensions.get("maxStale")), explains, bool(extensions.get("cost")))


def mistaken(extensions: Mapping[str, object]) -> str | None:
    """Return what is wrong with the wishes, whoever's they are; None where nothing is. Null is as if a wish weren't there."""
    most = extensions.get("maxStale")
    if most is not None and (isinstance(most, bool) or not isinstance(most, int | float) or not 0 <= most < inf):
        return "`extensions.maxStale` must be seconds, 0 or more."
    if not all(isinstance(extensions.get(name), bool | None) for name in OWN_ANSWER):
        return "`extensions.explain` and `extensions.cost` must be true or false."
    return None
