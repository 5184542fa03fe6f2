"""Every write: what goes over the wire against the documentation's sample, what comes back, and that the next read sees it."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from gateway.sandbox.town import Town
from tests.carecloud.interfaces import ENTERPRISE, SEED, codes_of, on_interface
from tests.carecloud.samples import ANA, ANA_ID, JOHN, REGISTER, done, sample
from tests.conftest import Gateway

INTEREST = """mutation I($input: AddCustomerInterestInput!) {
  addCustomerInterest(input: $input) { interestRecordId customer { interests { interestId } } userErrors { code path } } }"""
PROPERTY = """mutation P($input: SetCustomerPropertyInput!) {
  setCustomerProperty(input: $input) { propertyRecordId customer { properties { propertyId value } }
    userErrors { code message path } } }"""


@pytest_asyncio.fixture(loop_scope="session")
async def carecloud(own_sandbox: Town) -> AsyncIterator[Gateway]:
    """A gateway on the enterprise interface, over a stand-in of this test's own."""
    async with on_interface(own_sandbox, "bearer-enterprise") as gateway:
        yield gateway


def sent(town: Town, end: str) -> tuple[str, str, object]:
    """The one request whose path ends so: method, path, body; it has no parameters and is JSON."""
    (call,) = [call for call in town.carecloud.calls if call.method == "POST" and call.path.endswith(end)]
    assert call.query == ()
    assert call.headers["content-type"] == "application/json"
    return call.method, call.path, json.loads(call.body)


async def test_register_customer_sends_the_seeds_body(own_sandbox: Town):
    """Docs (seed): "customers"; the flat body of the customer interface, by Basic."""
    async with on_interface(own_sandbox, "basic-customer") as gateway:
        payload = await done(gateway, REGISTER, **JOHN)

    assert payload["userErrors"] == []
    assert payload["customerId"]
    assert sent(own_sandbox, "/customers") == ("POST", f"{SEED}/customers", sample("register_request.json"))


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

    assert codes_of(answer) == ["OUTCOME_UNKNOWN"]
    assert own_sandbox.carecloud.hits(f"POST {ENTERPRISE}/customers") == 1
    found = await carecloud.query("query Q($e: String!) { customer(by: {email: $e}) { firstName } }", e=JOHN["email"])
    assert found.data == {"customer": {"firstName": "John"}}


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
    ("customer", "property_id", "errors"),
    [
        ({"email": "stranger@example.com"}, "x", [("UNKNOWN_CUSTOMER", "customer")]),
        ({"phone": "+40213150000"}, "x", [("AMBIGUOUS_CUSTOMER", "customer")]),
        ({"email": "no e-mail"}, " ", [("BAD_USER_INPUT", "customer"), ("BAD_USER_INPUT", "property")]),
    ],
)
async def test_a_write_about_nobody_is_not_sent(
    carecloud: Gateway, own_sandbox: Town, customer: dict[str, str], property_id: str, errors: list[tuple[str, str]]
):
    """The path leads to the key, beside every other mistake that the input tells."""
    payload = await done(carecloud, PROPERTY, customer=customer, property=property_id, value=1)

    assert [(error["code"], error["path"]) for error in payload["userErrors"]] == [
        (code, ["input", name]) for code, name in errors
    ]
    assert not own_sandbox.carecloud.hits(r"POST .*/property-records")
