"""The organization's own lists: catalogues, offers, SKUs, locations, channels, business users, action types."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from loaders.footprints.sandbox.stamps import iso

Row = dict[str, object]
Rows = dict[str, Row]
"""Documents by their `_id`, in the order in which the vendor lists them."""

_COUNTIES = (("Romania", "București"), ("Romania", "Cluj"), ("Romania", "Iași"), ("Moldova", "Chișinău"))
_CHANNELS = (
    ("Website", "Owned Media"),
    ("Call center", "Owned Media"),
    ("Word of mouth", "Earned Media"),
    ("Press", "Earned Media"),
)
_STAFF = (("Mara", "Voicu"), ("Tudor", "Enache"), ("Sorin", "Lupu"), ("Daria", "Pavel"))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that is not about one customer."""

    categories: Rows
    offers: Rows
    skus: Rows
    locations: Rows
    counties: dict[str, tuple[str, str]]
    "Country and county by location id; rows do not show them, the filter of List Locations asks for them."
    channels: Rows
    business_users: Rows
    action_types: Rows
    offline_campaigns: Rows


def object_id(prefix: str, number: int) -> str:
    """Return 24 hex digits that start with `prefix`."""
    return f"{prefix}{number:0{24 - len(prefix)}x}"


def named(row: Row) -> Row:
    """Return the `{_id, name}` of a row, as rows refer to each other."""
    return {"_id": row["_id"], "name": row["name"]}


def build(started: datetime) -> Catalogue:
    """Return the same lists every time; only their dates move with `started`."""
    categories = _rows({"_id": object_id("5d7a31", i), "name": f"Catalog {i + 1}"} for i in range(23))
    offers = _rows(_offer(i, list(categories.values())) for i in range(27))
    locations = _rows(_location(i, started) for i in range(12))
    return Catalogue(
        categories=categories,
        offers=offers,
        skus=_rows(_sku(i, list(offers.values())) for i in range(34)),
        locations=locations,
        counties={id_: _COUNTIES[i % 4] for i, id_ in enumerate(locations)},
        channels=_rows({"_id": object_id("5d7255", i), "name": n, "mediaType": m} for i, (n, m) in enumerate(_CHANNELS)),
        business_users=_rows(_user(i, list(locations.values()), list(categories.values())) for i in range(4)),
        action_types=_rows(
            {"_id": object_id("6d22aa", i), "name": name, "createdAt": iso(started - timedelta(days=800))}
            for i, name in enumerate(("Phone call", "Meeting", "E-mail"))
        ),
        offline_campaigns=_rows(_offline(i, started, list(locations)) for i in range(4)),
    )


def _rows(rows: Iterable[Row]) -> Rows:
    return {str(row["_id"]): row for row in rows}


def _offer(i: int, categories: list[Row]) -> Row:
    # An offer without a price has "" for it, as in the profile's example.
    price = "" if i % 9 == 4 else 250 + 50 * i
    category = named(categories[i % len(categories)])
    return {
        "_id": object_id("5d7f89", i),
        "name": f"Offer {i + 1}",
        "price": price,
        "externalId": f"GSFAR{300 + i}",
        "offerCategory": category,
    }


def _sku(i: int, offers: list[Row]) -> Row:
    return {
        "_id": object_id("5e6b7b", i),
        "name": f"PROD SKU {i + 1}",
        "price": 1132.5 + 10 * i,
        "externalId": f"RESH{132 + i}",
        "quantity": i % 5,
        "offer": named(offers[i % len(offers)]),
    }


def _location(i: int, started: datetime) -> Row:
    stamp = iso(started - timedelta(days=900 - i))
    return {
        "_id": object_id("5b8874", i),
        "timestamp": stamp,
        "createdAt": stamp,
        "areaId": object_id("5b6974", i % 4),
        "name": f"Sucursala {i + 1}",
        "description": "09:00-19:00" if i % 2 else "",
        "address": f"{_COUNTIES[i % 4][1]}, Str. Test nr.{i + 1}",
        "__v": 1,
        "coords": [0, 0] if i % 6 == 5 else [44.43 + i / 100, 26.08 + i / 100],
        "image": "",
    }


def _user(i: int, locations: list[Row], categories: list[Row]) -> Row:
    first, last = _STAFF[i]
    return {
        "_id": object_id("5ff16a", i),
        "locations": [named(row) for row in locations[i : i + i]],
        "offerCategories": [named(row) for row in categories[i : i + 2]],
        "firstName": first,
        "lastName": last,
        "email": f"{first}.{last}@example.com".lower(),
        "phone": f"073310000{i}",
        "groupRole": "sales",
        "role": "consultant",
    }


def _offline(i: int, started: datetime, locations: list[str]) -> Row:
    begin = started - timedelta(days=200 - 70 * i)
    stamp = iso(begin - timedelta(days=5))
    return {
        "_id": object_id("5b30cb", i),
        "locationId": locations[i],
        "name": f"Offline campaign {i + 1}",
        "description": "",
        "image": None,
        "type": "offline",
        "budget": 0,
        "startDate": iso(begin),
        "endDate": iso(begin + timedelta(days=90)),
        "timestamp": stamp,
        "createdAt": stamp,
        "drawFrequency": {"repeats": "none", "frequency": None, "day": None, "end": {"type": "", "value": ""}},
        "winningType": [],
        "__v": 0,
    }
