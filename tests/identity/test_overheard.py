"""What a scan that runs anyway tells of a person, so that no call is made to learn it."""

import asyncio

import pytest

from loaders.identity.handle import Handle, Kind
from resolvers.identity.key import Key
from resolvers.identity.match import Match, Rule
from resolvers.identity.person import Person
from tests.identity.neighbours import Neighbour, person, row

ANA = Key((Handle(Kind.EMAIL, "ana@example.com"),))
EMAIL, NUMBER = frozenset({Kind.EMAIL}), frozenset({Kind.EXTERNAL_ID})


@pytest.fixture
def town() -> list[Neighbour]:
    """One that tells the number for a call more, one whose survey answers carry it, and one that is asked by it."""
    return [
        Neighbour("care", [EMAIL], [row("care", "c1", email="ana@example.com")], number="C1"),
        Neighbour("surveys", [EMAIL], [row("surveys", "C1", email="ana@example.com", external_id="C1")], is_scan=True),
        Neighbour("visits", [NUMBER], [row("visits", "v1", external_id="C1")], tells=False),
    ]


async def both(ana: Person) -> tuple[Match | None, Match | None]:
    """Ask for the survey answers and the visits at once, as a query with both does."""
    surveys = asyncio.create_task(ana.at("surveys"))
    await asyncio.sleep(0)
    visits = await ana.at("visits")
    return visits, surveys.result() if surveys.done() and surveys.exception() is None else None


async def test_a_scan_that_runs_anyway_saves_the_call(town: list[Neighbour]):
    """The survey answers are read for themselves; what they know of the person is free."""
    visits, surveys = await both(person(town, ANA))

    assert visits is not None and surveys is not None
    assert (visits.id, visits.rule) == ("v1", Rule.EXTERNAL_ID)
    assert "number" not in town[0].asked


async def test_no_scan_is_begun_for_it(town: list[Neighbour]):
    """A window of survey answers is dearer than one call."""
    visits = await person(town, ANA).at("visits")

    assert visits is not None
    assert town[0].asked == ["EMAIL", "number"]
    assert town[1].asked == []


@pytest.mark.parametrize("trouble", ["slow", "down", "knows nobody"])
async def test_a_scan_in_trouble_holds_nobody_up(town: list[Neighbour], trouble: str):
    """Then the call is made after all."""
    surveys = town[1]
    if trouble == "slow":
        surveys.answers.clear()
    surveys.is_down = trouble == "down"
    surveys.rows = [] if trouble == "knows nobody" else surveys.rows
    ana = person(town, ANA)

    visits, _ = await both(ana)

    assert visits is not None
    assert visits.id == "v1"
    assert town[0].asked == ["EMAIL", "number"]
    surveys.answers.set()
