"""How this vendor's people are found, by what the role and the installation offer."""

from collections.abc import Awaitable, Callable

from loaders.identity.handle import Kind, national
from loaders.identity.handle import significant as significant_digits
from loaders.identity.lookup import Directory, Lookup, Texts
from loaders.identity.row import Row
from loaders.open_loyalty.members import Members, Search
from loaders.open_loyalty.person import row_of, row_of_status
from loaders.open_loyalty.reads import Reads
from loaders.open_loyalty.records.customer import Customer
from loaders.open_loyalty.visible import VisiblePeople

_KINDS = (Kind.LOYALTY_CARD, Kind.EMAIL, Kind.PHONE)


def listed(members: Members, region: str | None) -> Directory:
    """An admin's: 1 call by e-mail, card or phone, whose row brings the purchases along, and 1 by id."""

    async def by_id(customer_id: str) -> Row | None:
        found = await members.customer.load(customer_id)
        return row_of(found, region) if found else None

    async def by_email(email: str) -> list[Customer]:
        return await members.search.load(Search.for_equal("email", email))

    async def by_card(card: str) -> list[Customer]:
        # The list lower-cases what it looks for, so it never finds a card with capitals.
        if card != card.lower():
            return await members.exact.load(Search("loyaltyCardNumber", card))
        return await members.search.load(Search.for_equal("loyaltyCardNumber", card))

    async def by_phone(phone: str) -> list[Customer]:
        # Stored as people wrote them, with or without country code: what all spellings share is looked for inside.
        return await members.search.load(Search("phone", significant_digits(phone)))

    return _directory(by_id, {Kind.LOYALTY_CARD: by_card, Kind.EMAIL: by_email, Kind.PHONE: by_phone}, region)


def at_the_till(members: Members, reads: Reads, region: str | None) -> Directory:
    """A seller's, who has no customer list: the exact search, 1 call by e-mail or card and 1 to 3 by phone, one for each usual
    spelling until one is found; by id 1 call, which tells the name alone.
    """

    async def by_id(customer_id: str) -> Row | None:
        found = await reads.status.load(customer_id)
        return row_of_status(customer_id, found) if found else None

    async def by_email(email: str) -> list[Customer]:
        return await members.exact.load(Search("email", email))

    async def by_card(card: str) -> list[Customer]:
        return await members.exact.load(Search("loyaltyCardNumber", card))

    async def by_phone(phone: str) -> list[Customer]:
        for spelling in (phone, national(phone), phone.removeprefix("+")):
            found = await members.exact.load(Search("phone", spelling))
            if found:
                return found
        return []

    return _directory(by_id, {Kind.LOYALTY_CARD: by_card, Kind.EMAIL: by_email, Kind.PHONE: by_phone}, region)


def indexed(people: VisiblePeople) -> Directory:
    """By documented routes only: everybody is read once, then no lookup costs a call while that is cached."""

    def lookup(kind: Kind) -> Lookup:
        async def find(texts: Texts) -> list[Row]:
            return await people.by_handle(kind, texts[kind])

        return Lookup(frozenset({kind}), find)

    return Directory(people.by_id, tuple(map(lookup, _KINDS)), frozenset(_KINDS))


Find = Callable[[str], Awaitable[list[Customer]]]


def _directory(by_id: Callable[[str], Awaitable[Row | None]], finds: dict[Kind, Find], region: str | None) -> Directory:
    def lookup(kind: Kind) -> Lookup:
        async def find(texts: Texts) -> list[Row]:
            found = await finds[kind](texts[kind])
            return [row_of(customer, region) for customer in found]

        return Lookup(frozenset({kind}), find)

    return Directory(by_id, tuple(map(lookup, _KINDS)), frozenset(_KINDS))
