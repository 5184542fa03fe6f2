"""POST /customers, in the seed's flat body or today's wrapped one, depending on how the caller logs in."""

import re

from starlette.responses import Response

from loaders.carecloud.sandbox.body import Body
from loaders.carecloud.sandbox.call import Call
from loaders.carecloud.sandbox.errors import bad
from loaders.carecloud.sandbox.query import spelling
from loaders.carecloud.sandbox.records import add_property, add_source_record, check_property, check_source_record
from loaders.carecloud.sandbox.rows import Row, part, text

_EMAIL = re.compile(
    r"[-a-z0-9!#$%&'*+\\/=?^_`{|}~.]+@([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])", re.I
)
_PHONE = re.compile(r"[1-9][0-9]*")
_NAMES = ("salutation", "first_name", "last_name", "pre_nominals", "post_nominals", "birthdate", "email", "phone")
_ADDRESS = tuple(f"address{line}" for line in range(1, 8))


def register(call: Call) -> Response:
    """Create a customer; with `autologin` on the customer interface the token is logged in as well."""
    body = call.body
    about, sources, properties = _seed_parts(body) if call.is_seed else _parts(body)
    password = _password(body)
    personal = _personal_information(call, about)
    for source in sources:
        check_source_record(call, source)
    for record in properties:
        check_property(call, record)
    customer_id = call.books.new_id("customer")
    row: Row = {
        "customer_id": customer_id,
        "personal_information": personal,
        "last_change": call.now,
        "state": 1,
        "_password": password,
        "_number": None,
    }
    call.books.customers.add(row)
    for source in sources:
        add_source_record(call, customer_id, source)
    for record in properties:
        add_property(call, customer_id, record)
    call.session.registered.add(customer_id)
    if body.flag("autologin") and call.session.interface == "customer":
        call.session.customer_id = customer_id
    return call.created("customer_id", customer_id)


def _seed_parts(body: Body) -> tuple[Body, list[Body], list[Body]]:
    """The seed: everything at the top, several sources, `additional_properties`."""
    body.need("personal_information")
    return body.section("personal_information"), body.sections("customer_sources"), body.sections("additional_properties")


def _parts(body: Body) -> tuple[Body, list[Body], list[Body]]:
    """Today: the person inside `customer`, one source, `property_records`; three fields are required."""
    body.need("customer", "customer_source", "autologin")
    about = body.section("customer").section("personal_information")
    return about, [body.section("customer_source")], body.sections("property_records")


def _password(body: Body) -> str:
    password = body.text("password")
    if body.flag("autologin") and not password:
        raise bad("password", "required", message="autologin needs a password")
    if password and (len(password) < 8 or not re.search("[0-9]", password) or not re.search("[A-Z]", password)):
        raise bad("password", "invalid_value_format", message="8 characters, a number and an uppercase letter at least")
    return password


def _personal_information(call: Call, about: Body) -> Row:
    about.need("language_id")
    personal: Row = {name: about.text(name) for name in _NAMES}
    if (email := text(personal, "email")) and not _EMAIL.fullmatch(email):
        raise bad("email", "invalid_value_format", email)
    if email and _is_taken(call, email):
        raise bad("email", "already_exists", email)
    if (phone := text(personal, "phone")) and not _PHONE.fullmatch(phone):
        raise bad("phone", "invalid_value_format", phone, "digits with international prefix")
    if birthdate := text(personal, "birthdate"):
        spelling("birthdate", birthdate, ("%Y-%m-%d",), "%Y-%m-%d")
    if store_id := about.text("store_id"):
        call.known(call.books.stores, "store_id", store_id)
    gender = about.fields.get("gender")
    if gender not in (None, 1, 2, 3, 4, 5):
        raise bad("gender", "not_allowed_value", gender)
    return {
        **personal,
        "gender": gender,
        "language_id": about.text("language_id"),
        "store_id": store_id or None,
        "address": _address(about.optional("address")),
        "agreement": _agreement(about.optional("agreement")),
        "consents": [],
    }


def _is_taken(call: Call, email: str) -> bool:
    live = (row for row in call.books.customers.all() if row["state"] == 1)
    return any(text(part(row, "personal_information"), "email").casefold() == email.casefold() for row in live)


def _address(address: Body) -> Row:
    postcode = address.fields.get("zip")
    if postcode is not None and (isinstance(postcode, bool) or not isinstance(postcode, str | int)):
        raise bad("zip", "invalid_value_format", postcode)
    lines: Row = {line: address.text(line) or None for line in _ADDRESS}
    # A number on write in the seed, always text on read.
    code = "" if postcode is None else str(postcode)
    return {**lines, "zip": code, "city": address.text("city"), "country_code": address.text("country_code")}


def _agreement(agreement: Body) -> Row:
    answers: Row = {}
    for name in ("agreement_gtc", "agreement_profiling", "agreement_marketing_communication"):
        value = agreement.fields.get(name, 2)
        if isinstance(value, bool) or value not in (0, 1, 2):
            raise bad(name, "not_allowed_value", value)
        answers[name] = value
    customs = [dict(custom.fields) for custom in agreement.sections("custom_agreements")]
    return {**answers, "custom_agreements": customs}
