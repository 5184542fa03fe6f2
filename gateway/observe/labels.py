"""Values of metric labels, bounded: whatever is sent, the number of series stays the same."""

from collections.abc import Collection

OTHER = "other"


class Known:
    """Lets through the names it was made with."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = frozenset(names)

    def __call__(self, name: str) -> str:
        """Return the name, or `other`."""
        return name if name in self._names else OTHER


class FirstSeen:
    """Lets through the first names it sees: for names of our own making, which are few unless there is a mistake."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._seen: set[str] = set()

    def __call__(self, name: str) -> str:
        """Return the name, or `other` once there are too many."""
        if name not in self._seen:
            if len(self._seen) >= self._most:
                return OTHER
            self._seen.add(name)
        return name
