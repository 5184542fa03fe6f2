"""Project-wide lists: partner, stores, interests, properties, sources, statuses. The seed's own ids are among them."""

from loaders.carecloud.sandbox.books import Books
from loaders.carecloud.sandbox.rows import Row, Words

PARTNER_ID = "86e05affc7a7abe"
SOURCE_ID = "0b1788109b8"
WEBSHOP_SOURCE_ID = "81d23fa0c65be94a7c02b1e3f9"
POINT_TYPE_ID = "86e05affc7a7abefcd513ab400"
CURRENCY_ID = "8bc5a2f17e3460d9814cb27fa0"
CARD_TYPE_ID = "8bed991c68a470e7aaeffbf048"
PURCHASE_TYPE_ID = "83f06ad4be127c9958ea304d61"
PRODUCT_REWARD_TYPE_ID = "8fdd651ff3f615bcebebad87ce"
DISCOUNT_REWARD_TYPE_ID = "8fdd651ff3f615bcebebad87cf"

STORE_IDS = ("86e05affc7a7abefc", "81eaeea13b8984a169c490a325", "82b7c94e01f3da5688e2047bc1", "84d19f3be06ca2577b90e8134d")
INTEREST_IDS = ("87d706e4864d02af7", "87d706e4864d02af8", "87d706e4864d02af9", "87d706e4864d02afa")
STATUS_IDS = ("86e05affc7a7abefcd513ab401", "86e05affc7a7abefcd513ab402", "86e05affc7a7abefcd513ab403")
SEED_PROPERTY_ID = "87d76e48264d026dpab0f7"

_CHANGED = "2019-01-08 18:34:07"
_STORES = (
    # name, street, number, zip, city, country, longitude, latitude, visible to customers
    ("Ice Cream HQ", "Main", "18", "11000", "Prague", "cz", 0, 0, 1),
    ("Magazin Universității", "Bulevardul Regina Elisabeta", "7", "030018", "București", "ro", 26.1025, 44.4352, 1),
    ("Magazin Unirii", "Piața Unirii", "3", "400133", "Cluj-Napoca", "ro", 23.5899, 46.7694, 1),
    ("Depozit Iași", "Strada Păcurari", "121", "700547", "Iași", "ro", 0, 0, 0),
)


def fill_catalogue(books: Books) -> None:
    """Put the project-wide lists (rewards apart) into the books."""
    for number in range(len(_STORES)):
        books.stores.add(_store(number))
    names = (Words("Zmrzlina", "Ice cream"), Words("Káva", "Coffee"), Words("Sport", "Sport"), Words("Cestování", "Travel"))
    for interest_id, name in zip(INTEREST_IDS, names, strict=True):
        books.interests.add({"interest_id": interest_id, "name": name})
    for row in (
        _property("wedding_date", Words("Datum svatby", "Date of wedding"), "date"),
        _property("newsletter", Words("Odběr novinek", "Newsletter"), "boolean"),
        _property("favourites", Words("Oblíbené", "Favourites"), "multiselect"),
        _property("visit_count", Words("Počet návštěv", "Number of visits"), "integer"),
        _property(SEED_PROPERTY_ID, Words("Poznámka", "Remark"), "string"),
    ):
        books.properties.add(row)
    books.sources.add(_source(SOURCE_ID, "ERP", "erp"))
    books.sources.add(_source(WEBSHOP_SOURCE_ID, "Webshop registration", "webshop_registration"))
    for number, level in enumerate(("Basic", "Silver", "Gold")):
        books.statuses.add(_status(number, level))
    books.reward_types.add(_reward_type(PRODUCT_REWARD_TYPE_ID, Words("Výrobek zdarma", "Product for free")))
    books.reward_types.add(_reward_type(DISCOUNT_REWARD_TYPE_ID, Words("Procentní sleva", "Percentage discount")))
    books.partners.add(_partner())
    books.point_types.add({"point_type_id": POINT_TYPE_ID, "name": "Points"})


def address(street: str, number: str, postcode: str, city: str, country: str) -> Row:
    """An address with all seven lines, most of them null, as the seed shows it."""
    lines: Row = {f"address{line}": None for line in range(3, 8)}
    return {"address1": street, "address2": number, **lines, "zip": postcode, "city": city, "country_code": country}


def _store(number: int) -> Row:
    name, street, house, postcode, city, country, longitude, latitude, visible = _STORES[number]
    # Empty texts and 0/0 both mean "not set"; the first store is the seed's own, word for word.
    return {
        "store_id": STORE_IDS[number],
        "store_code": f"S{number}" if number else "",
        "name": name,
        "store_address": address(street, house, postcode, city, country),
        "contact_email": f"magazin{number}@example.com" if number else "",
        "manager_name": "",
        "phone_number": f"4021300000{number}" if number else "",
        "partner_id": PARTNER_ID,
        "system_id": f"A2375{3 + number}",
        "gps_coordinates": {"gps_longitude": longitude, "gps_latitude": latitude},
        "url_address": "",
        "opening": [],
        "image_urls": [],
        "last_change": "2018-12-19 16:12:56",
        "_visible": visible,
        "_properties": {"provided_services": "parking"} if number == 1 else {},
    }


def _property(property_id: str, name: Words, data_type: str) -> Row:
    return {
        "property_id": property_id,
        "name": name,
        "description": "",
        "data_type": data_type,
        "items": [],
        "is_required": False,
        "is_unique": False,
        "last_change": "2019-06-20 14:48:09",
        "state": 1,
    }


def _source(source_id: str, name: str, text_id: str) -> Row:
    return {
        "customer_source_id": source_id,
        "name": name,
        "customer_source_text_id": text_id,
        "state": 1,
        "last_change": _CHANGED,
    }


def _status(number: int, name: str) -> Row:
    return {
        "status_id": STATUS_IDS[number],
        "name": name,
        "description": "",
        "qualification_period": 12,
        "qualification_turnover": [],
        "qualification_points": 1000.0 * number,
        "previous_status": STATUS_IDS[number - 1] if number else None,
        "next_status": STATUS_IDS[number + 1] if number + 1 < len(STATUS_IDS) else None,
        "last_change": _CHANGED,
        "state": 1,
    }


def _reward_type(reward_type_id: str, name: Words) -> Row:
    return {"reward_type_id": reward_type_id, "name": name, "last_change": "2020-01-14 09:02:13.235667"}


def _partner() -> Row:
    return {
        "partner_id": PARTNER_ID,
        "name": "Demo",
        "address": address("Old Town Square", "35", "11000", "Prague", "cz"),
        "registration_id": "123456789",
        "vat_id": "CZ123456789",
        "email": "partner@example.com",
        "phone": "420000000",
        "state": 1,
    }
