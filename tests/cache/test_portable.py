"""Values as bytes for other processes: they come out as they went in, or aren't carried at all."""

from datetime import UTC, datetime

import pytest

from loaders.identity.handle import Handle, Kind
from loaders.tracksale.answers import Answer
from loaders.tracksale.book import Book
from loaders.upstream.cache.portable import NotPortable, Portable

AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        {"name": "Ana", "age": 41, "tags": ["a", 1, None], "address": {"city": "Cluj", "floor": 3.5}},
        [{"name": "Ana"}, {"name": "Dan"}],
        {"seen": AT},
        (1, 2),
        [],
        None,
    ],
)
def test_what_comes_out_is_what_went_in(value: object) -> None:
    """Free-form JSON of mixed kinds too."""
    assert Portable().unpack(Portable().pack(value)) == value


@pytest.mark.parametrize("value", [{"at": AT, "name": "Ana"}, [1, (2, 3)], {1: "one"}, {("a", "b"): "pair"}, {"x", "y"}])
def test_what_would_come_out_differently_is_not_carried(value: object) -> None:
    """Its bytes alone wouldn't tell what it was."""
    with pytest.raises(NotPortable):
        Portable().pack(value)


def test_a_chunk_of_answers_has_its_index_on_the_other_side() -> None:
    """The answers travel, and are found there as here."""
    book = Book([Answer(id="1", answered_at=AT, email=" Ana@Example.com", phone="0722 100 000", survey_code="51")], "RO")

    there = Portable().unpack(Portable().pack(book))

    assert isinstance(there, Book)
    assert there == book
    for handle in (Handle(Kind.EMAIL, "ana@example.com"), Handle(Kind.PHONE, "+40722100000")):
        assert [answer.id for answer in there.by(handle)] == ["1"]
    assert [answer.id for answer in there.to_survey("51")] == ["1"]
