"""The project's rewards: the seed's own, expired since 2017, and eleven of today."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from loaders.carecloud.sandbox.books import Books
from loaders.carecloud.sandbox.catalogue import (
    DISCOUNT_REWARD_TYPE_ID,
    PARTNER_ID,
    PRODUCT_REWARD_TYPE_ID,
    STORE_IDS,
)
from loaders.carecloud.sandbox.rows import Row, Words, local, midnight, opaque_id, precise

CASH_DESK, CATALOGUE, CAMPAIGN, SIMPLE = 0, 1, 2, 4
SEED_REWARD_ID = "8bdf68d3838b4e009991819e85"
TAG_ID = "8bc8ca16f9c5039951021700a2"
CUSTOMER_TYPE_ID = "82c06812c0756528660784fef0"


@dataclass(frozen=True, slots=True)
class _Offer:
    """One reward in short; `starts` and `ends` are days from today."""

    cs: str
    en: str
    group: int
    cost: float | None
    code: str = ""
    starts: int = -200
    ends: int = 160
    state: int = 1
    is_automated: bool = False
    is_discount: bool = False


_OFFERS = (
    _Offer("Zmrzlina zdarma", "Free ice cream", CATALOGUE, 50.0, "ICE"),
    _Offer("Sleva 10 %", "10 % discount", CATALOGUE, 120.0, "TEN", is_discount=True),
    _Offer("Dezert a káva", "Dessert and coffee", CATALOGUE, 200.0),
    _Offer("Narozeninový dort", "Birthday cake", CAMPAIGN, None, is_automated=True),
    _Offer("Dvě za cenu jedné", "Two for one", CATALOGUE, 80.5, "TEN"),
    _Offer("Taška na nákup", "Shopping bag", SIMPLE, 30.0, "BAG"),
    _Offer("Sleva u pokladny", "Discount at the till", CASH_DESK, None, "TILL", is_automated=True, is_discount=True),
    _Offer("Zimní balíček", "Winter package", CATALOGUE, 300.0, starts=-400, ends=-40),
    _Offer("Víkend v horách", "Weekend in the mountains", CATALOGUE, 5000.0),
    _Offer("Stažená odměna", "Withdrawn reward", CATALOGUE, 10.0, state=2),
    _Offer("Jarní předprodej", "Spring presale", CATALOGUE, 60.0, starts=30, ends=120),
)


def fill_rewards(books: Books, now: datetime) -> None:
    """Put all rewards into the books; `now` places their validity."""
    books.rewards.add(_seed_reward())
    for number, offer in enumerate(_OFFERS, start=1):
        books.rewards.add(_reward(number, offer, midnight(now)))


def _seed_reward() -> Row:
    changed = "2017-06-14 10:43:49.882375"
    return {
        **_reward_fields(_Offer("Letní balíček 2017", "Summer package 2017", CAMPAIGN, None)),
        "reward_id": SEED_REWARD_ID,
        "additional_properties": [_global_property(SEED_REWARD_ID, changed)],
        "priority": None,
        "last_change": changed,
        "_stores": [STORE_IDS[0]],
        "_valid_from": "2017-06-15 00:00:00",
        "_valid_to": "2017-09-15 23:59:59",
    }


def _reward(number: int, offer: _Offer, today: datetime) -> Row:
    reward_id = opaque_id("reward", number)
    changed = precise(today - timedelta(days=number, microseconds=number * 7919))
    return {
        **_reward_fields(offer),
        "reward_id": reward_id,
        "additional_properties": [_global_property(reward_id, changed)] if number % 3 == 0 else [],
        "priority": 1 + number % 9,
        "image_urls": [f"https://images.example.com/rewards/{number}.jpg"] if number % 2 else [],
        "last_change": changed,
        "_stores": list(STORE_IDS[: 1 + number % len(STORE_IDS)]),
        "_valid_from": local(today + timedelta(days=offer.starts)),
        "_valid_to": local(today + timedelta(days=offer.ends) - timedelta(seconds=1)),
    }


def _reward_fields(offer: _Offer) -> Row:
    """All fields in the vendor's order; ids, stores, properties and times are filled in above."""
    return {
        "reward_id": "",
        "code": offer.code,
        "name": Words(offer.cs, offer.en),
        "note": None,
        "subtitle": "",
        "points_cost": offer.cost,
        "valid_time_from": "09:00:00" if offer.group == CASH_DESK else None,
        "valid_time_to": "22:00:00" if offer.group == CASH_DESK else None,
        "reward_group": offer.group,
        "reward_type_id": DISCOUNT_REWARD_TYPE_ID if offer.is_discount else PRODUCT_REWARD_TYPE_ID,
        "store_list": [],
        "additional_properties": [],
        "priority": None,
        "image_urls": [],
        "reward_external_url": None,
        "has_product_condition": False,
        "has_group_condition": False,
        "has_brand_condition": False,
        "has_product_bonus": not offer.is_discount,
        "has_group_bonus": False,
        "has_brand_bonus": False,
        "reward_product_relation_conditions": [],
        "reward_product_relation_bonuses": [],
        "is_automated": offer.is_automated,
        "tags": [] if offer.is_automated else [{"tag_id": TAG_ID, "name": Words("Doporučeno", "Recommended")}],
        "last_change": "",
        "state": offer.state,
        "_partner_id": PARTNER_ID,
        "_customer_type_id": CUSTOMER_TYPE_ID,
    }


def _global_property(reward_id: str, changed: str) -> Row:
    # The record id carries a colon, and the value is a boolean here, as in the seed.
    return {
        "property_record_id": f"global:{reward_id}",
        "property_id": "global",
        "property_name": "Global setup of reward",
        "property_value": True,
        "last_change": changed,
    }
