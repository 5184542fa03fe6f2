"""An index over the rows of a chunk, built once, so that one person's among 100,000 are a dictionary look-up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence


class Index:
    """The places of rows by a text that they carry. It holds no rows: a chunk has several indexes, and each row once."""

    def __init__(self, texts: Iterable[str | None]) -> None:
        """Take the text of each row, in order; rows without one aren't found."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            if text:
                found[text].append(place)
        self._places = {text: tuple(places) for text, places in found.items()}

    def places(self, text: str) -> Sequence[int]:
        """Return where the rows with that text are, in order."""
        return self._places.get(text, ())
