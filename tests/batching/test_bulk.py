"""The rule by which everybody's list is read instead of asking for each person."""

import pytest

from loaders.upstream.bulk import ENDLESS, WORTH_A_LOOK, Bulk, pages_of
from tests.upstream.clock import TurnedClock


@pytest.mark.parametrize(
    ("total", "rows", "pages"),
    [(0, 0, 0), (1, 1, 1), (100, 100, 1), (101, 100, 2), (101, 20, 6), (None, 5, ENDLESS), (5, 0, ENDLESS)],
)
def test_pages_are_as_long_as_the_first_one_came(total: int | None, rows: int, pages: int) -> None:
    """A vendor may send fewer rows than it was asked for, and one that counts none is not read to its end."""
    assert pages_of(total, rows) == pages


@pytest.mark.parametrize(("people", "is_worth"), [(1, False), (WORTH_A_LOOK - 1, False), (WORTH_A_LOOK, True), (100, True)])
def test_a_few_people_are_asked_for_singly(people: int, is_worth: bool) -> None:  # noqa: FBT001  # a parameter
    """The look at how long the list is would be a large part of the cost."""
    assert Bulk(TurnedClock()).is_worth_a_look(people) is is_worth


@pytest.mark.parametrize(("pages", "is_cheaper"), [(1, True), (19, True), (20, False), (21, False)])
def test_the_list_is_read_where_it_takes_fewer_calls(pages: int, is_cheaper: bool) -> None:  # noqa: FBT001  # a parameter
    """Twenty people, by the list's pages."""
    assert Bulk(TurnedClock()).is_cheaper(pages, 20) is is_cheaper


def test_a_list_that_was_too_long_is_not_looked_at_again_for_ten_minutes() -> None:
    """But for more people than it had pages; lists by another filter are lists of their own."""
    clock = TurnedClock()
    bulk = Bulk(clock)
    bulk.is_cheaper(50, 20, "cards")

    assert [bulk.is_worth_a_look(people, "cards") for people in (20, 50, 51)] == [False, False, True]
    assert bulk.is_worth_a_look(20, "vouchers")
    clock.turn(601)
    assert bulk.is_worth_a_look(20, "cards")
