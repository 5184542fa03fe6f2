"""Phones are shared: what rests on a number alone is settled by a stronger handle, or not used."""

from dataclasses import replace

import pytest

from loaders.identity.handle import Handle, Kind
from loaders.upstream.errors import Ambiguous
from resolvers.identity.key import Key
from resolvers.identity.match import Rule
from tests.identity.neighbours import Neighbour, person, row

EMAIL, PHONE, NUMBER = (frozenset({kind}) for kind in (Kind.EMAIL, Kind.PHONE, Kind.EXTERNAL_ID))
ANA = Key((Handle(Kind.EMAIL, "ana@example.com"),))
HOME = "0213150001"


def care(number: str | None = None) -> Neighbour:
    return Neighbour("care", [EMAIL, PHONE], [row("care", "c1", email="ana@example.com", phone=HOME)], number=number)


def surveys(**raw: str) -> Neighbour:
    return Neighbour("surveys", [NUMBER, EMAIL, PHONE], [row("surveys", "s1", phone=HOME, **raw)], is_scan=True)


async def test_a_number_that_costs_a_call_settles_whose_row_it_is():
    """The row under Ana's phone has another customer number than hers: a housemate's."""
    theirs, hers = [care("C1"), surveys(external_id="C2")], [care("C1"), surveys(external_id="C1")]

    assert await person(theirs, ANA).at("surveys") is None
    found = await person(hers, ANA).at("surveys")

    assert found is not None
    assert (found.id, found.rule) == ("s1", Rule.EXTERNAL_ID)
    assert theirs[0].asked == ["EMAIL", "number"]


@pytest.mark.parametrize("ways", [[EMAIL], [PHONE]])
async def test_an_account_that_is_switched_off_gives_way_to_a_living_one(ways: list[frozenset[Kind]]):
    """It is left from an earlier registration: the person has one account, also where the phone finds both."""
    rows = [row("loyal", name, email="ana@example.com", phone=HOME) for name in ("former", "today")]
    loyal = Neighbour("loyal", ways, [replace(rows[0], is_active=False), rows[1]])

    found = await person([care(), loyal], ANA).at("loyal")

    assert found is not None and found.id == "today"


async def test_the_only_account_is_the_persons_though_it_is_switched_off():
    """There is none that it could give way to."""
    loyal = Neighbour("loyal", [EMAIL], [replace(row("loyal", "former", email="ana@example.com"), is_active=False)])

    found = await person([loyal], ANA).at("loyal")

    assert found is not None and found.id == "former"


async def test_a_housemates_account_replaces_nobodys():
    """Two share a phone and one is switched off: that is no earlier registration, so there are two people."""
    rows = [row("loyal", name, email=f"{name}@example.com", phone=HOME) for name in ("dan", "ion")]
    loyal = Neighbour("loyal", [PHONE], [replace(rows[0], is_active=False), rows[1]])

    with pytest.raises(Ambiguous):
        await person([loyal], Key((Handle(Kind.PHONE, "+40213150001"),))).at("loyal")


async def test_what_nobody_can_settle_rests_on_the_phone():
    """Nobody knows Ana's number, and nobody else has her phone."""
    found = await person([care(), surveys(external_id="C2")], ANA).at("surveys")

    assert found is not None
    assert (found.id, found.rule) == ("s1", Rule.PHONE)


async def test_a_row_that_holds_nothing_else_costs_no_call_more():
    """There is nothing to settle."""
    first = care("C1")

    found = await person([first, surveys()], ANA).at("surveys")

    assert found is not None
    assert first.asked == ["EMAIL"]


async def test_a_phone_that_is_several_peoples_at_one_vendor_is_nobodys_at_another():
    """Care finds two people by it, neither of them the one whose account it is; so the survey's only row is no match either."""
    loyal = Neighbour("loyal", [EMAIL], [row("loyal", "l1", email="alt@example.com", phone=HOME)])
    two = [row("care", f"c{place}", email=f"{name}@example.com", phone=HOME) for place, name in enumerate(("ana", "dan"))]
    neighbours = [Neighbour("care", [EMAIL, PHONE], two, number="C1"), loyal, surveys(external_id="C2")]

    with pytest.raises(Ambiguous) as caught:
        await person(neighbours, Key(vendor="loyal", vendor_id="l1")).at("surveys")

    assert (caught.value.vendor, caught.value.rows) == ("surveys", 2)


async def test_a_stronger_handle_tells_which_of_a_household():
    """The phone is known first and finds two; then the e-mail is known, and finds one."""
    loyal = Neighbour(
        "loyal", [EMAIL, PHONE], [row("loyal", name, email=f"{name}@example.com", phone=HOME) for name in ("ana", "dan")]
    )
    first = Neighbour(
        "care", [NUMBER, EMAIL, PHONE], [row("care", "c1", email="ana@example.com", phone=HOME, external_id="C1")]
    )
    neighbours = [first, loyal, surveys(external_id="C1")]

    found = await person(neighbours, Key(vendor="surveys", vendor_id="s1")).at("loyal")

    assert found is not None
    assert (found.id, found.rule) == ("ana", Rule.EMAIL)
