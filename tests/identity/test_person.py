"""Who a person is at each vendor, over vendors held in memory."""

import pytest

from loaders.identity.handle import Handle, Kind
from loaders.upstream.errors import Ambiguous, Incomplete, Unavailable
from resolvers.identity.key import Key
from resolvers.identity.links import read_links
from resolvers.identity.match import Rule
from tests.identity.neighbours import Neighbour, person, row

EMAIL, PHONE, CARD, NUMBER = (frozenset({kind}) for kind in (Kind.EMAIL, Kind.PHONE, Kind.LOYALTY_CARD, Kind.EXTERNAL_ID))
ANA = {"email": "ana@example.com", "phone": "0722100000"}


def by_email(text: str = "ana@example.com") -> Key:
    return Key((Handle(Kind.EMAIL, text),))


def by_phone(text: str = "+40722100000") -> Key:
    return Key((Handle(Kind.PHONE, text),))


def care(*rows: object) -> Neighbour:
    return Neighbour("care", [EMAIL, PHONE, NUMBER], rows)  # type: ignore[arg-type]  # rows, spelled short


def loyal(*rows: object) -> Neighbour:
    return Neighbour("loyal", [EMAIL, PHONE, CARD], rows)  # type: ignore[arg-type]  # as above


def prints(*rows: object) -> Neighbour:
    return Neighbour("prints", [EMAIL | PHONE], rows)  # type: ignore[arg-type]  # as above


async def test_the_first_vendor_that_knows_the_key_owns_the_id_and_nobody_else_is_asked():
    """Asking for the id alone is one lookup."""
    first, second = care(row("care", "c1", **ANA)), loyal(row("loyal", "l1", **ANA))

    owner = await person([first, second], by_email()).owner()

    assert owner is not None
    assert (owner.vendor, owner.id, owner.rule) == ("care", "c1", Rule.KEY)
    assert (first.asked, second.asked) == (["EMAIL"], [])


@pytest.mark.parametrize(
    "key",
    [
        by_email(),
        by_phone(),
        Key((Handle(Kind.LOYALTY_CARD, "8000001"),)),
        Key(vendor="loyal", vendor_id="l1"),
        Key(vendor="prints", vendor_id="p1"),
    ],
    ids=["e-mail", "phone", "card", "a vendor's id", "another vendor's id"],
)
async def test_every_handle_leads_to_the_same_owner(key: Key):
    """The owner is looked for with handles learned elsewhere where it doesn't know the key."""
    neighbours = [
        care(row("care", "c1", **ANA)),
        loyal(row("loyal", "l1", loyalty_card="8000001", **ANA)),
        prints(row("prints", "p1", **ANA)),
    ]

    owner = await person(neighbours, key).owner()

    assert owner is not None
    assert (owner.vendor, owner.id) == ("care", "c1")


async def test_a_vendor_that_needs_two_handles_gets_the_second_from_another():
    """Two lookups: one learns the phone, one uses it."""
    first, second = care(row("care", "c1", **ANA)), prints(row("prints", "p1", **ANA))

    match = await person([first, second], by_email()).at("prints")

    assert match is not None
    assert (match.id, match.rule) == ("p1", Rule.PHONE)
    assert (first.asked, second.asked) == (["EMAIL"], ["EMAIL+PHONE"])


async def test_a_vendor_that_needs_an_unknown_handle_says_so():
    """Nobody knows a phone, so nothing is asked and nothing guessed."""
    last = prints(row("prints", "p1", **ANA))

    with pytest.raises(Incomplete):
        await person([care(row("care", "c1", email="ana@example.com")), last], by_email()).at("prints")

    assert last.asked == []


async def test_a_loose_match_is_re_checked_for_equality():
    """The vendor's "contains" returned somebody with a longer address."""
    neighbour = loyal(row("loyal", "l9", email="mariana@example.com"))

    assert await person([neighbour], by_email()).at("loyal") is None


async def test_a_shared_phone_is_no_match_but_an_error():
    """Two rows share the landline: no guess."""
    neighbour = care(row("care", "c1", phone="0213150001"), row("care", "c2", phone="0213150001"))

    with pytest.raises(Ambiguous) as caught:
        await person([neighbour], by_phone("+40213150001")).anchor()

    assert caught.value.rows == 2


async def test_a_stronger_handle_that_differs_blocks_a_weaker_match():
    """Same phone, another e-mail: somebody else of the household."""
    neighbours = [care(row("care", "c1", **ANA)), loyal(row("loyal", "l2", email="dan@example.com", phone="0722100000"))]

    assert await person(neighbours, by_email()).at("loyal") is None
    assert await person(neighbours, by_phone()).at("loyal") is None


async def test_an_operators_link_overrides_the_rules():
    """The e-mail would find l1; the file says l2."""
    neighbours = [care(row("care", "c1", **ANA)), loyal(row("loyal", "l1", **ANA), row("loyal", "l2", email="x@example.com"))]
    links = read_links(["care,c1,loyal,l2"], {"care", "loyal"})

    match = await person(neighbours, by_email(), links).at("loyal")

    assert match is not None
    assert (match.id, match.rule) == ("l2", Rule.LINK)


async def test_a_link_that_can_not_be_looked_up_is_no_guess():
    """The rule's find could be whom the link says it isn't; where the file links nobody with that vendor, the rule holds."""
    first, second = care(row("care", "c1", **ANA)), loyal(row("loyal", "l1", **ANA), row("loyal", "l2", email="x@example.com"))
    first.is_down = True
    links = read_links(["care,c1,loyal,l2"], {"care", "loyal"})

    with pytest.raises(Unavailable, match="care"):
        await person([first, second], by_email(), links).at("loyal")

    others = read_links(["care,c1,third,t2", "third,t3,loyal,l2"], {"care", "loyal", "third"})
    match = await person([first, second], by_email(), others).at("loyal")
    assert match is not None
    assert match.id == "l1"


async def test_while_the_owner_is_down_the_next_lends_its_id_and_others_go_on():
    """The person stays reachable, and the vendor in trouble is an error only for its own row."""
    first, second = care(row("care", "c1", **ANA)), loyal(row("loyal", "l1", **ANA))
    first.is_down = True
    ana = person([first, second], by_email())

    owner = await ana.owner()

    assert owner is not None
    assert owner.vendor == "loyal"
    assert await ana.text(Kind.PHONE) == "+40722100000"
    with pytest.raises(Unavailable):
        await ana.at("care")


async def test_nobody_is_only_said_when_everybody_was_asked():
    """A vendor that is down might know the person."""
    first, second = care(), loyal()
    assert await person([first, second], by_email()).anchor() is None

    first.is_down = True
    with pytest.raises(Unavailable):
        await person([first, second], by_email()).anchor()


async def test_an_assumed_id_is_no_proof_of_a_person():
    """A vendor that can't be asked lends no id and proves nobody."""
    assumed = Neighbour("prisma", [NUMBER], [], is_assumed=True)
    somebody = person([assumed], Key((Handle(Kind.EXTERNAL_ID, "C1"),)))

    assert await somebody.anchor() is None
    assert await somebody.owner() is None
    assert await somebody.id_at("prisma") == "C1"
