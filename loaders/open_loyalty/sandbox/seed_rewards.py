"""The campaigns the stand-in starts with: each is an example of something a client must cope with."""

import base64
from datetime import datetime, timedelta

from loaders.open_loyalty.sandbox.members import Level
from loaders.open_loyalty.sandbox.rewards import CASHBACK, PERCENTAGE, Campaign, Period, Photo, Terms

# The documentation's own ids.
LEVEL0 = "000096cf-32a3-43bd-9034-4df343e5fd93"
LEVEL1 = "e82c96cf-32a3-43bd-9034-4df343e5fd94"
LEVEL2 = "000096cf-32a3-43bd-9034-4df343e5fd94"
ANNIVERSARY = "00000000-0000-0000-0000-000000000002"
BIG_SPENDERS = "00000000-0000-0000-0000-000000000003"
LEVELS = (Level(LEVEL0, "level0", 0, 0.14), Level(LEVEL1, "level1", 20, 0.15), Level(LEVEL2, "level2", 200, 0.2))

_ALL = (LEVEL0, LEVEL1, LEVEL2)
# A PNG of one pixel.
_PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="


def campaigns(now: datetime) -> list[Campaign]:
    """The first six can be bought by their audience; every other one is special in the way its name says."""
    first, *others = [*_buyable(now), *_special(now)]
    photo = Photo(base64.b64decode(_PIXEL), "image/png")
    return [Campaign(LEVEL0, first, photo), *(Campaign(_id(number), terms) for number, terms in enumerate(others, 1))]


def _buyable(now: datetime) -> list[Terms]:
    year = _around(now, -365, 365)
    how = "Use the code at the till."
    return [
        Terms(
            "discount_code", "Ten euros off", how, "**Ten euros** off your next purchase", "One code per purchase",
            cost=10, limit=500, limit_per_user=20, levels=_ALL, coupons=_codes("TEN", 200),
            labels=(("type", "promotion"), ("season", "all")), activity=year, visibility=year,
        ),
        Terms(
            "gift_code", "Anniversary gift", how, cost=20, limit=300, limit_per_user=5, levels=(LEVEL2,),
            segments=(ANNIVERSARY,), coupons=_codes("GIFT", 200), activity=year, visibility=year,
        ),
        Terms(
            "discount_code", "Discount Code Campaign", "Use discount code as you like",
            "A short description of discount code campaign", "Discount code for registration",
            cost=100, limit=150, limit_per_user=1, levels=(LEVEL1, LEVEL2), coupons=_codes("DISC", 150),
            labels=(("type", "promotion"), ("type", "cashback")), activity=year, visibility=year,
        ),
        Terms(
            "free_delivery_code", "Free delivery", how, "Delivery on us", cost=30, is_single_coupon=True,
            is_unlimited=True, levels=_ALL, coupons=("FREEDELIVERY",), labels=(("channel", "online"),),
        ),
        Terms(
            "value_code", "Voucher of fifty", how, cost=60, is_unlimited=True, levels=_ALL, coupons=_codes("FIFTY", 200),
            extras=(("rewardValue", 50), ("tax", 23), ("taxPriceValue", 9.35), ("brandDescription", "Our own brand")),
        ),
        Terms("event_code", "Bare event", cost=5, is_unlimited=True, levels=_ALL, coupons=_codes("EVENT", 200)),
    ]  # fmt: skip


def _special(now: datetime) -> list[Terms]:
    how = "Show the code."
    return [
        Terms("event_code", "Segment only", how, cost=15, is_unlimited=True, segments=(BIG_SPENDERS,), coupons=_codes("BIG", 50)),
        Terms("gift_code", "Switched off", how, is_active=False, cost=10, is_unlimited=True, levels=_ALL, coupons=_codes("OFF", 9),
              activity=_around(now, -30, 30), visibility=_around(now, -30, 30)),
        Terms("gift_code", "Not yet active", how, cost=10, is_unlimited=True, levels=_ALL, coupons=_codes("SOON", 9),
              activity=_around(now, 30, 60)),
        Terms("gift_code", "No longer visible", how, cost=10, is_unlimited=True, levels=_ALL, coupons=_codes("GONE", 9),
              visibility=_around(now, -90, -30)),
        Terms("value_code", "One coupon", how, cost=5, limit=10, limit_per_user=10, levels=_ALL, coupons=("ONLY-ONE",)),
        Terms("value_code", "One use", how, cost=5, limit=1, limit_per_user=1, levels=_ALL, coupons=_codes("USE", 5)),
        Terms("gift_code", "Beyond reach", how, cost=100_000, limit=5, limit_per_user=1, levels=_ALL, coupons=_codes("YACHT", 5),
              labels=(("type", "luxury"),)),
        Terms(CASHBACK, "Cash back", how, levels=_ALL, extras=(("pointValue", 0.5),)),
        Terms(PERCENTAGE, "Ten percent of a purchase", how, levels=_ALL, coupons=("10",), is_unlimited=True,
              extras=(("transactionPercentageValue", 10), ("daysInactive", 0), ("daysValid", 30))),
    ]  # fmt: skip


def _around(now: datetime, first_day: int, last_day: int) -> Period:
    return Period(now + timedelta(days=first_day), now + timedelta(days=last_day))


def _codes(prefix: str, count: int) -> tuple[str, ...]:
    return tuple(f"{prefix}-{number:04d}" for number in range(1, count + 1))


def _id(number: int) -> str:
    # The first two are the documentation's own.
    known = {1: "000096cf-32a3-43bd-9034-4df343e5fd92", 2: "3062c881-93f3-496b-9669-4238c0a62be8"}
    return known.get(number, f"000096cf-32a3-43bd-9034-{number:012x}")
