"""The three ways to be let in, and what goes with every call."""

import json
from base64 import b64encode

import pytest

from gateway.reading import read_settings
from gateway.registry import entries
from gateway.sandbox.town import Town
from gateway.settings import BrokenSettings
from tests.carecloud.interfaces import ENTERPRISE, SEED, TODAY, codes_of, data_of, on_interface

STORES = "{ stores { id name } }"


def basic(words: str) -> str:
    return "Basic " + b64encode(words.encode()).decode()


async def test_basic_customer_is_the_seeds(sandbox: Town):
    """`POST /tokens` by the user name and nothing after the colon, then the token in the password's place; no parameters."""
    async with on_interface(sandbox, "basic-customer") as gateway:
        answer = await gateway.query(STORES)

    token, stores = sandbox.carecloud.calls
    assert answer.errors == []
    assert (token.method, token.path, token.body) == ("POST", f"{SEED}/tokens", b"{}")
    assert token.headers["authorization"] == basic("customer_interface:")
    assert (stores.method, stores.path, stores.query, stores.body) == ("GET", f"{SEED}/stores", (), b"")
    assert stores.headers["authorization"].startswith(basic("customer_interface:")[:-4])
    for call in (token, stores):
        assert call.headers["content-type"] == "application/json"
        assert call.headers["accept-language"] == "cs, en-gb;q=0.8"


async def test_bearer_customer_names_a_device(sandbox: Town):
    """Each process has a device of its own: a token ends when another is made for the same device."""
    async with on_interface(sandbox, "bearer-customer") as one, on_interface(sandbox, "bearer-customer") as other:
        assert (await one.query(STORES)).errors == []
        assert (await other.query(STORES)).errors == []

    tokens = sandbox.carecloud.matching(f"POST {TODAY}/tokens")
    first, second = (json.loads(token.body) for token in tokens)
    assert "authorization" not in tokens[0].headers
    assert first["external_application_id"] == "82de12eb8b138791e678fd11c3"
    assert first["setup"] == {"language_id": "cs", "allowed_gps": False, "allowed_notifications": False}
    assert set(first["device"]) == {"device_id", "device_system", "device_name", "device_type"}
    assert first["device"]["device_id"] != second["device"]["device_id"]
    assert sandbox.carecloud.calls[-1].headers["authorization"].startswith("Bearer ")


async def test_bearer_enterprise_logs_a_user_in(sandbox: Town):
    """One login for all calls, in the language that was set."""
    async with on_interface(sandbox, "bearer-enterprise", CARECLOUD_LANGUAGE="en-gb") as gateway:
        answer = await gateway.query("{ stores { id } interests { name } rewards { name } }")

    assert answer.errors == []
    assert [one["name"] for one in data_of(answer)["interests"]] == ["Ice cream", "Coffee", "Sport", "Travel"]
    (login,) = sandbox.carecloud.matching(f"POST {ENTERPRISE}/users/actions/login")
    assert json.loads(login.body) == {
        "user_external_application_id": "89d1a6111b3fb6e74665d948",
        "login": "gateway",
        "password": "Carecloud-sandbox-1",
    }
    assert "authorization" not in login.headers
    assert {call.headers["accept-language"] for call in sandbox.carecloud.calls} == {"en-gb"}


@pytest.mark.parametrize("auth", ["basic-customer", "bearer-customer", "bearer-enterprise"])
async def test_an_expired_token_is_renewed_once(sandbox: Town, auth: str):
    """The call is repeated with the new token, and nobody notices."""
    async with on_interface(sandbox, auth) as gateway:
        assert (await gateway.query(STORES)).errors == []
        sandbox.carecloud.app.state.expire_tokens()
        sandbox.carecloud.reset()

        answer = await gateway.query("{ rewards { id } }")

    assert answer.errors == []
    assert [call.method for call in sandbox.carecloud.calls] == ["GET", "POST", "GET"]


async def test_wrong_credentials_are_named(sandbox: Town):
    """The error says whose fault it is and holds no secret."""
    async with on_interface(sandbox, "bearer-enterprise", CARECLOUD_PASSWORD="Wrong-1-secret") as gateway:
        answer = await gateway.query(STORES)

    assert codes_of(answer) == ["VENDOR_AUTH_FAILED"]
    assert "Wrong-1-secret" not in json.dumps(answer.errors)


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"CARECLOUD_PASSWORD": ""}, "CARECLOUD_PASSWORD is missing"),
        ({"CARECLOUD_APPLICATION_ID": ""}, "CARECLOUD_APPLICATION_ID is missing"),
        ({"CARECLOUD_AUTH": "token"}, "bearer-enterprise"),
        ({"CARECLOUD_TIMEZONE": "Europe/Praha"}, "expected a time zone's name, such as Europe/Prague"),
        ({"CARECLOUD_CUSTOMER_BODY": "flat"}, "seed or spec"),
        ({"CARECLOUD_AUTH": "basic-customer"}, "enterprise-interface, which CARECLOUD_AUTH=basic-customer is not for"),
    ],
)
async def test_a_wrong_setting_is_refused_with_a_sentence(sandbox: Town, changed: dict[str, str], complaint: str):
    """Before anything is sent."""
    with pytest.raises(BrokenSettings, match=complaint):
        read_settings({**sandbox.carecloud.settings, **changed}, entries(["carecloud"]))
