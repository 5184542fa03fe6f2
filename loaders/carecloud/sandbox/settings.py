"""The credentials this stand-in accepts, and where its interfaces are mounted."""

from collections.abc import Mapping
from typing import Literal

Interface = Literal["customer", "enterprise"]

LOGIN = "gateway"
PASSWORD = "Carecloud-sandbox-1"
APPLICATION_ID = "89d1a6111b3fb6e74665d948"

CUSTOMER_LOGIN = "customer_interface"
CUSTOMER_APPLICATION_ID = "82de12eb8b138791e678fd11c3"

SETTINGS: Mapping[str, str] = {
    "CARECLOUD_AUTH": "bearer-enterprise",
    "CARECLOUD_LOGIN": LOGIN,
    "CARECLOUD_PASSWORD": PASSWORD,
    "CARECLOUD_APPLICATION_ID": APPLICATION_ID,
    # People log in on the customer interface, which knows applications of its own.
    "CARECLOUD_CUSTOMER_APPLICATION_ID": CUSTOMER_APPLICATION_ID,
    # The zone of this project's times; the vendor writes them without one.
    "CARECLOUD_TIMEZONE": "Europe/Bucharest",
}

# The seed's mode: no password, the token takes its place. It goes with the URL suffix
# "/rest-api/customer-interface/v1.0" (the seed) or "/webservice/rest-api/customer-interface/v1.0" (today's).
# With CARECLOUD_AUTH=bearer-customer the same settings serve today's mode, which is what the application id is for.
CUSTOMER_SETTINGS: Mapping[str, str] = {
    "CARECLOUD_AUTH": "basic-customer",
    "CARECLOUD_LOGIN": CUSTOMER_LOGIN,
    "CARECLOUD_APPLICATION_ID": CUSTOMER_APPLICATION_ID,
    "CARECLOUD_TIMEZONE": "Europe/Bucharest",
}

URLS: Mapping[str, str] = {"CARECLOUD_URL": "/webservice/rest-api/enterprise-interface/v1.0"}

# The seed's prefix has no /webservice; the enterprise interface is newer than it.
BASES: tuple[tuple[str, Interface], ...] = (
    ("/webservice/rest-api/enterprise-interface/v1.0", "enterprise"),
    ("/webservice/rest-api/customer-interface/v1.0", "customer"),
    ("/rest-api/customer-interface/v1.0", "customer"),
)
