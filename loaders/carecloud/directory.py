"""How this vendor's people are found, by what its interface offers."""

from dataclasses import replace

from loaders.carecloud.people import People
from loaders.carecloud.records.customer import Card, Customer, SourceRecord
from loaders.carecloud.sessions import Sessions
from loaders.carecloud.settings import NAME
from loaders.identity.handle import Handle, Kind
from loaders.identity.lookup import Directory, Lookup, Texts
from loaders.identity.row import Row, handles
from loaders.upstream.errors import UpstreamError


def searched(people: People, region: str | None) -> Directory:
    """The enterprise interface's: 1 call by e-mail, phone or id, 2 by external id or card; e-mails, ids and cards of up to 50
    people share one. Deleted and inactive people are nobody.
    """

    async def by_id(customer_id: str) -> Row | None:
        found = await people.customer.load(customer_id)
        return row_of(found, region) if found else None

    async def by_email(texts: Texts) -> list[Row]:
        return [row_of(one, region) for one in await people.by_email.load(texts[Kind.EMAIL])]

    async def by_phone(texts: Texts) -> list[Row]:
        return [row_of(one, region) for one in await people.by_phone.load(texts[Kind.PHONE])]

    async def by_card(texts: Texts) -> list[Row]:
        cards = await people.cards_by_number.load(texts[Kind.LOYALTY_CARD])
        return await whole({card.customer_id or "": of_cards([card], region) for card in cards})

    async def by_external_id(texts: Texts) -> list[Row]:
        records = await people.by_external_id.load(texts[Kind.EXTERNAL_ID])
        return await whole({record.customer_id or "": of_sources([record], region) for record in records})

    async def whole(found: dict[str, frozenset[Handle]]) -> list[Row]:
        """The rows of customers of whom only an id and a handle are known."""
        customers = await people.customer.load_many(found)
        for failed in customers:
            if isinstance(failed, UpstreamError):
                raise failed
        return [row_of(one, region, found[one.id]) for one in customers if isinstance(one, Customer) and one.id in found]

    async def with_cards(row: Row) -> Row:
        cards = [card for card in await people.cards.load(row.id) if card.is_active]
        return added(row, of_cards(cards, region))

    async def with_external_ids(row: Row) -> Row:
        return added(row, of_sources(await people.source_records.load(row.id), region))

    lookups = (
        Lookup(frozenset({Kind.EXTERNAL_ID}), by_external_id, calls=2),
        Lookup(frozenset({Kind.LOYALTY_CARD}), by_card, calls=2),
        Lookup(frozenset({Kind.EMAIL}), by_email),
        Lookup(frozenset({Kind.PHONE}), by_phone),
    )
    extras = {Kind.EXTERNAL_ID: with_external_ids, Kind.LOYALTY_CARD: with_cards}
    return Directory(by_id, lookups, frozenset({Kind.EMAIL, Kind.PHONE}), extras)


def given(people: People, sessions: Sessions, region: str | None) -> Directory:
    """The customer interface's, which finds nobody: an id that was given or linked is taken at its word, without a call. Of
    somebody who logged in here the record is read, 1 call.
    """

    async def by_id(customer_id: str) -> Row | None:
        found = await people.customer.load(customer_id) if customer_id in sessions else None
        return row_of(found, region) if found else Row(NAME, customer_id)

    return Directory(by_id)


def row_of(customer: Customer, region: str | None, more: frozenset[Handle] = frozenset()) -> Row:
    """Return the customer's row, with the handles that led to it."""
    about = customer.about
    held = handles(region, email=about.email, phone=_dialled(about.phone))
    return Row(NAME, customer.id, about.first_name, about.last_name, about.birth_date, held | more, customer)


def _dialled(phone: str | None) -> str | None:
    """Read digits as this vendor documents them, with the country prefix and no plus; a single leading 0 is somebody's national number."""
    if phone is None or phone.startswith("+") or (phone.startswith("0") and not phone.startswith("00")):
        return phone
    return f"+{phone.removeprefix('00')}"


def of_cards(cards: list[Card], region: str | None) -> frozenset[Handle]:
    """The numbers on cards, the secondary ones too."""
    numbers = [number for card in cards for number in (card.number, card.secondary_number)]
    return frozenset().union(*(handles(region, loyalty_card=number) for number in numbers))


def of_sources(records: list[SourceRecord], region: str | None) -> frozenset[Handle]:
    """The external ids of source records."""
    return frozenset().union(*(handles(region, external_id=record.external_id) for record in records))


def added(row: Row, more: frozenset[Handle]) -> Row:
    """Return the row with more handles."""
    return replace(row, handles=row.handles | more)
