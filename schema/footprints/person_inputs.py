"""Inputs that say something about a person."""

from datetime import date
from enum import Enum

import strawberry
from strawberry.scalars import JSON

from schema.footprints.field import optional
from schema.key import CustomerKey
from schema.write import idempotency_key


@strawberry.enum(description="A person's sex, in the vendor's words.")
class Sex(Enum):
    MALE = strawberry.enum_value("male", description="Male.")
    FEMALE = strawberry.enum_value("female", description="Female.")


@strawberry.enum(description="A person's family status, in the vendor's words.")
class FamilyStatus(Enum):
    SINGLE = strawberry.enum_value("single", description="Single.")
    MARRIED = strawberry.enum_value("married", description="Married.")


@strawberry.enum(description="A way to reach people.")
class MarketingChannelKind(Enum):
    SMS = strawberry.enum_value("sms", description="Text messages.")
    EMAIL = strawberry.enum_value("email", description="E-mail.")
    NOTIFICATION = strawberry.enum_value("notification", description="Notifications on a device.")
    DIRECT_MAIL = strawberry.enum_value("dm", description="Letters.")
    SOCIAL_MEDIA = strawberry.enum_value("socialMedia", description="Social media.")


@strawberry.enum(description="Who may use a marketing channel.")
class MarketingChannelOwner(Enum):
    OWNER = strawberry.enum_value("owner", description="The organization itself.")
    GROUP = strawberry.enum_value("group", description="Its group of companies.")
    PARTNERS = strawberry.enum_value("partners", description="Its partners.")


@strawberry.input(description="A way to reach a person, and whether they agree to it.")
class MarketingChannelInput:
    channel: MarketingChannelKind = strawberry.field(description="The way.")
    type: MarketingChannelOwner = strawberry.field(description="Who may use it.")
    agreed: bool = strawberry.field(description="Whether the person agrees.")


@strawberry.input(description='A custom variable, as declared under "Settings > Custom Variables"; the vendor ignores others.')
class CustomVariableInput:
    name: str = strawberry.field(description="The variable's name.")
    value: str = strawberry.field(description="Its value.")


@strawberry.input
class PersonInput:
    """What leads and profiles share; never in the graph by itself."""

    email: str | None = optional("E-mail address.")
    phone: str | None = optional("Phone number, national or international; sent as it is dialled.")
    first_name: str | None = optional("First name.")
    last_name: str | None = optional("Last name.")
    sex: Sex | None = optional("Sex.")
    city: str | None = optional("City.")
    county: str | None = optional("County.")
    country: str | None = optional("Country.")
    address: str | None = optional("Street address.")
    family: FamilyStatus | None = optional("Family status.")
    children: int | None = optional("Number of children.")
    has_kids: bool | None = optional("Whether there are kids.")
    kids: int | None = optional("Number of kids.")
    industry: str | None = optional("The industry they work in.")
    company_name: str | None = optional("The company they work for.")
    company_address: str | None = optional("Its address.")
    job: str | None = optional("What they work as.")
    job_description: str | None = optional("The same in more words.")
    birthday: date | None = optional("Birth date.")
    external_id: str | None = optional("The organization's own customer number.")
    facebook_url: str | None = optional("Their Facebook page.")
    image_url: str | None = optional("A picture of them.")
    marketing_channels: list[MarketingChannelInput] | None = optional("How they may be reached.")
    custom_details: JSON | None = optional("An object of further details; may be nested.")
    custom_variables: list[CustomVariableInput] | None = optional("Custom variables.")
    agrees_to_terms: bool | None = optional("Whether they agree to the terms and conditions.")
    agrees_to_privacy: bool | None = optional("Whether they agree to the privacy policy.")
    agrees_to_targeting: bool | None = optional("Whether they agree to personalized messages.")
    is_adult: bool | None = optional("Whether they are an adult.")


@strawberry.input(description="A change of a person's profile at Footprints. What is not given stays as it is.")
class UpdateCustomerProfileInput(PersonInput):
    customer: CustomerKey = strawberry.field(description="Whose profile.")
    national_id: str | None = optional("The number that the country gave the person.")
    interests: list[str] | None = optional("What interests them; replaces the list.")
    preferences: list[str] | None = optional("What they prefer; replaces the list.")
    kids_ages: list[float] | None = optional("The kids' ages in years; replaces the list.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A profile to delete, with the leads and codes that hang on it.")
class DeleteCustomerProfileInput:
    customer: CustomerKey = strawberry.field(description="Whose profile; it needs an external id, by which the vendor deletes.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A loyalty code to redeem.")
class RedeemLoyaltyCodeInput:
    customer: CustomerKey = strawberry.field(description="Who holds the code.")
    campaign: strawberry.ID = strawberry.field(description="Its campaign: the global id, or the vendor's internal id.")
    code: str = strawberry.field(description="The code.")
    idempotency_key: str | None = idempotency_key()
