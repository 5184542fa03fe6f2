"""One person's answers among many: the index over a chunk is built once, then nobody's answers but theirs are looked at."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from time import process_time
from typing import SupportsIndex, overload

import msgspec

from loaders.identity.handle import Handle, Kind
from loaders.tracksale.answers import Answer
from loaders.tracksale.book import Book
from loaders.tracksale.people import Crowd
from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.memory import MemoryCache
from loaders.upstream.policy import Policy
from loaders.upstream.scope import Scope, entered
from loaders.upstream.settings import VendorSettings
from loaders.upstream.vendor import Kit, Plumbing
from loaders.upstream.windows.calendar import Days
from loaders.upstream.windows.chunks import Windows
from loaders.upstream.windows.index import Index
from tests.upstream.clock import TurnedClock
from tests.windows.reports import YEAR, ZONE, an_address

MANY = 100_000
START = datetime(2025, 12, 1, 12, tzinfo=UTC)


class Watched(list[Answer]):
    """Answers that count how often one of them is looked at."""

    looks = 0

    def __iter__(self) -> Iterator[Answer]:
        self.looks += len(self)
        return super().__iter__()

    @overload
    def __getitem__(self, place: SupportsIndex) -> Answer: ...
    @overload
    def __getitem__(self, place: slice) -> list[Answer]: ...
    def __getitem__(self, place: SupportsIndex | slice) -> Answer | list[Answer]:
        self.looks += 1
        return super().__getitem__(place)


def an_answer(number: int, moment: datetime, **handles: str) -> Answer:
    return msgspec.structs.replace(Answer(id=str(number), answered_at=moment), **handles)


def a_year() -> list[Answer]:
    """100,000 answers of 25,000 people."""
    return [
        an_answer(
            number,
            START + timedelta(minutes=5 * number),
            email=f"Person{number % 25_000}@Example.com",
            phone=f"07{22_000_000 + number % 25_000}",
            survey_code="51",
        )
        for number in range(MANY)
    ]


class Shelf:
    """Windows of books, as Tracksale has them, with what was built and looked at."""

    def __init__(self, rows: Sequence[Answer]) -> None:
        self.lists: list[Watched] = []
        clock = TurnedClock()
        kit = Kit(cache=Cache(MemoryCache(clock, 1_000, 1_000_000_000), b"secret"), clock=clock)

        async def ask(_: Days) -> Sequence[Answer]:
            return rows

        def hold(answers: list[Answer]) -> Book:
            self.lists.append(Watched(answers))
            return Book(self.lists[-1], "RO")

        self.windows: Windows[Answer, Book] = Windows(
            Plumbing("desk", VendorSettings(url=an_address()), kit, Policy()),
            "answers",
            tag="desk:answers",
            zone=ZONE,
            ask=ask,
            at=lambda answer: answer.answered_at,
            key=lambda answer: answer.id,
            hold=hold,
        )

    async def look_up(self, *handles: Handle) -> list[Answer]:
        """Find a person's answers of the year, in a request of its own."""
        with entered(Scope()):
            return self.windows.cut(YEAR, Crowd(await self.windows.load(YEAR)).answers_of(handles))

    def looks(self) -> int:
        """How many answers were looked at since the last time."""
        found = sum(held.looks for held in self.lists)
        for held in self.lists:
            held.looks = 0
        return found


async def test_a_thousand_people_among_a_hundred_thousand_answers() -> None:
    """The first look-up builds the indexes; a thousand more look at their own answers alone, and take less than it took."""
    shelf = Shelf(a_year())
    began = process_time()
    (*_, oldest) = await shelf.look_up(Handle(Kind.EMAIL, "person7@example.com"))
    first_s = process_time() - began
    assert oldest.id == "7"
    chunks = len(shelf.lists)
    assert shelf.looks() >= MANY

    began = process_time()
    for number in range(1_000):
        found = await shelf.look_up(
            Handle(Kind.EMAIL, f"person{number}@example.com"), Handle(Kind.PHONE, f"+407{22_000_000 + number}")
        )
        assert [answer.id for answer in found] == [str(number + 25_000 * nth) for nth in (3, 2, 1, 0)]
    thousand_s = process_time() - began

    assert len(shelf.lists) == chunks
    assert shelf.looks() <= 1_000 * 4 * 3
    assert thousand_s < 3 * first_s


def test_an_index_finds_places_in_order() -> None:
    """Rows without the text aren't under it."""
    index = Index(["a", None, "b", "", "a"])

    assert [tuple(index.places(text)) for text in ("a", "b", "", "c")] == [(0, 4), (2,), (), ()]


def test_answers_of_a_family() -> None:
    """A shared phone number gives nobody another's answers; an identification brings its other answers along."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        an_answer(1, at, email="ana@example.com", phone="0722 100 000", identification="C1"),
        an_answer(2, at, email="dan@example.com", phone="+40722100000"),
        an_answer(3, at, identification="C1"),
        an_answer(4, at, phone="0722100000"),
    ]
    crowd = Crowd([Book(rows, "RO")])
    ana, phone = Handle(Kind.EMAIL, "ana@example.com"), Handle(Kind.PHONE, "+40722100000")

    assert [answer.id for answer in crowd.answers_of([ana])] == ["3", "1"]
    assert [answer.id for answer in crowd.answers_of([ana, phone])] == ["4", "3", "1"]
    assert sorted(row.id for row in crowd.rows(phone)) == ["+40722100000", "C1", "dan@example.com"]
    assert [row.id for row in crowd.rows(ana)] == ["C1"]


def test_an_address_that_half_the_shop_uses() -> None:
    """Thousands of answers under one placeholder address don't take the square of their number."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    rows = Watched(an_answer(number, at, email="till@shop.example", phone=f"0722{number % 500:06}") for number in range(5_000))
    book = Book(rows, "RO")
    rows.looks = 0

    (row,) = Crowd([book]).rows(Handle(Kind.EMAIL, "till@shop.example"))

    assert row.id == "till@shop.example"
    assert rows.looks < 30 * len(rows)
