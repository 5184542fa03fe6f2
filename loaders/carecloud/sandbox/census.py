"""The customers: one row per person this vendor knows, and a few old rows of the same people."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from loaders.carecloud.sandbox.books import Books
from loaders.carecloud.sandbox.catalogue import CARD_TYPE_ID, SOURCE_ID, STORE_IDS, WEBSHOP_SOURCE_ID, address
from loaders.carecloud.sandbox.rows import FOREVER, Row, local, midnight, opaque_id, part
from loaders.sandbox.people import Person, Spelling

DELETED, ACTIVE, INACTIVE = 0, 1, 2
FORMER_ROWS = {112: DELETED, 152: DELETED, 172: INACTIVE}
"Persons who have a second, dead row with the same e-mail and phone."

_WOMEN = frozenset({"Ana", "Corina", "Elena", "Gabriela", "Ioana", "Maria"})


def fill_customers(books: Books, people: Sequence[Person], now: datetime) -> None:
    """Put customers, their cards and their external ids into the books."""
    today = midnight(now)
    for person in people:
        spelling = person.at("carecloud")
        if spelling is None:
            continue
        if person.number in FORMER_ROWS:
            books.customers.add(_former(_customer(person, spelling, today), FORMER_ROWS[person.number]))
        books.customers.add(_customer(person, spelling, today))
        for card in _cards(person, spelling, today):
            books.cards.add(card)
        for record in _source_records(person, spelling, today):
            books.source_records.add(record)


def password_of(person: Person) -> str:
    """What a seeded person types to log in; it meets the vendor's rules for passwords."""
    return f"Parola{person.number:04d}"


def _customer(person: Person, spelling: Spelling, today: datetime) -> Row:
    number = person.number
    row: Row = {
        "customer_id": spelling.id,
        "personal_information": _personal_information(person, spelling),
        "last_change": local(today - timedelta(days=number % 90, seconds=3600 + number)),
        "state": ACTIVE,
        "_password": password_of(person),
        "_number": number,
    }
    # Absent, not null, for whoever never confirmed the double opt-in.
    if number % 4 != 3:
        row["doi_email"] = local(today - timedelta(days=400 + number))
    if number % 4 == 1:
        row["doi_phone"] = local(today - timedelta(days=399 + number))
    return row


def _personal_information(person: Person, spelling: Spelling) -> Row:
    number = person.number
    about: Row = {
        "salutation": "",
        "gender": None if number % 17 == 9 else 2 if spelling.first_name in _WOMEN else 1,
        "first_name": spelling.first_name,
        "last_name": spelling.last_name,
        "pre_nominals": "Dr." if number % 25 == 24 else None,
        "post_nominals": None,
        # The official examples have this impossible date too.
        "birthdate": "985-02-12" if number % 97 == 41 else person.birth_date.isoformat(),
        "email": spelling.email or "",
        "phone": spelling.phone or "",
        "language_id": "ro",
        "store_id": STORE_IDS[number % 3],
        "address": address("Strada Florilor", str(1 + number % 80), f"{100000 + number}", person.city, "ro"),
        "agreement": {
            "agreement_gtc": 1,
            "agreement_profiling": number % 3,
            "agreement_marketing_communication": (number + 1) % 3,
            "custom_agreements": [],
        },
        "consents": [],
    }
    if number % 6 == 0:
        about["photo_url"] = f"https://images.example.com/people/{number}.jpg"
    return about


def _former(row: Row, state: int) -> Row:
    """An older row of the same person under another id."""
    about = part(row, "personal_information")
    return {
        **row,
        "customer_id": "8ea1" + str(row["customer_id"])[4:],
        "personal_information": dict(about),
        "last_change": "2018-03-02 08:15:00",
        "state": state,
        "_number": None,
    }


def _cards(person: Person, spelling: Spelling, today: datetime) -> list[Row]:
    number = person.number
    main: Row = {
        "card_id": opaque_id("card", number),
        "customer_id": spelling.id,
        "card_type_id": CARD_TYPE_ID,
        "card_number": spelling.card,
        "secondary_card_number": f"AX{person.card[-6:]}" if number % 4 == 0 else "",
        "valid_from": local(today - timedelta(days=700)),
        "valid_to": FOREVER,
        "store_id": STORE_IDS[number % 3],
        "last_change": local(today - timedelta(days=700)),
        "state": 1,
    }
    lost: Row = {
        **main,
        "card_id": opaque_id("lost card", number),
        "card_number": str(7_000_000_000_000 + number),
        "secondary_card_number": None,
        "valid_to": local(today - timedelta(days=700)),
        "state": 0,
    }
    return [lost, main] if number % 5 == 3 else [main]


def _source_records(person: Person, spelling: Spelling, today: datetime) -> list[Row]:
    main: Row = {
        "customer_source_record_id": opaque_id("source record", person.number),
        "customer_source_id": SOURCE_ID,
        "customer_id": spelling.id,
        "external_id": spelling.external_id,
        "last_change": local(today - timedelta(days=500)),
    }
    webshop: Row = {
        **main,
        "customer_source_record_id": opaque_id("webshop record", person.number),
        "customer_source_id": WEBSHOP_SOURCE_ID,
        "external_id": f"W{person.number:05d}",
    }
    return [main, webshop] if person.number % 6 == 5 else [main]
