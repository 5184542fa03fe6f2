"""People who log in: each with a token of their own, which the gateway keeps for what it reads about them."""

import json

import pytest

from gateway.sandbox.town import Town
from tests.carecloud.interfaces import SEED, TODAY, codes_of, data_of, on_interface
from tests.carecloud.samples import ANA, ANA_ID, JOHN, REGISTER, done, sample

LOGIN = """mutation L($input: LoginCustomerInput!) {
  loginCustomer(input: $input) { customerId customer { rewards { id } firstName } userErrors { code message path } } }"""


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
        assert codes_of(others) == ["VENDOR_REJECTED"]
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


@pytest.mark.parametrize("auth", ["basic-customer", "bearer-customer", "bearer-enterprise"])
async def test_a_wrong_password_is_not_taken_for_ours(own_sandbox: Town, auth: str):
    """Operators are woken for VENDOR_AUTH_FAILED: a customer's slip is counted as a refusal, and is nobody's last error."""
    wrong = {"loginType": "EMAIL", "login": ANA, "password": "wrong"}
    async with on_interface(own_sandbox, auth) as gateway:
        answer = await gateway.query(LOGIN, input=wrong)
        told = data_of(await gateway.query("{ vendors { vendor lastError } }"))

    assert [exchange.error for exchange in answer.ledger.exchanges] == ["VENDOR_REJECTED"]
    assert {"vendor": "CARECLOUD", "lastError": None} in told["vendors"]


async def test_register_customer_and_log_in_at_once(own_sandbox: Town):
    """`autologin` logs in on a token of the person's own, never on the gateway's."""
    async with on_interface(own_sandbox, "bearer-customer") as gateway:
        payload = await done(gateway, REGISTER, **JOHN, autologin=True, password="Secret-123")
        other = await gateway.query('{ customer(by: {vendorId: {vendor: CARECLOUD, id: "x"}}) { rewards { id } } }')

    assert payload["customer"]["firstName"] == "John"
    assert codes_of(other) == ["VENDOR_REJECTED"]


async def test_a_session_that_ended_is_not_renewed(own_sandbox: Town):
    """The person must log in again; until then the vendor's refusal is shown."""
    async with on_interface(own_sandbox, "bearer-customer") as gateway:
        await done(gateway, LOGIN, loginType="EMAIL", login=ANA, password="Parola0000")
        own_sandbox.carecloud.app.state.expire_tokens()

        answer = await gateway.query(
            '{ customer(by: {vendorId: {vendor: CARECLOUD, id: "8ea200000000000000"}}) { vouchers { id } } }'
        )

    assert codes_of(answer) == ["VENDOR_REJECTED"]
