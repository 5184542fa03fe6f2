"""One request before anybody knows whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from loaders.carecloud.sandbox.body import Body

LANGUAGES = ("cs", "en")


@dataclass(frozen=True, slots=True)
class Visit:
    """What the two login routes need; they are called without a token."""

    authorization: str
    body: Body
    at: datetime


def language(headers: Mapping[str, str]) -> str:
    """The first language of Accept-Language that the project has, by weight; Czech if it has none of them."""
    weighed: list[tuple[float, int, str]] = []
    for place, entry in enumerate(headers.get("accept-language", "").split(",")):
        tag, _, weight = entry.strip().partition(";q=")
        name = tag.strip().lower().split("-")[0]
        if name in LANGUAGES:
            weighed.append((-_weight(weight), place, name))
    return min(weighed)[2] if weighed else LANGUAGES[0]


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
