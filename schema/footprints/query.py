"""What can be asked of Footprints beyond a person."""

import strawberry

from resolvers.footprints import catalogue, codes, profile
from resolvers.footprints import leads as resolve
from schema.customer import Customer
from schema.footprints.catalogue import (
    BusinessUser,
    Channel,
    LeadActionType,
    Location,
    OfferCategoryConnection,
    OfferConnection,
    SkuConnection,
)
from schema.footprints.field import resolved
from schema.footprints.lead import LeadConnection
from schema.footprints.loyalty import LoyaltyCodeConnection


@strawberry.type
class FootprintsQuery:
    leads: LeadConnection | None = resolved(
        resolve.leads,
        "Footprints: all customers' leads of a window of days, newest first. Only those that have a location, an offer category, an "
        "offer and a consultant: the vendor leaves the others out. A call per 100 leads of the window, whatever the page.",
    )
    lead_action_types: list[LeadActionType] | None = resolved(
        resolve.action_types, "Footprints: the kinds of actions on leads that the project declares."
    )
    loyalty_codes: LoyaltyCodeConnection | None = resolved(
        codes.everybody, "Footprints: everybody's codes, in the vendor's order. A call per page of the vendor's."
    )
    offer_categories: OfferCategoryConnection | None = resolved(
        catalogue.offer_categories, "Footprints: the catalogues that offers belong to."
    )
    offers: OfferConnection | None = resolved(catalogue.offers, "Footprints: what is offered.")
    skus: SkuConnection | None = resolved(catalogue.skus, "Footprints: the stock keeping units of the offers.")
    locations: list[Location] | None = resolved(catalogue.locations, "Footprints: places of business.")
    business_users: list[BusinessUser] | None = resolved(catalogue.business_users, "Footprints: those who handle leads.")
    channels: list[Channel] | None = resolved(catalogue.channels, "Footprints: where leads come from.")
    customer_with_national_id: Customer | None = resolved(
        profile.with_national_id, "Footprints: the person with that national id; null where it knows nobody such. One call."
    )
