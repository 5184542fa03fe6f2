"""What a person has at Footprints."""

from datetime import datetime

import strawberry

from resolvers.footprints import codes, profile
from schema.footprints.catalogue import OfferCategory
from schema.footprints.field import resolved
from schema.footprints.lead import LeadConnection
from schema.footprints.loyalty import LoyaltyCode
from schema.node import Connection


@strawberry.type(description="Something that happened between a customer and the organization.")
class Interaction:
    occurred_at: datetime | None = strawberry.field(description="When it happened.")
    icon: str | None = strawberry.field(description="The vendor's name of the picture for its kind.")
    lead_id: str | None = strawberry.field(description="The lead it belongs to, by the vendor's id.")
    offline_campaign_id: str | None = strawberry.field(description="The offline campaign it belongs to, by the vendor's id.")
    offer_category: OfferCategory | None = strawberry.field(description="The catalogue it is about.")


@strawberry.type(description="A way to reach a customer, and whether they agreed to it.")
class MarketingChannel:
    channel: str | None = strawberry.field(description="`sms`, `email`, `notification`, `dm` or `socialMedia`.")
    owner: str | None = strawberry.field(description="Who may use it: `owner`, `group` or `partners`.")
    agreed: bool | None = strawberry.field(description="Whether the customer agreed.")


@strawberry.type(description="What Footprints knows of a person beyond the fields of Customer.")
class FootprintsProfile:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    type: str | None = strawberry.field(description='The vendor\'s word for the kind of customer, such as "B2C".')
    sex: str | None = strawberry.field(description="`male` or `female`.")
    city: str | None = strawberry.field(description="City.")
    county: str | None = strawberry.field(description="County.")
    country: str | None = strawberry.field(description="Country.")
    address: str | None = strawberry.field(description="Street address.")
    family: str | None = strawberry.field(description='Such as "single" or "married".')
    children: int | None = strawberry.field(description="Number of children.")
    has_kids: bool | None = strawberry.field(description="Whether there are kids.")
    kids: int | None = strawberry.field(description="Number of kids.")
    kids_ages: list[float] = strawberry.field(description="Their ages in years.")
    industry: str | None = strawberry.field(description="The industry they work in.")
    company_name: str | None = strawberry.field(description="The company they work for.")
    company_address: str | None = strawberry.field(description="Its address.")
    job: str | None = strawberry.field(description="What they work as.")
    job_description: str | None = strawberry.field(description="The same in more words.")
    facebook_url: str | None = strawberry.field(description="Their Facebook page.")
    image_url: str | None = strawberry.field(description="A picture of them.")
    interests: list[str] = strawberry.field(description="What interests them.")
    preferences: list[str] = strawberry.field(description="What they prefer.")
    marketing_channels: list[MarketingChannel] = strawberry.field(description="How they may be reached.")
    agreed_to_terms: bool | None = strawberry.field(description="Whether they agreed to the terms and conditions.")
    agreed_to_privacy: bool | None = strawberry.field(description="Whether they agreed to the privacy policy.")
    agreed_to_targeting: bool | None = strawberry.field(description="Whether they agreed to personalized messages.")
    is_adult: bool | None = strawberry.field(description="Whether they are an adult.")
    created_at: datetime | None = strawberry.field(description="When the profile was made.")
    changed_at: datetime | None = strawberry.field(description="When it last changed.")


@strawberry.type(description="A page of what happened.")
class InteractionConnection(Connection[Interaction]):
    """The contract's name for it."""


@strawberry.type
class FootprintsCustomer:
    leads: LeadConnection | None = resolved(
        profile.leads, "Footprints: their leads, newest first. No call beyond finding the person there."
    )
    interactions: InteractionConnection | None = resolved(
        profile.interactions, "Footprints: what happened between them and the organization, newest first. Likewise no call."
    )
    footprints_profile: FootprintsProfile | None = resolved(
        profile.profile, "Footprints: what else it knows of the person; null where it doesn't know them. Likewise no call."
    )
    loyalty_codes: list[LoyaltyCode] | None = resolved(
        codes.of_person,
        "Footprints: prizes held or redeemed, the last changed first, without blocked ones. One call per person; many people's "
        "without dates and places come from everybody's list where that is fewer calls, and in its order.",
    )
    loyalty_code: LoyaltyCode | None = resolved(
        codes.of_person_in,
        "Footprints: the code held in one campaign; null where there is none but a blocked one. One call, and one more where the "
        "vendor shows a blocked code; none where all codes were asked for, but for what everybody's list leaves out of a code.",
    )
