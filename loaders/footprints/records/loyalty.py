"""Loyalty campaigns, the codes customers hold, and offline campaigns. Docs: Footprints, "Loyalty Campaign Codes"."""

from datetime import datetime
from typing import Annotated

from loaders.footprints.records.shapes import Id, Moment, NamedReference, Number, Text, Titled, Whole, reference, titled
from loaders.upstream.decode import Record, Zone, via, wire
from loaders.upstream.values import listed


def _settings(value: object, _zone: Zone) -> object:
    return value or {}


class Prize(Record, frozen=True):
    """What a campaign gives."""

    name: Text = wire("name", default=None)
    points: Number = wire("pointsValue", default=None)
    total_codes: Whole = wire("totalCodes", default=None)


class LoyaltySettings(Record, frozen=True):
    """How a campaign makes its codes."""

    type: Text = wire("type", default=None)
    prizes: Annotated[list[Prize], via(listed)] = wire("loyaltyPrizeTypes", default=[])


class LoyaltyCampaign(Record, frozen=True):
    """A campaign that hands out codes; the internal id names it everywhere, the document's id only in lists of campaigns."""

    internal_id: str = wire("internalId")
    document_id: Text = wire("_id", default=None)
    name: Text = wire("name", default=None)
    type: Text = wire("type", default=None)
    starts_at: Moment = wire("startDate", default=None)
    ends_at: Moment = wire("endDate", default=None)
    codes_expire_at: Moment = wire("expireCodesDate", default=None)
    landing_page_url: Text = wire("landingPageURL", default=None)
    budget: Number = wire("budget", default=None)
    codes_given: Whole = wire("total", default=None)
    location_id: Id = wire("locationId", default=None)
    location_held: Annotated[Titled | None, via(titled)] = wire("location", default=None)
    settings: Annotated[LoyaltySettings, via(_settings)] = wire("loyaltySettings", default=LoyaltySettings())
    active: bool | None = wire("active", default=None)
    "Whether the vendor lists it among the active ones; None where that was not asked."

    @property
    def id(self) -> str:
        """The internal id: the one that every answer has."""
        return self.internal_id

    @property
    def prizes(self) -> list[Prize]:
        """What it gives."""
        return self.settings.prizes

    @property
    def location(self) -> str | None:
        """Where it runs; the vendor names the place of active campaigns only."""
        return self.location_held.name if self.location_held else None


class OfflineCampaign(Record, frozen=True):
    """A campaign in places of business."""

    id: str = wire("_id")
    name: Text = wire("name", default=None)
    description: Text = wire("description", default=None)
    image_url: Text = wire("image", default=None)
    budget: Number = wire("budget", default=None)
    location_id: Id = wire("locationId", default=None)
    starts_at: Moment = wire("startDate", default=None)
    ends_at: Moment = wire("endDate", default=None)
    active: bool | None = wire("active", default=None)

    def runs_at(self, now: datetime) -> bool:
        """Whether it runs at that moment, by its dates: the vendor has no other word for it."""
        return (self.starts_at is None or self.starts_at <= now) and (self.ends_at is None or now <= self.ends_at)


class CodeHolder(Record, frozen=True):
    """The customer beside a code of the list: the one place where a profile's id stands together with e-mail and phone."""

    id: str = wire("_id")
    first_name: Text = wire("userFirstName", default=None)
    last_name: Text = wire("userLastName", default=None)
    email: Text = wire("userEmail", default=None)
    phone: Text = wire("userPhone", default=None)


class LoyaltyCode(Record, frozen=True):
    """A code that a customer holds, as the history of one or the list of all shows it.

    The list has no dates of its own, no place and no time of change; the history has no campaign's dates.
    """

    code: str = wire("code")
    status: Text = wire("status", default=None)
    "The vendor's word: `associated` (allocated, not yet used), `redeemed`, `blocked`."
    campaign: LoyaltyCampaign | None = wire("campaign", default=None)
    prize_held: Annotated[Prize | None, via(titled)] = wire("prize", default=None)
    location_held: Annotated[Titled | None, via(titled)] = wire("location", default=None)
    expires: Moment = wire("expire_code_date", default=None)
    updated_at: Moment = wire("last_update", default=None)
    holder: Annotated[CodeHolder | None, via(reference)] = wire("client", default=None)
    hostess: NamedReference = wire("hostess", default=None)

    @property
    def prize(self) -> str | None:
        """The prize's name."""
        return self.prize_held.name if self.prize_held else None

    @property
    def points(self) -> float | None:
        """What the prize is worth in points; only the list of all tells."""
        return self.prize_held.points if self.prize_held else None

    @property
    def location(self) -> str | None:
        """Where it was given; only the history tells."""
        return self.location_held.name if self.location_held else None

    @property
    def expires_at(self) -> datetime | None:
        """When it expires; a row of the list has only its campaign's date."""
        return self.expires or (self.campaign.codes_expire_at if self.campaign else None)


class CheckedCode(LoyaltyCode, frozen=True):
    """A customer's code in one campaign; here `status` is the answer's, and stamps are local times."""

    status: Text = wire("prize_status", default=None)


class CodePage(Record, frozen=True):
    """A page of everybody's codes."""

    codes: Annotated[list[LoyaltyCode], via(listed)] = wire("clients", default=[])
    total: Whole = wire("totalResults", default=None)


class CodeHistory(Record, frozen=True):
    """The codes of one customer."""

    codes: Annotated[list[LoyaltyCode], via(listed)] = wire("codes", default=[])


class CampaignList(Record, frozen=True):
    """Loyalty campaigns, all or the active ones."""

    campaigns: Annotated[list[LoyaltyCampaign], via(listed)] = wire("campaigns", default=[])
