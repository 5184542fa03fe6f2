"""Every write: what goes over the wire against the documentation's sample, what comes back, and that the next read sees it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from gateway.sandbox.town import Town
from tests.carecloud.interfaces import ENTERPRISE, SEED, TODAY, on_interface
from tests.conftest import Gateway

WIRE = Path(__file__).parent / "wire"
ANA = "ana.popescu0@example.com"
ANA_ID = "8ea200000000000000"

REGISTER = """mutation R($input: RegisterCustomerInput!) {
  registerCustomer(input: $input) { customerId customer { id firstName email } userErrors { code message path } } }"""
LOGIN = """mutation L($input: LoginCustomerInput!) {
  loginCustomer(input: $input) { customerId customer { rewards { id } firstName } userErrors { code message path } } }"""
INTEREST = """mutation I($input: AddCustomerInterestInput!) {
  addCustomerInterest(input: $input) { interestRecordId customer { interests { interestId } } userErrors { code path } } }"""
PROPERTY = """mutation P($input: SetCustomerPropertyInput!) {
  setCustomerProperty(input: $input) { propertyRecordId customer { properties { propertyId value } }
    userErrors { code message path } } }"""

JOHN: dict[str, Any] = {
    "gender": "MALE",
    "firstName": "John",
    "lastName": "Smith",
    "email": "happy_customer@crmcarecloud.com",
    "languageId": "en",
    "store": "86e05affc7a7abefc",
    "birthDate": "1993-01-21",
    "phone": "+420 221 634 695",
    "address": {"lines": ["Old Town Square", "35"], "postalCode": "11000", "city": "Prague", "countryCode": "cz"},
    "sources": [{"customerSource": "0b1788109b8", "externalId": "94826712"}],
    "properties": [{"property": "wedding_date", "name": "Date of wedding", "value": "2001-08-13"}],
    "socialNetwork": {"id": "twitter", "token": "38e123j1jedu12d1jnjqwd"},
}


@pytest_asyncio.fixture(loop_scope="session")
async def carecloud(own_sandbox: Town) -> AsyncIterator[Gateway]:
    """A gateway on the enterprise interface, over a stand-in of this test's own."""
    async with on_interface(own_sandbox, "bearer-enterprise") as gateway:
        yield gateway


def sample(name: str) -> Any:
    return json.loads((WIRE / name).read_text())


def sent(town: Town, end: str) -> tuple[str, str, object]:
    """The one request whose path ends so: method, path, body; it has no parameters and is JSON."""
    (call,) = [call for call in town.carecloud.calls if call.method == "POST" and call.path.endswith(end)]
    assert call.query == ()
    assert call.headers["content-type"] == "application/json"
    return call.method, call.path, json.loads(call.body)


async def done(gateway: Gateway, document: str, **given: object) -> Any:
    """Make a mutation that must not fail, and return its payload."""
    answer = await gateway.query(document, input=given)
    assert answer.errors == []
    assert answer.data is not None
    (payload,) = answer.data.values()
    return payload


async def test_register_customer_sends_the_seeds_body(own_sandbox: Town):
    """Docs (seed): "customers"; the flat body of the customer interface, by Basic."""
    wanted = sample("register_request.json")
    wanted["personal_information"]["address"]["zip"] = "11000"
    del wanted["additional_properties"][0]["last_change"]
    async with on_interface(own_sandbox, "basic-customer") as gateway:
        payload = await done(gateway, REGISTER, **JOHN)

    assert payload["userErrors"] == []
    assert payload["customerId"]
    assert sent(own_sandbox, "/customers") == ("POST", f"{SEED}/customers", wanted)


async def test_register_customer_sends_todays_body(carecloud: Gateway, own_sandbox: Town):
    """Docs (beyond the seed): "Customers"; whoever was nobody before is found at once."""
    by = {"email": JOHN["email"]}
    find = "query Q($by: CustomerKey!) { customer(by: $by) { firstName externalId properties { propertyId value } } }"
    assert (await carecloud.query(find, by=by)).data == {"customer": None}

    payload = await done(carecloud, REGISTER, **JOHN)

    assert payload["customer"]["firstName"] == "John"
    method, path, body = sent(own_sandbox, "/customers")
    assert (method, path) == ("POST", f"{ENTERPRISE}/customers")
    assert isinstance(body, dict)
    assert set(body) == {"customer", "customer_source", "property_records", "social_network_credentials", "autologin"}
    found = await carecloud.query(find, by=by)
    assert found.data == {
        "customer": {
            "firstName": "John",
            "externalId": "94826712",
            "properties": [{"propertyId": "wedding_date", "value": "2001-08-13"}],
        }
    }


async def test_register_customer_names_all_mistakes_at_once(carecloud: Gateway, own_sandbox: Town):
    """Nothing is sent."""
    payload = await done(
        carecloud,
        REGISTER,
        email="nobody",
        phone="12",
        birthDate="2999-01-01",
        autologin=True,
        password="short",
        address={"lines": ["x"] * 8, "countryCode": "Czechia"},
        properties=[{"property": "newsletter", "value": True}, {"property": "newsletter", "value": False}],
    )

    assert payload["customer"] is None
    assert {".".join(error["path"]) for error in payload["userErrors"]} == {
        "input.email",
        "input.phone",
        "input.birthDate",
        "input.password",
        "input.address.lines",
        "input.address.countryCode",
        "input.properties.1.property",
        "input.sources",
    }
    assert not own_sandbox.carecloud.calls


async def test_register_customer_shows_what_the_vendor_refuses(carecloud: Gateway):
    """`invalid_params` come back with our paths."""
    payload = await done(carecloud, REGISTER, **{**JOHN, "email": ANA})

    assert payload["customerId"] is None
    assert [(error["code"], error["path"]) for error in payload["userErrors"]] == [("ALREADY_EXISTS", ["input", "email"])]


async def test_register_customer_twice_with_a_key_is_one_customer(carecloud: Gateway, own_sandbox: Town):
    """The first outcome is given again; another input, be it only the password, is refused."""
    first = await done(carecloud, REGISTER, **JOHN, idempotencyKey="one", password="Secret-123")
    again = await done(carecloud, REGISTER, **JOHN, idempotencyKey="one", password="Secret-123")
    other = await done(carecloud, REGISTER, **JOHN, idempotencyKey="one", password="Secret-124")

    assert first["customerId"] == again["customerId"]
    assert [error["code"] for error in other["userErrors"]] == ["IDEMPOTENCY_KEY_REUSED"]
    assert own_sandbox.carecloud.hits(f"POST {ENTERPRISE}/customers") == 1


async def test_register_customer_with_a_lost_answer_is_unknown(carecloud: Gateway, own_sandbox: Town):
    """Sent once; the error says how to find out, and finding out works."""
    own_sandbox.carecloud.fault("half body", only=lambda method, path: method == "POST" and path.endswith("/customers"))

    answer = await carecloud.query(REGISTER, input=JOHN)

    assert [error["extensions"]["code"] for error in answer.errors] == ["OUTCOME_UNKNOWN"]
    assert own_sandbox.carecloud.hits(f"POST {ENTERPRISE}/customers") == 1
    found = await carecloud.query("query Q($e: String!) { customer(by: {email: $e}) { firstName } }", e=JOHN["email"])
    assert found.data == {"customer": {"firstName": "John"}}


@pytest.mark.parametrize(("auth", "base"), [("basic-customer", SEED), ("bearer-customer", TODAY), ("bearer-enterprise", TODAY)])
async def test_login_customer_has_a_token_of_its_own(own_sandbox: Town, auth: str, base: str):
    """Docs: step 4 of "Authentication" (seed); the gateway's token stays nobody's, and the person's reads go by their own."""
    async with on_interface(own_sandbox, auth) as gateway:
        payload = await done(gateway, LOGIN, loginType="EMAIL", login=ANA, password="Parola0000")
        others = await gateway.query(
            '{ customer(by: {vendorId: {vendor: CARECLOUD, id: "8ea200000000000001"}}) { rewards { id } } }'
        )

    assert payload["userErrors"] == []
    assert payload["customerId"] == ANA_ID
    assert payload["customer"]["firstName"] == "Ana"
    assert len(payload["customer"]["rewards"]) >= 3
    (login,) = own_sandbox.carecloud.matching(f"POST {base}/tokens/[^/]+/actions/login")
    assert json.loads(login.body) == sample("login_request.json") | {"login_value": ANA, "password": "Parola0000"}
    if auth == "bearer-enterprise":
        assert others.errors == []
    else:
        assert [error["extensions"]["code"] for error in others.errors] == ["VENDOR_REJECTED"]
        token = login.path.split("/")[-3]
        assert own_sandbox.carecloud.hits(f"POST {base}/tokens") == 2
        assert (token in login.headers["authorization"]) == (auth != "basic-customer")


@pytest.mark.parametrize("auth", ["basic-customer", "bearer-customer", "bearer-enterprise"])
async def test_login_customer_with_a_wrong_password_is_refused(own_sandbox: Town, auth: str):
    """The vendor's 401 is about the person, so it is asked once and no token is made again."""
    async with on_interface(own_sandbox, auth) as gateway:
        payload = await done(gateway, LOGIN, loginType="PHONE", login="0722 100 000", password="wrong")

    assert payload["customer"] is None
    assert [(error["code"], error["path"]) for error in payload["userErrors"]] == [
        ("INVALID_CREDENTIALS", ["input", "password"])
    ]
    (login,) = [call for call in own_sandbox.carecloud.calls if "/tokens/" in call.path]
    assert json.loads(login.body)["login_value"] == "40722100000"


async def test_register_customer_and_log_in_at_once(own_sandbox: Town):
    """`autologin` logs in on a token of the person's own, never on the gateway's."""
    async with on_interface(own_sandbox, "bearer-customer") as gateway:
        payload = await done(gateway, REGISTER, **JOHN, autologin=True, password="Secret-123")
        other = await gateway.query('{ customer(by: {vendorId: {vendor: CARECLOUD, id: "x"}}) { rewards { id } } }')

    assert payload["customer"]["firstName"] == "John"
    assert [error["extensions"]["code"] for error in other.errors] == ["VENDOR_REJECTED"]


async def test_a_session_that_ended_is_not_renewed(own_sandbox: Town):
    """The person must log in again; until then the vendor's refusal is shown."""
    async with on_interface(own_sandbox, "bearer-customer") as gateway:
        await done(gateway, LOGIN, loginType="EMAIL", login=ANA, password="Parola0000")
        own_sandbox.carecloud.app.state.expire_tokens()

        answer = await gateway.query(
            '{ customer(by: {vendorId: {vendor: CARECLOUD, id: "8ea200000000000000"}}) { vouchers { id } } }'
        )

    assert [error["extensions"]["code"] for error in answer.errors] == ["VENDOR_REJECTED"]


async def test_add_customer_interest(carecloud: Gateway, own_sandbox: Town):
    """Docs (seed): "interest-records"; the person is found by e-mail, and the next read shows it."""
    before = await carecloud.query("query Q($e: String!) { customer(by: {email: $e}) { interests { id } } }", e=ANA)
    assert before.data == {"customer": {"interests": []}}

    payload = await done(carecloud, INTEREST, customer={"email": ANA}, interest="87d706e4864d02af7")

    assert payload["userErrors"] == []
    assert payload["interestRecordId"]
    assert payload["customer"]["interests"] == [{"interestId": "87d706e4864d02af7"}]
    wanted = sample("interest_request.json")
    wanted["interest_record"]["customer_id"] = ANA_ID
    assert sent(own_sandbox, "/interest-records") == ("POST", f"{ENTERPRISE}/customers/{ANA_ID}/interest-records", wanted)
    again = await done(carecloud, INTEREST, customer={"email": ANA}, interest="87d706e4864d02af7")
    assert again["userErrors"] == [{"code": "RELATION_ALREADY_EXISTS", "path": ["input", "interest"]}]


async def test_add_customer_interest_by_the_seed(own_sandbox: Town):
    """Its whole way: register, then note an interest of the new customer; the answer has no envelope."""
    async with on_interface(own_sandbox, "basic-customer") as gateway:
        new = await done(gateway, REGISTER, **JOHN)
        key = {"vendorId": {"vendor": "CARECLOUD", "id": new["customerId"]}}
        document = """mutation I($input: AddCustomerInterestInput!) {
          addCustomerInterest(input: $input) { interestRecordId userErrors { code } } }"""
        payload = await done(gateway, document, customer=key, interest="87d706e4864d02af7")

    assert payload["interestRecordId"]
    _, path, body = sent(own_sandbox, "/interest-records")
    assert path == f"{SEED}/customers/{new['customerId']}/interest-records"
    assert body == {"interest_record": {"interest_id": "87d706e4864d02af7", "customer_id": new["customerId"]}}


@pytest.mark.parametrize("value", ["2001-08-13", 7, True, ["a", "b"], {"a": 1}])
async def test_set_customer_property(carecloud: Gateway, own_sandbox: Town, value: object):
    """Docs (seed): "property-records", with the value that its sample leaves out; the next read shows it."""
    by = {"externalId": "C100001"}
    find = "query Q($by: CustomerKey!) { customer(by: $by) { properties { propertyId } } }"
    before = await carecloud.query(find, by=by)
    assert before.errors == []

    payload = await done(carecloud, PROPERTY, customer=by, property="87d76e48264d026dpab0f7", value=value)

    assert payload["userErrors"] == []
    assert {"propertyId": "87d76e48264d026dpab0f7", "value": value} in payload["customer"]["properties"]
    where = f"{ENTERPRISE}/customers/8ea200000000000001/property-records"
    body = {"property_record": {"property_id": "87d76e48264d026dpab0f7", "property_value": value}}
    assert sent(own_sandbox, "/property-records") == ("POST", where, body)


async def test_set_customer_property_by_the_seed(own_sandbox: Town):
    """Its body names the customer too; the record's id has a colon."""
    async with on_interface(own_sandbox, "basic-customer") as gateway:
        new = await done(gateway, REGISTER, **{**JOHN, "properties": []})
        key = {"vendorId": {"vendor": "CARECLOUD", "id": new["customerId"]}}
        document = """mutation P($input: SetCustomerPropertyInput!) {
          setCustomerProperty(input: $input) { propertyRecordId userErrors { code } } }"""
        payload = await done(gateway, document, customer=key, property="87d76e48264d026dpab0f7", value="x")

    assert ":" in payload["propertyRecordId"]
    wanted = sample("property_request.json")
    wanted["property_record"] |= {"customer_id": new["customerId"], "property_value": "x"}
    assert sent(own_sandbox, "/property-records")[2] == wanted


@pytest.mark.parametrize(
    ("customer", "code"),
    [
        ({"email": "nobody@example.com"}, "UNKNOWN_CUSTOMER"),
        ({"phone": "+40213150000"}, "AMBIGUOUS_CUSTOMER"),
        ({"email": "no e-mail"}, "BAD_USER_INPUT"),
    ],
)
async def test_a_write_about_nobody_is_not_sent(carecloud: Gateway, own_sandbox: Town, customer: dict[str, str], code: str):
    """The path leads to the key, beside every other mistake."""
    payload = await done(carecloud, PROPERTY, customer=customer, property=" ", value=1)

    assert [(error["code"], error["path"]) for error in payload["userErrors"] if error["path"] == ["input", "customer"]] == [
        (code, ["input", "customer"])
    ]
    assert ["input", "property"] in [error["path"] for error in payload["userErrors"]]
    assert not own_sandbox.carecloud.hits(r"POST .*/property-records")
