"""Wrong settings are refused with a sentence per mistake; what is not configured is left out."""

from pathlib import Path

import pytest

from gateway.process import assemble
from gateway.reading import read_settings
from gateway.registry import VENDORS, entries
from gateway.sandbox.town import Town
from gateway.settings import BrokenSettings
from tests.conftest import make


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"GATEWAY_PORT": "eighty"}, "GATEWAY_PORT: expected a whole number."),
        ({"GATEWAY_WORKERS": "0"}, "GATEWAY_WORKERS: expected at least 1."),
        ({"GATEWAY_LOG_FORMAT": "xml"}, "GATEWAY_LOG_FORMAT: expected json or text."),
        ({"GATEWAY_REUSE_PORT": "perhaps"}, "GATEWAY_REUSE_PORT: expected true or false."),
        ({"GATEWAY_JWT_SCOPES": "nope"}, "GATEWAY_JWT_SCOPES: expected some of people:read, "),
        ({"GATEWAY_CORS_ORIGINS": "www.example.com"}, "GATEWAY_CORS_ORIGINS: expected origins as browsers send them"),
        ({"GATEWAY_AUTH": "password"}, "GATEWAY_AUTH: expected keys, jwt, keys,jwt or none."),
        ({"GATEWAY_CACHE_URL": "memcached://here"}, "GATEWAY_CACHE_URL: expected memory://, redis://host:port/db"),
        (
            {"GATEWAY_CACHE_URL": "redis://here:6379/zero"},
            "GATEWAY_CACHE_URL: expected the number of a database behind the port.",
        ),
        (
            {"GATEWAY_CACHE_URL": "redis://here:port/0"},
            "GATEWAY_CACHE_URL: expected a host, a port and the number of a database.",
        ),
        ({"GATEWAY_CACHE_URL": "redis://here/0?timeout=3"}, "GATEWAY_CACHE_URL: there is no option timeout for redis."),
        (
            {"GATEWAY_CACHE_URL": "redis://here?ssl_cert_reqs=none"},
            "GATEWAY_CACHE_URL: there is no option ssl_cert_reqs for redis.",
        ),
        ({"GATEWAY_DEFAULT_REGION": "Romania"}, "GATEWAY_DEFAULT_REGION: expected the two capital letters of a country"),
        ({"GATEWAY_DEFAULT_REGION": "XX"}, "GATEWAY_DEFAULT_REGION: expected the two capital letters of a country"),
        ({"GATEWAY_IDENTITY_ORDER": "carecloud,hubspot"}, "GATEWAY_IDENTITY_ORDER: unknown vendor hubspot"),
        ({"GATEWAY_SDL_CUSTOMERS": "hubspot"}, "GATEWAY_SDL_CUSTOMERS: unknown vendor hubspot, expected every or one of "),
        ({"TRACKSALE_URL": "not a url", "TRACKSALE_TOKEN": "x"}, "TRACKSALE_URL: "),
        ({"TRACKSALE_URL": "http://127.0.0.1:1"}, "TRACKSALE_TOKEN is missing."),
        ({"CARECLOUD_URL": "http://127.0.0.1:1", "CARECLOUD_AUTH": "kerberos"}, "CARECLOUD_AUTH: "),
        (
            {
                "FOOTPRINTS_URL": "http://127.0.0.1:1",
                "FOOTPRINTS_KEY": "k",
                "FOOTPRINTS_SECRET": "s",
                "FOOTPRINTS_TIMEOUT_S": "0",
            },
            "FOOTPRINTS_TIMEOUT_S: ",
        ),
    ],
)
def test_a_mistake_is_a_sentence(wrong: dict[str, str], sentence: str):
    """It names the setting and what would be right, never the value."""
    with pytest.raises(BrokenSettings) as caught:
        read_settings(wrong, entries())

    assert any(complaint.startswith(sentence) for complaint in caught.value.complaints)


@pytest.mark.parametrize("zone", ["Europe", "Europe/Praha", "/etc/localtime", "../UTC", "x" * 300, " "])
@pytest.mark.parametrize("vendor", [name for name in VENDORS if name != "prisma"])
def test_a_zone_that_is_none_is_a_sentence(vendor: str, zone: str):
    """A folder of zones too."""
    name = f"{vendor.upper()}_TIMEZONE"
    with pytest.raises(BrokenSettings) as caught:
        read_settings({f"{vendor.upper()}_URL": "http://127.0.0.1:1", name: zone}, entries())

    (told,) = [sentence for sentence in caught.value.complaints if sentence.startswith(name)]
    assert told.startswith(f"{name}: expected a t")


@pytest.mark.parametrize(
    ("given", "store"),
    [("memory://", None), ("off", None), ("redis://here:6379/0", "redis://here:6379/0"), ("rediss://a", "rediss://a")],
)
def test_what_is_kept_is_shared_over_redis_alone(given: str, store: str | None):
    """Budgets, quotas, the cache and its commands go by the same word."""
    assert read_settings({"GATEWAY_CACHE_URL": given}, entries()).gateway.store_url == store


def test_a_vendors_scopes_are_scopes_of_tokens_too():
    """Like those of keys."""
    settings = read_settings({"GATEWAY_JWT_SCOPES": "people:read, write:tracksale"}, entries())

    assert settings.gateway.jwt_scopes == ("people:read", "write:tracksale")


def test_all_mistakes_come_at_once():
    """An operator mends them in one go."""
    with pytest.raises(BrokenSettings) as caught:
        read_settings({"GATEWAY_PORT": "x", "GATEWAY_WORKERS": "0", "TRACKSALE_URL": "http://127.0.0.1:1"}, entries())

    assert len(caught.value.complaints) == 3


def test_a_secret_is_never_in_a_complaint():
    """Validation errors usually print the input."""
    with pytest.raises(BrokenSettings) as caught:
        read_settings({"TRACKSALE_URL": "http://:hunter2@/", "TRACKSALE_TOKEN": "hunter2"}, entries())

    assert "hunter2" not in str(caught.value)


async def test_a_vendor_without_its_url_is_not_configured(sandbox: Town):
    """Its fields are null with an error that says so, the rest works."""
    settings = {name: value for name, value in sandbox.settings.items() if not name.startswith("TRACKSALE")}
    gateway = make(settings)

    answer = await gateway.query(
        """{
          customer(by: {email: "ana.popescu0@example.com"}) { rewards { id } surveyAnswers { nodes { id } } }
          vendors { vendor configured }
        }"""
    )

    assert answer.data["customer"]["rewards"]
    assert answer.data["customer"]["surveyAnswers"] is None
    assert [error["extensions"] for error in answer.errors] == [
        {"code": "VENDOR_NOT_CONFIGURED", "vendor": "TRACKSALE", "retryable": False}
    ]
    assert {"vendor": "TRACKSALE", "configured": False} in answer.data["vendors"]
    await gateway.process.close()


def test_a_broken_link_file_keeps_the_gateway_from_starting(tmp_path: Path):
    """Each broken line is named."""
    links = tmp_path / "links.csv"
    links.write_text("carecloud,1,open_loyalty,2\ncarecloud,1\n")

    with pytest.raises(BrokenSettings, match="line 2"):
        assemble(read_settings({"GATEWAY_LINKS_FILE": str(links)}, entries()), entries())


def test_every_vendor_of_the_registry_has_a_settings_model():
    """Its fields are the settings' names."""
    assert {entry.name for entry in entries()} == set(VENDORS)
    assert all("url" in entry.vendor.Settings.model_fields for entry in entries())
