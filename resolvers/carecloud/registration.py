"""Checking a new customer before anything is sent; all mistakes at once."""

import re
from dataclasses import replace

from loaders.carecloud import CareCloud
from loaders.carecloud.registration import Registration, SourceId
from loaders.identity.handle import Handle, Kind
from resolvers.context import Info
from resolvers.writes import Checks

_MOST_LINES = 7

_LEAVES = {
    "gender": "gender",
    "salutation": "salutation",
    "pre_nominals": "preNominals",
    "first_name": "firstName",
    "last_name": "lastName",
    "post_nominals": "postNominals",
    "email": "email",
    "phone": "phone",
    "birthdate": "birthDate",
    "language_id": "languageId",
    "store_id": "store",
    "address": "address",
    "zip": "address.postalCode",
    "city": "address.city",
    "country_code": "address.countryCode",
    "agreement": "agreements",
    "agreement_gtc": "agreements.terms",
    "agreement_profiling": "agreements.profiling",
    "agreement_marketing_communication": "agreements.marketing",
}
_TOP = {
    "customer_source_id": "sources",
    "external_id": "sources",
    "customer_source": "sources",
    "customer_sources": "sources",
    "property_id": "properties",
    "property_value": "properties",
    "property_records": "properties",
    "additional_properties": "properties",
    "social_network_id": "socialNetwork.id",
    "social_network_token": "socialNetwork.token",
    "referral_code": "referralCode",
    "autologin": "autologin",
    "password": "password",
}

PATHS = {
    **{name: f"input.{ours}" for name, ours in (_LEAVES | _TOP).items()},
    **{f"personal_information.{name}": f"input.{ours}" for name, ours in _LEAVES.items()},
    **{f"customer.personal_information.{name}": f"input.{ours}" for name, ours in _LEAVES.items()},
    "customer_source.customer_source_id": "input.sources.0.customerSource",
    "customer_source.external_id": "input.sources.0.externalId",
}
"Our input's fields by the vendor's names, which may or may not say where in the body they are."


def checked(info: Info, new: Registration, checks: Checks) -> Registration:
    """Normalize a registration: phone to E.164, the installation's own source and language where none is given."""
    vendor = info.context.vendor(CareCloud)
    settings = vendor.settings
    if not new.sources and settings.body == "spec" and settings.customer_source_id:
        new = replace(new, sources=(SourceId(settings.customer_source_id),))
    email = new.email.strip() if new.email else None
    if email is not None and info.context.handle(Kind.EMAIL, email) is None:
        checks.refuse("input.email", "expected an e-mail address like ana@example.com")
    phone = info.context.handle(Kind.PHONE, new.phone) if new.phone else None
    checks.that(not new.phone or phone, "input.phone", "expected a valid phone number like +40722100000")
    _check_person(info, new, checks)
    _check_lists(new, checks)
    if settings.body == "spec":
        checks.that(len(new.sources) == 1, "input.sources", "expected exactly one customer source; today's body holds one")
    else:
        checks.that(new.referral_code is None, "input.referralCode", "the first documentation's body has no referral code")
    return replace(new, email=email, phone=phone.text if phone else None, language_id=new.language_id or settings.language_id)


def handles_of(info: Info, new: Registration) -> list[Handle]:
    """What the new customer will be found by."""
    raw = [(Kind.EMAIL, new.email), (Kind.PHONE, new.phone), *((Kind.EXTERNAL_ID, one.external_id) for one in new.sources)]
    return [held for kind, text in raw if (held := info.context.handle(kind, text)) is not None]


def _check_person(info: Info, new: Registration, checks: Checks) -> None:
    if new.birth_date is not None and new.birth_date > info.context.clock.now().date():
        checks.refuse("input.birthDate", "expected a day in the past")
    if new.is_logged_in and not new.password:
        checks.refuse("input.password", "expected a password, since `autologin` is true")
    if new.password and (len(new.password) < 8 or not re.search(r"\d", new.password) or not re.search("[A-Z]", new.password)):
        checks.refuse("input.password", "expected at least 8 characters, one of them a digit and one a capital letter")
    if new.address is not None:
        checks.that(len(new.address.lines) <= _MOST_LINES, "input.address.lines", "expected at most 7 lines")
        country = new.address.country_code
        checks.that(
            not country or re.fullmatch("[A-Za-z]{2}", country), "input.address.countryCode", "expected two letters like cz"
        )


def _check_lists(new: Registration, checks: Checks) -> None:
    for place, source in enumerate(new.sources):
        checks.that(source.source_id.strip(), f"input.sources.{place}.customerSource", "expected an id from `customerSources`")
        empty = source.external_id is not None and not source.external_id.strip()
        checks.that(not empty, f"input.sources.{place}.externalId", "expected the customer's id in that system")
    seen: set[str] = set()
    for place, one in enumerate(new.properties):
        where = f"input.properties.{place}.property"
        checks.that(one.property_id.strip(), where, "expected an id from `customerProperties`")
        checks.that(one.property_id not in seen, where, "expected each property once")
        seen.add(one.property_id)
