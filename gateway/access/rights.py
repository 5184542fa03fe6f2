"""Works out what a class of callers may see, once per class, and which documents that concerns, once per document and class."""

from collections import OrderedDict
from collections.abc import Collection

from graphql import GraphQLObjectType

from resolvers.context import Caller
from resolvers.rights import EVERYTHING, Coordinate, Rights
from schema.own import FOUND_BY_ID, is_open
from schema.scopes import Needs
from schema.subgraph import Graph

_MOST_CLASSES = 256


class Registry:
    """The rights of every class of callers seen lately. Callers of a class hold the same scopes and are, or aren't, a customer."""

    def __init__(self, graph: Graph) -> None:
        self._needs = graph.needs
        self._fields = [
            (name, field)
            for name, kind in graph.schema._schema.type_map.items()
            if isinstance(kind, GraphQLObjectType) and not name.startswith("__")
            for field in kind.fields
        ]
        self._known: OrderedDict[tuple[frozenset[str] | None, bool], Rights] = OrderedDict()

    def of(self, caller: Caller) -> Rights:
        """Return what the caller may see."""
        if caller.scopes is None and caller.customer is None:
            return EVERYTHING
        group = (caller.scopes, caller.customer is not None)
        known = self._known.get(group)
        if known is None:
            known = self._known[group] = self._worked_out(*group)
            if len(self._known) > _MOST_CLASSES:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(group)
        return known

    def _worked_out(self, scopes: frozenset[str] | None, is_customer: bool) -> Rights:  # noqa: FBT001  # the two halves of a key
        hidden: dict[Coordinate, str | None] = {}
        if scopes is not None:
            hidden.update((where, missing) for where, needs in self._needs.items() if (missing := _missing(needs, scopes)))
        if not is_customer:
            return Rights(hidden)
        hidden.update((where, None) for where in self._fields if not is_open(*where))
        return Rights(hidden, frozenset(name for name, _ in self._fields) - FOUND_BY_ID)


def _missing(alternatives: Needs, held: Collection[str]) -> str | None:
    """Return a scope that is missing, from the alternative that lacks the fewest; None where one is held whole."""
    lacking = [[scope for scope in needed if scope not in held] for needed in alternatives]
    return None if not lacking or not all(lacking) else min(lacking, key=len)[0]
