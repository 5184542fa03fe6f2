"""What this stand-in accepts as proof of who asks. Docs: "Authentication", "Initialize web tracking session"."""

from collections.abc import Mapping

SETTINGS: Mapping[str, str] = {
    "FOOTPRINTS_KEY": "footprints-key",
    "FOOTPRINTS_SECRET": "footprints-secret",
    "FOOTPRINTS_APP_KEY": "571e64183647a855d0sgf3a3",
    "FOOTPRINTS_TIMEZONE": "Europe/Bucharest",
}
URLS: Mapping[str, str] = {"FOOTPRINTS_URL": ""}

# The two grants beside client_credentials need an identity of their own.
PIN = "1234567890"
USERNAME = "hostess@example.com"
PASSWORD = "hostess-password"
HOSTESS_ID = "5b30cb85e1267446c5784b75"
HOSTESS_NAME = "Test Hostess"
