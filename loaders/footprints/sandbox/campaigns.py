"""Loyalty campaigns, in the two widths in which the vendor lists them. Docs: "Loyalty Campaign Codes"."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from loaders.footprints.sandbox.catalogue import Row, object_id
from loaders.footprints.sandbox.stamps import iso

# Name, internal id, and in days from now: start, end, expiry of the codes.
_PLAN = (
    ("Demo Campaign", "3irf2dmn8ks", -60, 60, 120),
    ("Loyal shopper", "17ytx3n52qm", -400, 200, 300),
    ("Back to school", "i8inejs4t8c", -300, -210, -180),
    ("Winter gifts", "e2h11c3its", -30, 30, 45),
    ("Next season", "4ihf47mngkb", 20, 80, 140),
    ("Black Friday", "msyfms5a9sd2", -150, -30, 30),
)


@dataclass(frozen=True, slots=True)
class LoyaltyCampaign:
    """A campaign that hands out codes for prizes; `prizes` are names with their points."""

    id: str
    internal_id: str
    name: str
    kind: str
    start: datetime
    end: datetime
    expire_codes: datetime
    location: Row
    prizes: tuple[tuple[str, int], ...]

    def is_active(self, now: datetime) -> bool:
        """Tell whether the campaign runs now."""
        return self.start <= now <= self.end


def plan(started: datetime, locations: list[Row]) -> list[LoyaltyCampaign]:
    """Return six campaigns around `started`: three running, two over, one to come."""
    return [
        LoyaltyCampaign(
            id=object_id("5bd2f3", i),
            internal_id=internal_id,
            name=name,
            kind="instant" if i % 2 else "standard",
            start=started + timedelta(days=start),
            end=started + timedelta(days=end),
            expire_codes=started + timedelta(days=expire),
            location=locations[i],
            prizes=tuple((f"Prize {prize + 1}", 10 * (prize + 1)) for prize in range(1 + i % 3)),
        )
        for i, (name, internal_id, start, end, expire) in enumerate(_PLAN)
    ]


def narrow(campaign: LoyaltyCampaign, total: int) -> Row:
    """A row of active-campaigns."""
    return {
        "_id": campaign.id,
        "internalId": campaign.internal_id,
        "name": campaign.name,
        **_dates(campaign),
        "loyaltySettings": {"loyaltyPrizeTypes": [{"name": name} for name, _ in campaign.prizes]},
        "location": {"name": campaign.location["name"]},
        "total": total,
    }


def wide(campaign: LoyaltyCampaign, total: int) -> Row:
    """A row of campaigns: costs, prizes with points, and `locationId` in place of the narrow row's `location`."""
    stamp = iso(campaign.start - timedelta(days=3))
    unknown = (
        "salesCost",
        "monthlySellingCost",
        "monthlyServicingCost",
        "productionCost",
        "profitabilityTime",
        "retentionRate",
    )
    return {
        "_id": campaign.id,
        "internalId": campaign.internal_id,
        "name": campaign.name,
        "type": "drive_loyalty",
        "budget": 0,
        **dict.fromkeys(unknown),
        "landingPageURL": "",
        **_dates(campaign),
        "timestamp": stamp,
        "createdAt": stamp,
        "__v": 15,
        "locationId": campaign.location["_id"],
        "loyaltySettings": {
            "type": campaign.kind,
            "allowedChars": "",
            "codeLength": "8",
            "loyaltyPrizeTypes": [
                {"_id": f"5cs8{campaign.id[5:]}{i}", "totalCodes": 500, "pointsValue": points, "name": name}
                for i, (name, points) in enumerate(campaign.prizes)
            ],
        },
        "extraAllocations": [_allocation(campaign)] if campaign.kind == "instant" else [],
        "leads": [],
        "total": total,
    }


def beside_code(campaign: LoyaltyCampaign) -> Row:
    """A campaign as a row of the code list carries it."""
    return {
        "_id": campaign.id,
        "internalId": campaign.internal_id,
        "name": campaign.name,
        "type": "drive_loyalty",
        "loyaltySettings": {"type": campaign.kind},
        **_dates(campaign),
    }


def _dates(campaign: LoyaltyCampaign) -> Row:
    return {
        "startDate": iso(campaign.start),
        "endDate": iso(campaign.end),
        "expireCodesDate": iso(campaign.expire_codes),
    }


def _allocation(campaign: LoyaltyCampaign) -> Row:
    return {
        "type": "purchases",
        "currency": "",
        "criteria": "above",
        "period": "",
        "value": 120,
        "betweenValue": None,
        "loyaltyPoints": 10,
        "customPeriod": 0,
        "_id": f"5ds2{campaign.id[4:]}",
    }
