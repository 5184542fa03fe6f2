"""Which tags were dropped lately, so that what was asked before a drop isn't stored after it."""

from collections import OrderedDict
from collections.abc import Iterable

_MOST = 10_000


class Recent:
    """Numbers the drops and remembers the newest 10,000 tags; what is older counts as dropped, to be on the safe side."""

    def __init__(self) -> None:
        self.number = 0
        "Of the newest drop."
        self._last: OrderedDict[str, int] = OrderedDict()
        self._forgotten = 0
        self._by_vendor: dict[str, int] = {}

    def note(self, tags: Iterable[str]) -> None:
        """Number a drop."""
        self.number += 1
        for tag in tags:
            self._last[tag] = self.number
            self._last.move_to_end(tag)
            self._by_vendor[tag.partition(":")[0]] = self.number
        while len(self._last) > _MOST:
            _, self._forgotten = self._last.popitem(last=False)

    def was_touched(self, vendor: str, since: int) -> bool:
        """Whether any tag of a vendor, or all tags, were dropped after that number. A vendor's name begins its tags."""
        return max(self._by_vendor.get(vendor, 0), self._by_vendor.get("*", 0)) > since

    def spares(self, tags: Iterable[str], since: int) -> bool:
        """Whether nothing with one of these tags was dropped after that number."""
        if since == self.number:
            return True
        if since < self._forgotten:
            return False
        return all(self._last.get(tag, 0) <= since for tag in tags)
