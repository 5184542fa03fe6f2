"""What can be changed at CareCloud."""

from typing import Annotated, cast

import strawberry

from loaders.carecloud.registration import (
    Agreements,
    PostalAddress,
    PropertyValue,
    Registration,
    SocialNetwork,
    SourceId,
)
from loaders.carecloud.writes import CustomerWritten, Noted
from resolvers.carecloud import writes
from resolvers.context import Info
from resolvers.writes import Checks, Written
from schema.carecloud.inputs import (
    AddCustomerInterestInput,
    AgreementsInput,
    LoginCustomerInput,
    PostalAddressInput,
    RegisterCustomerInput,
    SetCustomerPropertyInput,
)
from schema.customer import Customer
from schema.key import key_of
from schema.write import UserError, mutation, user_errors


async def _customer_id(root: strawberry.Parent[Written[CustomerWritten]]) -> strawberry.ID | None:
    return strawberry.ID(root.result.id) if root.result else None


async def _customer(root: strawberry.Parent[Written[CustomerWritten]], info: Info) -> Customer | None:
    return writes.person_of(info, root.result.id) if root.result else None  # type: ignore[return-value]  # a record behind the view


async def _record_id(root: strawberry.Parent[Written[Noted]]) -> strawberry.ID | None:
    return strawberry.ID(root.result.id) if root.result else None


async def _concerned(root: strawberry.Parent[Written[Noted]], info: Info) -> Customer | None:
    return writes.person_of(info, root.result.customer_id) if root.result else None  # type: ignore[return-value]  # as above


@strawberry.type(description="A customer who was registered.")
class RegisterCustomerPayload:
    customer_id: strawberry.ID | None = strawberry.field(
        resolver=_customer_id, description="The vendor's id of the new customer; null where it was refused."
    )
    customer: Customer | None = strawberry.field(resolver=_customer, description="The new customer, as they are now.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="A customer who logged in.")
class LoginCustomerPayload:
    customer_id: strawberry.ID | None = strawberry.field(
        resolver=_customer_id, description="The vendor's id of who logged in; null where it was refused."
    )
    customer: Customer | None = strawberry.field(resolver=_customer, description="Who logged in.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="An interest that was noted.")
class AddCustomerInterestPayload:
    interest_record_id: strawberry.ID | None = strawberry.field(
        resolver=_record_id, description="The vendor's id of the new record; null where it was refused."
    )
    customer: Customer | None = strawberry.field(resolver=_concerned, description="Whose interest it is, with it.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="A property that was set.")
class SetCustomerPropertyPayload:
    property_record_id: strawberry.ID | None = strawberry.field(
        resolver=_record_id, description="The vendor's id of the new record; null where it was refused."
    )
    customer: Customer | None = strawberry.field(resolver=_concerned, description="Whose property it is, with it.")
    user_errors: list[UserError] = user_errors()


async def _register(
    info: Info,
    input: Annotated[RegisterCustomerInput, strawberry.argument(description="The customer.")],  # noqa: A002
) -> RegisterCustomerPayload | None:
    return await writes.register(info, _registration(input), input.idempotency_key)  # type: ignore[return-value]  # as above


async def _log_in(
    info: Info,
    input: Annotated[LoginCustomerInput, strawberry.argument(description="Who logs in.")],  # noqa: A002
) -> LoginCustomerPayload | None:
    login_type = cast("str", input.login_type.value)
    return await writes.log_in(info, login_type, input.login, input.password, input.idempotency_key)  # type: ignore[return-value]  # as above


async def _add_interest(
    info: Info,
    input: Annotated[AddCustomerInterestInput, strawberry.argument(description="Who likes what.")],  # noqa: A002
) -> AddCustomerInterestPayload | None:
    checks = Checks()
    customer = checks.attempt("input.customer", lambda: key_of(info.context, input.customer))
    return await writes.add_interest(info, customer, input.interest, checks, input.idempotency_key)  # type: ignore[return-value]  # as above


async def _set_property(
    info: Info,
    input: Annotated[SetCustomerPropertyInput, strawberry.argument(description="Whose property, and its value.")],  # noqa: A002
) -> SetCustomerPropertyPayload | None:
    checks = Checks()
    customer = checks.attempt("input.customer", lambda: key_of(info.context, input.customer))
    return await writes.set_property(info, customer, input.property, input.value, checks, input.idempotency_key)  # type: ignore[return-value]  # as above


def _registration(given: RegisterCustomerInput) -> Registration:
    social = given.social_network
    return Registration(
        language_id=given.language_id or "",
        gender=cast("int", given.gender.value) if given.gender else None,
        salutation=given.salutation,
        pre_nominals=given.pre_nominals,
        first_name=given.first_name,
        last_name=given.last_name,
        post_nominals=given.post_nominals,
        email=given.email,
        phone=given.phone,
        birth_date=given.birth_date,
        store_id=given.store,
        address=_address(given.address) if given.address else None,
        agreements=_agreements(given.agreements) if given.agreements else Agreements(),
        sources=tuple(SourceId(one.customer_source, one.external_id) for one in given.sources),
        properties=tuple(PropertyValue(one.property, one.value, one.name) for one in given.properties),
        social_network=SocialNetwork(social.id, social.token) if social else None,
        referral_code=given.referral_code,
        is_logged_in=given.autologin,
        password=given.password,
    )


def _address(given: PostalAddressInput) -> PostalAddress:
    return PostalAddress(tuple(given.lines), given.postal_code, given.city, given.country_code)


def _agreements(given: AgreementsInput) -> Agreements:
    return Agreements(*(cast("int", one.value) for one in (given.terms, given.profiling, given.marketing)))


@strawberry.type
class CareCloudMutation:
    register_customer: RegisterCustomerPayload | None = mutation(
        resolver=_register,
        description="CareCloud: register a customer. Sent once; give an idempotencyKey to ask again safely.",
    )
    login_customer: LoginCustomerPayload | None = mutation(
        resolver=_log_in,
        description="CareCloud: log a customer in on the customer interface, with a token of their own that the gateway keeps.",
    )
    add_customer_interest: AddCustomerInterestPayload | None = mutation(
        resolver=_add_interest, description="CareCloud: note an interest of a customer."
    )
    set_customer_property: SetCustomerPropertyPayload | None = mutation(
        resolver=_set_property, description="CareCloud: set a property of a customer."
    )
