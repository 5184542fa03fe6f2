"""What this vendor is configured with."""

from typing import Literal

from pydantic import AnyHttpUrl, SecretStr, model_validator
from pydantic_core import PydanticCustomError

from loaders.upstream.settings import Text, VendorSettings, Zone

NAME = "carecloud"

Mode = Literal["basic-customer", "bearer-customer", "bearer-enterprise"]
CustomerBody = Literal["seed", "spec"]

_ENTERPRISE = "/enterprise-interface/"
_CUSTOMER = "/customer-interface/"


class CareCloudSettings(VendorSettings):
    """`CARECLOUD_…`; `url` is the whole base up to `v1.0`, which names the interface."""

    url: AnyHttpUrl
    """The whole base, of the interface that `CARECLOUD_AUTH` is for: ends in `/webservice/rest-api/enterprise-interface/v1.0`, or in
    `…/customer-interface/v1.0`; unset, the vendor isn't configured."""
    auth: Mode = "bearer-enterprise"
    "The customer interface as first documented, the same as it is today, or the enterprise interface, which sees all people."
    login: Text = "customer_interface"
    "The user name: what the account manager named; the usual one of the customer interface unless set."
    password: SecretStr | None = None
    "Of the enterprise interface's user; the customer interface has none."
    application_id: Text | None = None
    "The external application's id; both bearer modes need it."
    customer_application_id: Text | None = None
    "The application's id on the customer interface, where people log in; `application_id` unless set."
    customer_source_id: Text | None = None
    "The customer source whose external ids are the organization's own customer numbers; every source's unless set."
    customer_body: CustomerBody | None = None
    "The body that registers a customer: the flat one of the first documentation, or today's; by `auth` unless set."
    language: Text = "cs, en-gb;q=0.8"
    "`Accept-Language` of every call: the language of names and notes. The documentation's own unless set."
    # The vendor writes local times without a zone and means the project's own, which nothing tells; it is made in Prague.
    timezone: Zone = "Europe/Prague"
    "The zone of the project's times."

    @property
    def is_enterprise(self) -> bool:
        """Whether all people can be found, not only those who log in."""
        return self.auth == "bearer-enterprise"

    @property
    def body(self) -> CustomerBody:
        """The body that registers a customer."""
        return self.customer_body or ("seed" if self.auth == "basic-customer" else "spec")

    @property
    def customer_url(self) -> str:
        """The base of the customer interface, where people log in; beside the enterprise interface's."""
        return str(self.url).rstrip("/").replace(_ENTERPRISE, _CUSTOMER)

    @property
    def language_id(self) -> str:
        """The first language wanted, as the vendor names languages: `cs`."""
        return self.language.partition(",")[0].partition(";")[0].partition("-")[0].strip().lower()

    @model_validator(mode="after")
    def _fits_together(self) -> "CareCloudSettings":
        if self.is_enterprise and (self.password is None or not self.password.get_secret_value()):
            raise PydanticCustomError("password", "CARECLOUD_PASSWORD is missing; CARECLOUD_AUTH=bearer-enterprise needs it")
        if self.auth != "basic-customer" and self.application_id is None:
            raise PydanticCustomError(
                "application_id", f"CARECLOUD_APPLICATION_ID is missing; CARECLOUD_AUTH={self.auth} needs it"
            )
        wrong = _CUSTOMER if self.is_enterprise else _ENTERPRISE
        if wrong in f"{self.url.path or ''}/":
            raise PydanticCustomError(
                "url", f"CARECLOUD_URL leads to {wrong.strip('/')}, which CARECLOUD_AUTH={self.auth} is not for"
            )
        return self
