"""Keywords, which JSON doesn't have."""

import re
from dataclasses import dataclass

_NAME = re.compile(r"[A-Za-z*!_?$%&=<>+.-][\w*!?$%&=<>+.#-]*(?:/[\w*!?$%&=<>+.#-]+)?")


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword to be written: `Keyword("trail-action/conversion")` is `:trail-action/conversion`, in JSON `"conversion"`."""

    name: str

    def __post_init__(self) -> None:
        """Refuse what would not be read back as one keyword."""
        if not is_keyword(self.name):
            raise ValueError("expected the name of a keyword, got other characters")

    @property
    def plain(self) -> str:
        """The name without its namespace."""
        return self.name.rpartition("/")[2]


def is_keyword(name: str) -> bool:
    """Whether a name can be written as a keyword."""
    return _NAME.fullmatch(name) is not None
