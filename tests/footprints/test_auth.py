"""Credentials, and what goes wrong."""

import pytest

from tests.footprints.conftest import Desk, Open, codes


async def test_token_is_renewed_once(desk: Desk) -> None:
    """Credentials go as Basic, the token in the query; an expired one is replaced without anybody noticing. Docs: "Authentication"."""
    await desk.data("{ channels { name } }")
    token = desk.house.matching("POST /api/token")[0]
    assert token.form == [("grant_type", "client_credentials")]
    assert token.headers["authorization"].startswith("Basic ")
    desk.house.app.state.expire_tokens()

    assert (await desk.data("{ businessUsers { firstName } }"))["businessUsers"]
    assert desk.house.hits("POST /api/token") == 2
    assert "authorization" not in desk.last.headers


@pytest.mark.parametrize(
    ("settings", "form"),
    [
        (
            {"FOOTPRINTS_GRANT": "pin", "FOOTPRINTS_PIN": "1234567890"},
            [("grant_type", "pin"), ("pin", "1234567890")],
        ),
        ({"FOOTPRINTS_PIN": "1234567890"}, [("grant_type", "client_credentials"), ("pin", "1234567890")]),
        (
            {
                "FOOTPRINTS_GRANT": "password",
                "FOOTPRINTS_USERNAME": "hostess@example.com",
                "FOOTPRINTS_PASSWORD": "hostess-password",
            },
            [("grant_type", "password"), ("username", "hostess@example.com"), ("password", "hostess-password")],
        ),
    ],
)
async def test_grants(open_desk: Open, settings: dict[str, str], form: list[tuple[str, str]]) -> None:
    """The three grants of the page, each with its own fields; the page's sample sends a pin beside client_credentials."""
    desk = await open_desk(**settings)

    assert (await desk.data("{ channels { name } }"))["channels"]
    assert desk.house.matching("POST /api/token")[0].form == form


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("500", "VENDOR_UNAVAILABLE"),
        ("garbage", "VENDOR_MALFORMED"),
        ("429", "VENDOR_RATE_LIMITED"),
        ("401", "VENDOR_AUTH_FAILED"),
    ],
)
async def test_faults_carry_their_codes(desk: Desk, fault: str, code: str) -> None:
    """Trouble is an error with the vendor's name, and without the token that travels in its address."""
    desk.house.fault(fault, only=lambda _method, path: path != "/api/token")
    answer = await desk.query("{ channels { name } }")

    assert answer.data == {"channels": None}
    assert codes(answer) == [code]
    assert "access_token" not in str(answer.errors)
