"""What entries of the cache depend on, so that a write can drop them."""

from collections.abc import Iterable
from datetime import UTC, datetime

from loaders.identity.handle import Handle
from loaders.identity.row import Row
from loaders.tracksale.answers import Answer
from loaders.tracksale.book import Book
from loaders.upstream.cache.cache import Cache
from loaders.upstream.tags import Tags
from loaders.upstream.windows.chunks import Windows


class TracksaleTags(Tags):
    """Reports are kept for the whole account, so people and surveys are in them by the month."""

    windows: Windows[Answer, Book]
    "Names the months of answers: the kinds of them share their tags."

    def __init__(self, vendor: str, cache: Cache) -> None:
        super().__init__(vendor, cache)
        self.answers = f"{vendor}:answers"
        self.lots = f"{vendor}:lots"
        self.counters = f"{vendor}:counters"
        self.limits = f"{vendor}:limits"
        self.scores = f"{vendor}:scores"
        "What a recorded answer changes beside the answers."

    def drafts(self, code: str) -> str:
        """The tag of a campaign's draft lots."""
        return self._cache.key(self.vendor, "drafts", code)

    def months(self, moments: Iterable[datetime | None]) -> tuple[str, ...]:
        """The months of the answers of some moments, None being now."""
        now = self.windows.now()
        given = (moment or now for moment in moments)
        return self.windows.tags_at(at if at.tzinfo else at.replace(tzinfo=UTC) for at in given)

    def of_answers(self, moments: Iterable[datetime | None]) -> tuple[str, ...]:
        """What new answers of some moments make stale: their months, and what adds answers up."""
        return (*self.months(moments), self.scores, self.counters)

    def of_lots(self, code: str) -> tuple[str, ...]:
        """What a change of a campaign's lots makes stale."""
        return (self.drafts(code), self.lots, self.scores, self.counters, self.limits)

    def of_person(self, id_: str, row: Row | None) -> Iterable[str]:
        """The months in which the person answered and the running one, the lots, and what adds answers up.

        Where only the id is known, all answers: nothing tells which months are theirs.
        """
        months = self.months((*row.moments, None)) if row is not None and row.moments else (self.answers,)
        return (*months, self.lots, self.scores, self.counters)

    def of_handle(self, held: Handle) -> Iterable[str]:
        """The running month: nobody is found but in the answers, and a new person's first one would be there."""
        return self.of_answers((None,))

    def of_campaign(self, id_: str) -> Iterable[str]:
        """The campaign in all reports."""
        return (self.campaign(id_), self.campaigns, self.answers, *self.of_lots(id_))
