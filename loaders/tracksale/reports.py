"""What answers add up to. Docs: "Reports": NPS, Categories, Get campaign status."""

from typing import Annotated

from loaders.upstream.decode import Record, via, wire
from loaders.upstream.values import number, text, whole

Text = Annotated[str | None, via(text)]
Count = Annotated[int | None, via(whole)]
Number = Annotated[float | None, via(number)]


class NpsScore(Record, frozen=True, kw_only=True):
    """Counts and shares in percent of promoters (9, 10), passives (7, 8) and detractors; `nps` is -100 to 100."""

    dispatches: Count = None
    promoters: Count = None
    passives: Count = None
    detractors: Count = None
    promoters_percentage: Number = None
    passives_percentage: Number = None
    detractors_percentage: Number = None
    nps: Number = None


class EarlierScore(NpsScore, frozen=True, kw_only=True):
    """The score of the period before; nothing lies before it."""

    @property
    def previous(self) -> None:
        return None


class NpsReport(NpsScore, frozen=True, kw_only=True):
    """A period's score; `previous` is the same of the period before it, where asked for."""

    previous: EarlierScore | None = wire("compare", default=None)


class Category(Record, frozen=True, kw_only=True):
    """A subject that answers are sorted under, and its score."""

    id: Annotated[str, via(text)]
    name: Text = None
    color: Text = None
    total: Count = None
    nps: Number = None


class Status(Record, frozen=True, kw_only=True):
    """A stage of handling answers, a text in the account's language, and how many are at it."""

    id: Annotated[str, via(text)]
    name: Text = None
    color: Text = None
    total: Count = None
