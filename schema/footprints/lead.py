"""Leads."""

from datetime import datetime

import strawberry

from loaders.footprints.records import lead as records
from resolvers.footprints import leads as resolve
from schema.customer import Customer
from schema.footprints.catalogue import LeadActionType, Location, Offer, OfferCategory, Sku
from schema.footprints.field import described, resolved
from schema.node import Connection

LeadStatus = described(
    records.LeadStatus,
    "How far a lead has come.",
    PROSPECT="Not approached yet.",
    LEAD="Somebody showed interest.",
    SALE_LEAD="Taken up by sales.",
    OPPORTUNITY="A sale is likely.",
    CUSTOMER="Bought.",
    LOST="Given up, see `markLeadLost`.",
)


@strawberry.type(description="A consultant who handles a lead.")
class Consultant:
    id: strawberry.ID = strawberry.field(description="The vendor's id, as in `businessUsers`.")
    name: str | None = strawberry.field(description="First and last name.")


@strawberry.type(description="A lead entered a status.")
class LeadStatusChange:
    status: LeadStatus | None = strawberry.field(  # type: ignore[valid-type]  # an enum made by strawberry
        description="The status; null for a word that the vendor's documentation doesn't list."
    )
    status_text: str | None = strawberry.field(description="The vendor's word for the status.")
    changed_at: datetime | None = strawberry.field(description="When it did.")


@strawberry.type(description="Something done about a lead.")
class LeadAction:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    detail: str | None = strawberry.field(description="What was done, in words.")
    date: datetime | None = strawberry.field(description="When it was or will be done.")
    type: LeadActionType | None = strawberry.field(description="What kind of action it is.")
    attachments: list[str] = strawberry.field(description="The names of documents that were uploaded for it.")
    created_at: datetime | None = strawberry.field(description="When it was entered.")
    updated_at: datetime | None = strawberry.field(description="When it was last changed.")


@strawberry.type(
    description="Footprints: somebody's interest in an offer. A lead has no address of its own at the vendor, so it is no Node."
)
class Lead:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    status: LeadStatus | None = strawberry.field(  # type: ignore[valid-type]  # an enum made by strawberry
        description="How far it has come; null for a word that the vendor's documentation doesn't list."
    )
    status_text: str | None = strawberry.field(description="The vendor's word for the status.")
    status_changed_at: datetime | None = strawberry.field(description="When it entered that status.")
    first_name: str | None = strawberry.field(description="First name, as it was given with the lead.")
    last_name: str | None = strawberry.field(description="Last name, likewise.")
    email: str | None = strawberry.field(description="E-mail address, likewise.")
    phone: str | None = strawberry.field(description="Phone number, likewise.")
    created_at: datetime | None = strawberry.field(description="When it came in.")
    updated_at: datetime | None = strawberry.field(
        description="When it was last changed; the vendor tells it for `Query.leads`, not within a profile."
    )
    offer: Offer | None = resolved(
        resolve.offer,
        "What it is about, as the lead or the customer's timeline shows it; of an offer that neither shows, more than the id "
        "costs the catalogue, once per ten minutes.",
    )
    offer_category: OfferCategory | None = strawberry.field(description="The catalogue it is about.")
    sku: Sku | None = resolved(
        resolve.sku, "What was chosen. Within a profile, more than the id costs the catalogue, likewise."
    )
    sku_external_id: str | None = strawberry.field(description="The SKU's id in the organization's own system.")
    location: Location | None = resolved(
        resolve.location, "Where it belongs. More than the id costs one call for all locations, once per ten minutes."
    )
    consultant: Consultant | None = strawberry.field(description="Who handles it; the vendor tells it for `Query.leads` only.")
    channel_id: str | None = strawberry.field(description="The vendor's id of the channel it came from, as in `channels`.")
    contract_id: str | None = strawberry.field(description="The vendor's id of the contract it led to.")
    history: list[LeadStatusChange] = strawberry.field(
        description="The statuses it went through, oldest first; the vendor tells it within a profile only."
    )
    actions: list[LeadAction] | None = resolved(resolve.actions, "What was done about it, newest first. One call per lead.")
    customer: Customer | None = resolved(
        resolve.customer, "Who it is of. No call: the lead says who it is. Null where it says nothing."
    )


@strawberry.type(description="A page of leads.")
class LeadConnection(Connection[Lead]):
    """The contract's name for it."""
