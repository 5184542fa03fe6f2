"""The members the stand-in starts with: one row per person who is known here, with receipts, points and purchases.

Person 0 has three purchases and plenty of points; every eleventh person has neither points nor receipts.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from loaders.open_loyalty.sandbox.members import Customer, Level, Purchase, Segment, Transaction, Transfer
from loaders.open_loyalty.sandbox.programme import Programme
from loaders.open_loyalty.sandbox.seed_rewards import ANNIVERSARY, BIG_SPENDERS, LEVELS, campaigns
from loaders.sandbox.people import Person, Spelling

_PURCHASES = (3, 1, 2, 0)
_BUYABLE = 6
_PLACES = ("wroclaw", "București", "Cluj-Napoca")
_POINTS_PER_EURO = 2.3


def fill(programme: Programme, people: Sequence[Person]) -> None:
    """Put levels, campaigns and members into an empty programme. Newest members come first, as in the vendor's list."""
    now = programme.now()
    programme.levels = {level.id: level for level in LEVELS}
    programme.campaigns = {campaign.id: campaign for campaign in campaigns(now)}
    known = [(person, row) for person in people if (row := person.at("open_loyalty"))]
    members = [(person.number, _member(programme, person, row, now)) for person, row in known]
    programme.segments = {segment.id: segment for segment in _segments(members)}
    for number, member in members:
        _buy(programme, number, member, now)
    newest = sorted((member for _, member in members), key=lambda member: member.created_at, reverse=True)
    programme.customers = {member.id: member for member in newest}


def _member(programme: Programme, person: Person, row: Spelling, now: datetime) -> Customer:
    number = person.number
    created = now - timedelta(days=400 + number * 37 % 600, minutes=number)
    receipts = [] if _is_poor(number) else [_receipt(programme, number, step, now) for step in range((number * 7 + 3) % 6)]
    level = _level(sum(receipt.amount for receipt in receipts))
    member = Customer(
        id=row.id, first_name=row.first_name, last_name=row.last_name, gender=("female", "male", None)[number % 3],
        email=row.email or "", phone=row.phone or "", card=row.card, birth_date=person.birth_date,
        address=_address(person), created_at=created, updated_at=now - timedelta(days=number % 40, hours=1),
        level=level, is_active=number % 50 != 49, manual_level=level if number % 9 == 4 else None,
        agreements=(number % 2 == 0, number % 3 == 0, False), transactions=receipts,
    )  # fmt: skip
    if not _is_poor(number):
        bonus = 1000 if number == 0 else 150 + number % 7 * 50
        expiry = created + timedelta(days=5 * 365)
        member.transfers.append(Transfer(programme.new_id(), "adding", bonus, created, "system", "welcome", expiry))
    member.transfers.extend(_earned(programme, number, receipt, now) for receipt in receipts)
    if number % 13 == 5:
        member.transfers.append(Transfer(programme.new_id(), "adding", 55, created, "admin", is_canceled=True))
    return member


def _is_poor(number: int) -> bool:
    return number % 11 == 10


def _address(person: Person) -> dict[str, str] | list[str] | None:
    """Most have one; "none" is spelled in all three ways: left out, `{}` and `[]`."""
    street = {"street": "Strada Lungă", "address1": str(person.number + 1), "postal": f"{person.number:06d}"}
    filled = street | {"province": person.city, "city": person.city, "country": "RO"}
    return {7: None, 8: {}, 9: []}.get(person.number % 10, filled)


def _level(amount: float) -> Level:
    return [level for level in LEVELS if level.condition <= amount][-1]


def _receipt(programme: Programme, number: int, step: int, now: datetime) -> Transaction:
    item = 1 + (number + step) % 3
    amount = 3 + (number * 37 + step * 53) % 120 + (0.5 if number % 2 else 0)
    at = now - timedelta(days=10 + number % 30 + step * 90, hours=(number + step) % 9)
    goods = ((f"SKU{item}", f"item {item}", amount - 1), ("BAG", "bag", 1.0))
    points = round(amount * _POINTS_PER_EURO, 2)
    return Transaction(programme.new_id(), f"{number}-{step + 1}", at, _PLACES[number % 3], amount, points, goods)


def _earned(programme: Programme, number: int, receipt: Transaction, now: datetime) -> Transfer:
    """Points of a receipt: they live for a year, and those of fresh receipts are locked for some."""
    locked = receipt.at + timedelta(days=40) if number % 5 == 2 and receipt.at + timedelta(days=40) > now else None
    return Transfer(
        programme.new_id(), "adding", receipt.points, receipt.at, "system",
        expire_at=receipt.at + timedelta(days=365), locked_until=locked, transaction=receipt,
    )  # fmt: skip


def _segments(members: Sequence[tuple[int, Customer]]) -> list[Segment]:
    anniversary = frozenset(member.id for number, member in members if number % 6 == 0)
    spenders = frozenset(member.id for _, member in members if member.amount >= 300)
    nobody: frozenset[str] = frozenset()
    return [
        Segment("00000000-0000-0000-0000-000000000001", "empty", "nobody, so far", nobody),
        Segment(ANNIVERSARY, "anniversary", "registered in this month", anniversary),
        Segment(BIG_SPENDERS, "big spenders", "300 euros and more", spenders),
    ]


def _buy(programme: Programme, number: int, member: Customer, now: datetime) -> None:
    """Purchases of the past; the two scarce campaigns are used up by their first buyer."""
    shelf = list(programme.campaigns.values())
    for step in range(_PURCHASES[number % 4]):
        campaign = shelf[(number // 4 + step) % _BUYABLE]
        cost, code = campaign.terms.cost or 0, campaign.next_code()
        if code and member.points(now) >= cost and programme.is_for(campaign, member) and campaign.usage_left_for(member.id):
            at = now - timedelta(days=5 + number % 25 + step * 60, minutes=number)
            programme.record(member, campaign, Purchase(at, campaign.id, code, cost, is_used=(number + step) % 3 == 0))
    if number == 1:
        for campaign in shelf:
            if campaign.terms.name in {"One coupon", "One use"}:
                code = campaign.next_code() or ""
                programme.record(
                    member, campaign, Purchase(now - timedelta(days=3), campaign.id, code, campaign.terms.cost or 0)
                )
