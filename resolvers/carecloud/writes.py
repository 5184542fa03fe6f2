"""Registering people and logging them in, and noting what they like."""

from loaders.carecloud import CareCloud
from loaders.carecloud.registration import Registration
from loaders.carecloud.writes import CustomerWritten, Noted
from loaders.identity.handle import Kind
from resolvers.audit import concerns_handles
from resolvers.carecloud.registration import PATHS, checked, handles_of
from resolvers.context import Info
from resolvers.identity.key import Key
from resolvers.identity.person import Person
from resolvers.writes import Checks, Written, perform, vendor_id_of

_INTEREST_PATHS = dict.fromkeys(("interest_id", "interest_record.interest_id"), "input.interest")
_PROPERTY_PATHS = {
    **dict.fromkeys(("property_id", "property_record.property_id"), "input.property"),
    **dict.fromkeys(("property_value", "property_record.property_value"), "input.value"),
}
_CUSTOMER_PATHS = dict.fromkeys(("customer_id", "interest_record.customer_id", "property_record.customer_id"), "input.customer")
_LOGIN_PATHS = {"login_type": "input.loginType", "login_value": "input.login", "password": "input.password"}


async def register(info: Info, new: Registration, idempotency_key: str | None) -> Written[CustomerWritten]:
    """Create a customer; 1 call, and 1 for a token where they are logged in with it. Drops who their handles found before.

    Docs: "customers", POST.
    """
    checks = Checks()
    vendor = info.context.vendor(CareCloud)
    ready = checked(info, new, checks)
    found_by = handles_of(info, ready)
    concerns_handles(info, *found_by)
    if checks.errors:
        return checks.refused()
    return await perform(
        info,
        shape=CustomerWritten,
        write=lambda: vendor.writes.register(ready),
        stale=lambda made: vendor.tags.of_registration(made.id if made else None, found_by),
        idempotency_key=idempotency_key,
        paths=PATHS,
    )


async def log_in(
    info: Info, login_type: str, login: str, password: str, idempotency_key: str | None
) -> Written[CustomerWritten]:
    """Log a person in, by `email`, `phone` or `card`; 1 call and 1 for a token of their own.

    On the customer interface this process then reads with it what concerns them. Docs: "Log in a customer".
    """
    checks = Checks()
    vendor = info.context.vendor(CareCloud)
    value = login.strip()
    if login_type == "phone":
        held = info.context.handle(Kind.PHONE, value)
        checks.that(held, "input.login", "expected a valid phone number like +40722100000")
        value = held.text.removeprefix("+") if held else value
    elif login_type == "email":
        checks.that(info.context.handle(Kind.EMAIL, value), "input.login", "expected an e-mail address like ana@example.com")
    else:
        checks.that(value, "input.login", "expected the number on the card")
    kind = {"phone": Kind.PHONE, "email": Kind.EMAIL}.get(login_type, Kind.LOYALTY_CARD)
    concerns_handles(info, info.context.handle(kind, login))
    checks.that(password, "input.password", "expected the person's password")
    if checks.errors:
        return checks.refused()
    return await perform(
        info,
        shape=CustomerWritten,
        write=lambda: vendor.writes.log_in(login_type, value, password),
        stale=lambda made: (vendor.tags.customer(made.id),) if made else (),
        idempotency_key=idempotency_key,
        paths=_LOGIN_PATHS,
    )


async def add_interest(
    info: Info, customer: Key | None, interest: str, checks: Checks, idempotency_key: str | None
) -> Written[Noted]:
    """Note an interest of a person; 1 call beyond finding them. Docs: "interest-records", POST."""
    interest_id = interest.strip()
    checks.that(interest_id, "input.interest", "expected an id from `interests`")
    customer_id = await vendor_id_of(info, customer, CareCloud.name, checks, "input.customer")
    if customer_id is None or checks.errors:
        return checks.refused()
    vendor = info.context.vendor(CareCloud)
    return await perform(
        info,
        shape=Noted,
        write=lambda: vendor.writes.add_interest(customer_id, interest_id),
        stale=lambda _noted: (vendor.tags.customer(customer_id),),
        idempotency_key=idempotency_key,
        paths=_INTEREST_PATHS | _CUSTOMER_PATHS,
    )


async def set_property(
    info: Info, customer: Key | None, property_id: str, value: object, checks: Checks, idempotency_key: str | None
) -> Written[Noted]:
    """Set a property of a person to any JSON value; 1 call beyond finding them. Docs: "property-records", POST."""
    property_id = property_id.strip()
    checks.that(property_id, "input.property", "expected an id from `customerProperties`")
    customer_id = await vendor_id_of(info, customer, CareCloud.name, checks, "input.customer")
    if customer_id is None or checks.errors:
        return checks.refused()
    vendor = info.context.vendor(CareCloud)
    return await perform(
        info,
        shape=Noted,
        write=lambda: vendor.writes.set_property(customer_id, property_id, value),
        stale=lambda _noted: (vendor.tags.customer(customer_id),),
        idempotency_key=idempotency_key,
        paths=_PROPERTY_PATHS | _CUSTOMER_PATHS,
    )


def person_of(info: Info, customer_id: str) -> Person:
    """Return the person a write was about; nothing is asked before their fields are."""
    return info.context.person(Key(vendor=CareCloud.name, vendor_id=customer_id))
