"""A chunk of answers and who gave them, indexed once, so that one person's among 100,000 are a dictionary look-up."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from loaders.identity.handle import Handle, Kind, handle
from loaders.tracksale.answers import Answer
from loaders.upstream.windows.index import Index

_DIGITS_COMPARED = 6


class Book(msgspec.Struct, dict=True):
    """Answers, newest first, and an index by person. Spellings differ, so that the index is coarse and equality is checked.

    Other processes get the answers and make their own indexes. Numbers are parsed when somebody asks for one like them: parsing
    a year's takes seconds.
    """

    answers: list[Answer]
    region: str | None

    def __post_init__(self) -> None:
        self._by_survey = Index(answer.survey_code for answer in self.answers)
        self._by_email = Index(answer.any_email and answer.any_email.strip().lower() for answer in self.answers)
        self._by_number = Index(answer.any_phone and _tail(answer.any_phone) for answer in self.answers)
        self._by_identification = Index(answer.identification and answer.identification.strip() for answer in self.answers)
        self._numbers: dict[str, Handle | None] = {}

    def to_survey(self, code: str) -> Iterator[Answer]:
        """Yield the answers to one survey, newest first."""
        return self._at(self._by_survey, code)

    def by(self, wanted: Handle) -> Iterator[Answer]:
        """Yield the answers that carry a handle, newest first."""
        if wanted.kind is Kind.EMAIL:
            yield from self._at(self._by_email, wanted.text)
        elif wanted.kind is Kind.EXTERNAL_ID:
            yield from self._at(self._by_identification, wanted.text)
        elif wanted.kind is Kind.PHONE:
            yield from (answer for answer in self._at(self._by_number, _tail(wanted.text)) if self.number(answer) == wanted)

    def handles(self, answer: Answer) -> Iterator[Handle]:
        """Yield what names the person who gave it, the strongest first; none for who stayed anonymous."""
        found: Iterable[Handle | None] = (
            handle(Kind.EXTERNAL_ID, answer.identification, self.region),
            handle(Kind.EMAIL, answer.any_email, self.region),
            self.number(answer),
        )
        yield from (held for held in found if held is not None)

    def number(self, answer: Answer) -> Handle | None:
        """The phone number as a handle."""
        raw = answer.any_phone
        if raw is None:
            return None
        if raw not in self._numbers:
            self._numbers[raw] = handle(Kind.PHONE, raw, self.region)
        return self._numbers[raw]

    def _at(self, index: Index, text: str) -> Iterator[Answer]:
        return (self.answers[place] for place in index.places(text))


def _tail(number: str) -> str:
    return re.sub(r"\D", "", number)[-_DIGITS_COMPARED:]
