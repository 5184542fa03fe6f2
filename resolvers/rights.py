"""What a caller may see of the graph, settled once per class of callers and asked once per document."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from resolvers.refusals import Forbidden

Coordinate = tuple[str, str]
"An object type and one of its fields, by their names in the graph."


@dataclass(frozen=True, slots=True)
class Rights:
    """One class of callers: what is hidden from them, and why."""

    hidden: Mapping[Coordinate, str | None] = field(default_factory=dict)
    "The scope that is missing; None for what no customer's own token may ask, whatever its scopes."
    lost: Set[str] = frozenset()
    "Types whose objects these callers can't find by id."

    def refusal(self, coordinate: Coordinate) -> Forbidden:
        """Return the error for a hidden field."""
        where, scope = ".".join(coordinate), self.hidden[coordinate]
        if scope is None:
            return Forbidden(f"A customer's own token sees only that person, so it can't ask for {where}.")
        return Forbidden(f"{where} takes the scope {scope}, which this caller doesn't have.", scope=scope)

    def check_findable(self, type_name: str) -> None:
        """Raise Forbidden where objects of the type can't be found by id: even that one exists would tell something."""
        hidden = (type_name, "id")
        if hidden in self.hidden:
            raise self.refusal(hidden)
        if type_name in self.lost:
            raise Forbidden(f"A customer's own token sees only that person, so it can't look for a {type_name} by id.")


EVERYTHING = Rights()
