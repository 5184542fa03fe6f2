"""A customer's profile. Docs: Footprints, "Customers"."""

from typing import Annotated

from msgspec.structs import replace

from loaders.footprints.records.catalogue import Offer, OfferCategory
from loaders.footprints.records.lead import Lead
from loaders.footprints.records.shapes import Day, Flag, Id, Moment, Text, Whole, Words, reference
from loaders.upstream.decode import Record, Zone, via, wire
from loaders.upstream.values import listed


def _numbers(value: object, _zone: Zone) -> object:
    return [item for item in value if item != ""] if isinstance(value, list) else []


class StockedCategory(OfferCategory, frozen=True):
    """An offer category with its offers, as the timeline carries it."""

    offers: Annotated[list[Annotated[Offer, via(reference)]], via(listed)] = wire("offers", default=[])


class Interaction(Record, frozen=True):
    """Something that happened between the customer and the organization."""

    occurred_at: Moment = wire("createdAt", default=None)
    icon: Text = wire("icon", default=None)
    lead_id: Id = wire("leadId", default=None)
    offline_campaign_id: Id = wire("offlineCampaignId", default=None)
    # The name says id; the timeline holds an object.
    offer_category: Annotated[StockedCategory | None, via(reference)] = wire("offerCategoryId", default=None)


class MarketingChannel(Record, frozen=True):
    """A way to reach the customer, and whether they agreed to it."""

    channel: Text = wire("channel", default=None)
    owner: Text = wire("type", default=None)
    agreed: Flag = wire("agreed", default=None)


class Profile(Record, frozen=True):
    """One customer with their leads and their timeline, all in one answer."""

    id: str = wire("_id")
    first_name: Text = wire("userFirstName", default=None)
    last_name: Text = wire("userLastName", default=None)
    email: Text = wire("userEmail", default=None)
    phone: Text = wire("userPhone", default=None)
    external_id: Text = wire("userExternalId", default=None)
    birthday: Day = wire("userBirthday", default=None)
    type: Text = wire("type", default=None)
    sex: Text = wire("userSex", default=None)
    city: Text = wire("userCity", default=None)
    county: Text = wire("userCounty", default=None)
    country: Text = wire("userCountry", default=None)
    address: Text = wire("userAddress", default=None)
    family_read: Text = wire("userFamilyDetails", default=None)
    family_written: Text = wire("userFamilyDetalis", default=None)
    children: Whole = wire("userChildren", default=None)
    industry: Text = wire("userIndustry", default=None)
    company_name: Text = wire("userCompanyName", default=None)
    company_address: Text = wire("userCompanyAddress", default=None)
    job: Text = wire("userJob", default=None)
    job_description: Text = wire("userJobDescription", default=None)
    facebook_url: Text = wire("facebookUrl", default=None)
    image_url: Text = wire("imageUrl", default=None)
    has_kids: Flag = wire("hasKids", default=None)
    kids: Whole = wire("noOfKids", default=None)
    kids_ages: Annotated[list[float], via(_numbers)] = wire("kidsAge", default=[])
    interests: Words = wire("interests", default=[])
    preferences: Words = wire("preferences", default=[])
    marketing_channels: Annotated[list[MarketingChannel], via(listed)] = wire("marketingChannels", default=[])
    agreed_to_terms: Flag = wire("agreeTandc", default=None)
    agreed_to_privacy: Flag = wire("agreePrivacy", default=None)
    agreed_to_targeting: Flag = wire("agreedTargetedMessages", default=None)
    is_adult: Flag = wire("isAdult", default=None)
    created_at: Moment = wire("createdAt", default=None)
    changed_at: Moment = wire("timestamp", default=None)
    interactions: Annotated[list[Interaction], via(listed)] = wire("interactionsTimeline", default=[])
    leads: Annotated[list[Lead], via(listed)] = wire("leads", default=[])

    @property
    def family(self) -> str | None:
        """Like "married". Reads spell its name right, writes don't; either is taken."""
        return self.family_read or self.family_written

    def completed(self) -> "Profile":
        """Return the profile with what its leads leave out: their offers and categories stand in the timeline, by the same ids.

        A profile's leads are its own, whatever their `clientId` says: in the page's example it differs.
        """
        stocked = [held.offer_category for held in self.interactions if held.offer_category]
        offers = {offer.id: offer for category in stocked for offer in category.offers}
        categories = {category.id: OfferCategory(id=category.id, name=category.name) for category in stocked}
        leads = [
            replace(
                lead,
                client_id=self.id,
                offer=lead.offer or offers.get(lead.offer_id or ""),
                category_beside=categories.get(lead.offer_category.id if lead.offer_category else "") or lead.category_beside,
            )
            for lead in self.leads
        ]
        return replace(self, leads=leads)
