"""What belongs to the seeded customers: vouchers, points, purchases, properties, interests, statuses."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from loaders.carecloud.sandbox.books import Books
from loaders.carecloud.sandbox.catalogue import (
    CURRENCY_ID,
    INTEREST_IDS,
    PARTNER_ID,
    POINT_TYPE_ID,
    PURCHASE_TYPE_ID,
    STATUS_IDS,
    STORE_IDS,
)
from loaders.carecloud.sandbox.reward_catalogue import CATALOGUE
from loaders.carecloud.sandbox.rows import Row, local, midnight, opaque_id
from loaders.sandbox.people import Person

_REDEEMED = 20.5


def fill_history(books: Books, people: Sequence[Person], now: datetime) -> None:
    """Put everything that differs by person number into the books; times lie before or around `now`."""
    today = midnight(now)
    catalogue = [str(row["reward_id"]) for row in books.rewards.all() if row["reward_group"] == CATALOGUE and row["state"] == 1]
    for person in people:
        spelling = person.at("carecloud")
        if spelling is None:
            continue
        number, customer_id = person.number, spelling.id
        for nth in range(3 - number % 4):
            reward_id = catalogue[(number + nth) % len(catalogue)]
            books.vouchers.add(_voucher(number, nth, customer_id, reward_id, today))
        _add_points(books, number, customer_id, today)
        for nth in range(0 if number % 13 == 12 else 2 + number % 3):
            books.purchases.add(_purchase(number, nth, customer_id, person.card, today))
        _add_properties(books, number, customer_id)
        for nth in range(number % 3):
            books.interest_records.add(_interest(number, nth, customer_id))
        _add_statuses(books, number, customer_id, today)


def _voucher(number: int, nth: int, customer_id: str, reward_id: str, today: datetime) -> Row:
    """The first is valid, the second was applied, the third has expired."""
    created = today - timedelta(days=20 + 100 * nth + number % 10)
    applied = created + timedelta(days=3, hours=13)
    return {
        "voucher_id": opaque_id("voucher", number, nth),
        "customer_id": customer_id,
        "store_id": STORE_IDS[number % 3] if nth == 1 else None,
        "code": opaque_id("voucher code", number, nth)[1:10].upper(),
        "value": 3.49 if nth == 1 else None,
        "applied_date": local(applied) if nth == 1 else None,
        "valid_from": local(created),
        "valid_to": local(created + timedelta(days=30 if nth == 2 else 300) - timedelta(seconds=1)),
        # A text here, an integer in the reward itself.
        "reward_group": str(CATALOGUE),
        "note": "" if nth else "Contact before use",
        "created_at": local(created),
        "last_change": local(applied if nth == 1 else created),
        "state": 1,
        "_reward_id": reward_id,
    }


def _add_points(books: Books, number: int, customer_id: str, today: datetime) -> None:
    for nth in range(0 if number % 5 == 4 else 2 + number % 3):
        assigned = 100.0 + 50.0 * ((number + nth) % 6)
        # The third of a person's records is past its end, so it doesn't count into the balance.
        ends = -30 if nth == 2 else 400
        books.points.add(
            {
                "point_id": opaque_id("point", number, nth),
                "customer_id": customer_id,
                "assigned_points": assigned,
                "available_points": assigned - _REDEEMED if nth == 0 else assigned,
                "point_type_id": POINT_TYPE_ID,
                "partner_id": PARTNER_ID,
                "valid_to": local(today + timedelta(days=ends) - timedelta(seconds=1)),
                "state": 1,
                "created_at": local(today - timedelta(days=10 + 60 * nth, seconds=-37_000)),
                "note": None if nth else "Welcome",
            }
        )
        if nth == 0:
            books.redemptions.add(
                {
                    "point_id": opaque_id("redemption", number),
                    "customer_id": customer_id,
                    "amount": _REDEEMED,
                    "created_at": local(today - timedelta(days=5, seconds=-40_000)),
                }
            )


def _purchase(number: int, nth: int, customer_id: str, card: str, today: datetime) -> Row:
    paid = local(today - timedelta(days=7 + 95 * nth + number % 30, seconds=-(43_000 + number)))
    total = round(25.0 + (number * 13 + nth * 7) % 200 + 0.9, 2)
    return {
        "purchase_id": opaque_id("purchase", number, nth),
        "customer_id": customer_id,
        "store_id": STORE_IDS[(number + nth) % 3],
        "external_purchase_id": f"BILL-{number:04d}-{nth}",
        "payment_time": paid,
        "items_count": 1,
        "type_id": PURCHASE_TYPE_ID,
        "total_price": total,
        "currency_id": CURRENCY_ID,
        "card_number": card,
        "cashdesk_number": str(1 + nth),
        "last_change": paid,
        "property_records": [],
        "_items": [{"plu_name": "Ice cream", "amount": 1.0, "price": total}],
    }


def _add_properties(books: Books, number: int, customer_id: str) -> None:
    # The one-digit second is the seed's own.
    if number % 3 == 0:
        _add_property(books, customer_id, "wedding_date", "2001-08-13", "2019-04-15 14:37:3.574408")
    if number % 2 == 0:
        _add_property(books, customer_id, "newsletter", True, "2019-04-15 14:37:13.574408")
    if number % 5 == 1:
        _add_property(books, customer_id, "favourites", [], "2020-02-02 00:00:00")
    if number % 5 == 0:
        _add_property(books, customer_id, "visit_count", number, "2020-02-02 00:00:00")


def _add_property(books: Books, customer_id: str, property_id: str, value: object, changed: str) -> None:
    prop = books.properties.get(property_id) or {}
    books.property_records.add(
        {
            "property_record_id": f"{property_id}:{customer_id}",
            "property_id": property_id,
            "property_name": prop.get("name"),
            "property_value": value,
            "last_change": changed,
            "_customer_id": customer_id,
        }
    )


def _interest(number: int, nth: int, customer_id: str) -> Row:
    return {
        "interest_record_id": opaque_id("interest record", number, nth),
        "interest_id": INTEREST_IDS[(number + nth) % len(INTEREST_IDS)],
        "customer_id": customer_id,
        "last_change": "2023-03-13 17:35:05",
    }


def _add_statuses(books: Books, number: int, customer_id: str, today: datetime) -> None:
    level = number % len(STATUS_IDS)
    for nth, status_id in enumerate(STATUS_IDS[: level + 1]):
        current = nth == level
        books.status_records.add(
            {
                "status_record_id": opaque_id("status record", number, nth),
                "status_id": status_id,
                "customer_id": customer_id,
                "valid_from": local(today - timedelta(days=200 + 365 * (level - nth))),
                "valid_to": local(today + timedelta(days=165 if current else 165 - 365 * (level - nth), seconds=-1)),
                "purchase_conditions": {"next_status_id": STATUS_IDS[nth + 1] if nth + 1 < len(STATUS_IDS) else None},
                "last_change": local(today - timedelta(days=200)),
                "state": 1,
            }
        )
