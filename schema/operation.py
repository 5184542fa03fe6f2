"""A vendor's documented operation and where it is in the graph."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of a vendor's documentation. `fields` are coordinates of the graph, such as `Customer.leads`; empty for authentication."""

    number: int
    endpoint: str
    fields: tuple[str, ...] = ()
