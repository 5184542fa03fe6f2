"""Composed graphs: composing one is most of what a gateway takes to begin, and nothing of it belongs to a process."""

from collections.abc import Sequence
from functools import cache

from gateway.process import composed
from gateway.registry import Entry, entries
from schema.subgraph import Graph


def graph_of(served: Sequence[Entry]) -> Graph:
    """Return the graph of some of the product's vendors, composed once for all tests."""
    return _composed(tuple(entry.name for entry in served))


@cache
def _composed(names: tuple[str, ...]) -> Graph:
    return composed(entries(names))
