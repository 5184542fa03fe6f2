"""What CareCloud's mutations take."""

from datetime import date
from enum import Enum

import strawberry
from strawberry.scalars import JSON

from schema.key import CustomerKey
from schema.write import idempotency_key


@strawberry.enum(description="CareCloud: how a customer is addressed.")
class CustomerGender(Enum):
    MALE = strawberry.enum_value(1, description="Male.")
    FEMALE = strawberry.enum_value(2, description="Female.")
    MISS = strawberry.enum_value(3, description="Miss.")
    PRIVATE = strawberry.enum_value(4, description="Not to be told.")
    OTHER = strawberry.enum_value(5, description="Other.")


@strawberry.enum(description="CareCloud: what a customer said to an agreement.")
class AgreementState(Enum):
    WITHDRAWN = strawberry.enum_value(0, description="Withdrawn.")
    GIVEN = strawberry.enum_value(1, description="Given.")
    NOT_SET = strawberry.enum_value(2, description="Never asked.")


@strawberry.enum(description="CareCloud: what a customer logs in with.")
class LoginType(Enum):
    EMAIL = strawberry.enum_value("email", description="E-mail address.")
    PHONE = strawberry.enum_value("phone", description="Phone number.")
    CARD = strawberry.enum_value("card", description="The number on the loyalty card.")


@strawberry.input(description="An address of up to seven lines.")
class PostalAddressInput:
    lines: list[str] = strawberry.field(default_factory=list, description="At most 7; mostly street, then number.")
    postal_code: str | None = strawberry.field(default=None, description="Postal code.")
    city: str | None = strawberry.field(default=None, description="City.")
    country_code: str | None = strawberry.field(default=None, description="Country in two letters: `cz`.")


@strawberry.input(description="What a new customer agrees to.")
class AgreementsInput:
    terms: AgreementState = strawberry.field(default=AgreementState.NOT_SET, description="General terms and conditions.")
    profiling: AgreementState = strawberry.field(default=AgreementState.NOT_SET, description="Profiling.")
    marketing: AgreementState = strawberry.field(default=AgreementState.NOT_SET, description="Marketing communication.")


@strawberry.input(description="A customer's id in another system.")
class CustomerSourceInput:
    customer_source: strawberry.ID = strawberry.field(description="The system, an id from `customerSources`.")
    external_id: str | None = strawberry.field(default=None, description="The customer's id there.")


@strawberry.input(description="A value of a property.")
class CustomerPropertyInput:
    property: strawberry.ID = strawberry.field(description="The property, an id from `customerProperties`.")
    value: JSON = strawberry.field(description="Text, number, boolean, list or object.")
    name: str | None = strawberry.field(
        default=None, description="The property's name, which only the body of the first documentation carries."
    )


@strawberry.input(description="Credentials of a social network.")
class SocialNetworkInput:
    id: str = strawberry.field(description="The vendor's name of the network: `twitter`.")
    token: str = strawberry.field(description="The customer's token there.")


@strawberry.input(description="A customer to register.")
class RegisterCustomerInput:
    gender: CustomerGender | None = strawberry.field(default=None, description="How they are addressed.")
    salutation: str | None = strawberry.field(default=None, description='A salutation, such as "Dear Mr. Smith".')
    pre_nominals: str | None = strawberry.field(default=None, description='Titles before the name, such as "Dr.".')
    first_name: str | None = strawberry.field(default=None, description="First name.")
    last_name: str | None = strawberry.field(default=None, description="Last name.")
    post_nominals: str | None = strawberry.field(default=None, description='Titles after the name, such as "Ph.D".')
    email: str | None = strawberry.field(default=None, description="E-mail address.")
    phone: str | None = strawberry.field(default=None, description="Phone number, national or international.")
    birth_date: date | None = strawberry.field(default=None, description="Birth date.")
    language_id: str | None = strawberry.field(
        default=None, description="The language they are written to in, such as `en`; the installation's first by default."
    )
    store: strawberry.ID | None = strawberry.field(default=None, description="Where they register, an id from `stores`.")
    address: PostalAddressInput | None = strawberry.field(default=None, description="Where they live.")
    agreements: AgreementsInput | None = strawberry.field(default=None, description="What they agree to; nothing by default.")
    sources: list[CustomerSourceInput] = strawberry.field(
        default_factory=list,
        description="Their ids in other systems. Today's vendor takes exactly one, the installation's own by default.",
    )
    properties: list[CustomerPropertyInput] = strawberry.field(default_factory=list, description="Additional properties.")
    social_network: SocialNetworkInput | None = strawberry.field(default=None, description="A social network they come from.")
    referral_code: str | None = strawberry.field(
        default=None, description="The code of who referred them; not in the body of the first documentation."
    )
    autologin: bool = strawberry.field(
        default=False, description="Whether they are logged in at once, on the customer interface. Needs a password."
    )
    password: str | None = strawberry.field(
        default=None, description="At least 8 characters with a digit and a capital letter; optional without `autologin`."
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="Who logs in.")
class LoginCustomerInput:
    login_type: LoginType = strawberry.field(description="What they log in with.")
    login: str = strawberry.field(description="The e-mail address, phone number or card number.")
    password: str = strawberry.field(description="Their password.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="An interest of a customer.")
class AddCustomerInterestInput:
    customer: CustomerKey = strawberry.field(description="Whose interest it is.")
    interest: strawberry.ID = strawberry.field(description="The interest, an id from `interests`.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A property of a customer.")
class SetCustomerPropertyInput:
    customer: CustomerKey = strawberry.field(description="Whose property it is.")
    property: strawberry.ID = strawberry.field(description="The property, an id from `customerProperties`.")
    value: JSON = strawberry.field(description="Text, number, boolean, list or object.")
    idempotency_key: str | None = idempotency_key()
