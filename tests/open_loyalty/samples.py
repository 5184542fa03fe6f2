"""The campaign of the documentation's samples, as the graph's input has it."""

LEVEL1 = "e82c96cf-32a3-43bd-9034-4df343e5fd94"
LEVEL2 = "000096cf-32a3-43bd-9034-4df343e5fd94"

CAMPAIGN: dict[str, object] = {
    "reward": "DISCOUNT_CODE",
    "name": "Discount Code Campaign",
    "shortDescription": "A short description of discount code campaign",
    "conditionsDescription": "Discount code for registration",
    "usageInstruction": "Use discount code as you like",
    "active": True,
    "costInPoints": 100,
    "labels": [{"key": "type", "value": "promotion"}, {"key": "type", "value": "cashback"}],
    "levels": [LEVEL1, LEVEL2],
    "unlimited": False,
    "singleCoupon": False,
    "limit": 10,
    "limitPerUser": 1,
    "coupons": ["testCoupon", "DiscountCoupon"],
    "visibleFrom": "2017-10-05T10:59:00+02:00",
    "visibleUntil": "2018-10-05T08:59:00Z",
    "startsAt": "2017-09-05T10:59:00+02:00",
    "endsAt": "2017-12-05T10:59:00+01:00",
}
