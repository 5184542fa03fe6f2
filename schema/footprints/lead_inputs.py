"""Inputs about leads."""

from datetime import date as day
from datetime import datetime
from enum import Enum

import strawberry
from strawberry.file_uploads import Upload
from strawberry.scalars import JSON

from schema.footprints.field import optional
from schema.footprints.lead import LeadStatus
from schema.footprints.person_inputs import PersonInput
from schema.write import idempotency_key


@strawberry.enum(description="Why a lead is given up.")
class LeadLossReason(Enum):
    POOR_QUALIFICATION = strawberry.enum_value("poor_qualification", description="It was no real lead.")
    NEED = strawberry.enum_value("need", description="There is no need.")
    WRONG_TIME = strawberry.enum_value("wrong_time", description="It is the wrong time.")
    PRICE_TOO_HIGH = strawberry.enum_value("price_too_high", description="The price is too high.")
    LOST_MOMENTUM = strawberry.enum_value("lost_momentum", description="It took too long.")
    COMPETITION = strawberry.enum_value("competition", description="Somebody else made it.")
    ABANDONED = strawberry.enum_value("abandoned", description="The customer doesn't answer any more.")
    FEATURE = strawberry.enum_value("feature", description="Something wanted is missing.")
    OTHER = strawberry.enum_value("other", description="Another reason.")


@strawberry.enum(description="What kind of documents are uploaded.")
class LeadDocumentKind(Enum):
    CONTRACTS = strawberry.enum_value("contracts", description="Contracts.")
    OFFERS = strawberry.enum_value("offers", description="Offers.")
    CONSENTS = strawberry.enum_value("consents", description="Consents.")


@strawberry.input(description="A new lead. E-mail, phone or both are needed.")
class CreateLeadInput(PersonInput):
    offline_campaign: strawberry.ID | None = optional("The offline campaign it came from: the global id, or the vendor's.")
    offer_category: strawberry.ID | None = optional("The catalogue it is about, see `offerCategories`.")
    offer: strawberry.ID | None = optional("The offer it is about, see `offers`.")
    location: strawberry.ID | None = optional("Where it belongs, see `locations`.")
    consultant: strawberry.ID | None = optional("Who handles it, see `businessUsers`.")
    channel: strawberry.ID | None = optional("Where it came from, see `channels`.")
    score: int | None = optional("The customer's rating, 0 to 10.")
    income: str | None = optional("The customer's income.")
    district: str | None = optional("The customer's district.")
    tags: list[str] | None = optional("Tags.")
    created_at: datetime | None = optional("When it came in; now by default. Without an offset it is the vendor's local time.")
    comments: str | None = optional("What the customer said.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="The contract that a lead led to.")
class LeadContractInput:
    number: str | None = optional("Its number.")
    value: float | None = optional("Its value.")
    date: day | None = optional("When it was made.")
    description: str | None = optional("What it is about.")


@strawberry.input(description="A change of a lead. What is not given stays as it is.")
class UpdateLeadInput:
    lead: strawberry.ID = strawberry.field(description="The lead's id.")
    status: LeadStatus | None = optional("Its new status.")  # type: ignore[valid-type]  # an enum made by strawberry
    company_name: str | None = optional("The company the customer works for.")
    company_address: str | None = optional("Its address.")
    sku: strawberry.ID | None = optional("What was chosen, see `skus`.")
    sku_external_id: str | None = optional("The SKU's id in the organization's own system.")
    channel: strawberry.ID | None = optional("Where it came from, see `channels`.")
    contract: LeadContractInput | None = optional("The contract; with status CUSTOMER only.")
    tags: list[str] | None = optional("Tags; replaces the list.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="How a customer rates what came of a lead.")
class RateLeadInput:
    lead: strawberry.ID = strawberry.field(description="The lead's id.")
    score: int = strawberry.field(description="1 to 10.")
    comment: str | None = optional("What the customer said.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A lead to give up.")
class MarkLeadLostInput:
    lead: strawberry.ID = strawberry.field(description="The lead's id.")
    reason: LeadLossReason = strawberry.field(description="Why.")
    comment: str | None = optional("The same in more words.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="Something done about a lead.")
class AddLeadActionInput:
    lead: strawberry.ID = strawberry.field(description="The lead's id.")
    type: strawberry.ID = strawberry.field(description="What kind of action, see `leadActionTypes`.")
    detail: str | None = optional("What was done, in words.")
    date: datetime | None = optional("When. Without an offset it is the vendor's local time.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A change of a lead's action. What is not given is not sent.")
class UpdateLeadActionInput:
    action: strawberry.ID = strawberry.field(description="The action's id.")
    lead: strawberry.ID | None = optional("The lead it is on.")
    type: strawberry.ID | None = optional("What kind of action, see `leadActionTypes`.")
    detail: str | None = optional("What was done, in words.")
    date: datetime | None = optional("When. Without an offset it is the vendor's local time.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="Documents of a lead.")
class UploadLeadDocumentsInput:
    lead: strawberry.ID = strawberry.field(description="The lead's id.")
    kind: LeadDocumentKind = strawberry.field(description="What kind of documents.")
    documents: list[Upload] = strawberry.field(description="One to five PDFs of at most 20 MB each.")
    action: strawberry.ID | None = optional("The lead's action they belong to.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A new prospect. E-mail, phone or both are needed.")
class CreateProspectInput:
    email: str | None = optional("E-mail address.")
    phone: str | None = optional("Phone number, national or international; sent as it is dialled.")
    first_name: str | None = optional("First name.")
    last_name: str | None = optional("Last name.")
    company_name: str | None = optional("The company they work for.")
    company_type: str | None = optional("What sort of company it is.")
    company_website: str | None = optional("Its page on the web.")
    country: str | None = optional("Country.")
    address: str | None = optional("Street address.")
    position: str | None = optional("Their position in the company.")
    potential_score: float | None = optional("How promising the prospect is.")
    avandor_user_id: str | None = optional("The person's id at Avandor.")
    avandor_session: JSON | None = optional("The session at Avandor: text or an object.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="An e-mail to send from a template.")
class SendNotificationInput:
    template: strawberry.ID = strawberry.field(description="The template's key.")
    email: str = strawberry.field(description="Where to send it.")
    first_name: str | None = optional("The receiver's first name.")
    last_name: str | None = optional("The receiver's last name.")
    attachment: Upload | None = optional("A PDF of at most 5 MB.")
    idempotency_key: str | None = idempotency_key()
