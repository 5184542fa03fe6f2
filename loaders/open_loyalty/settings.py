"""What this vendor is configured with."""

from typing import Literal

from pydantic import AnyHttpUrl, SecretStr, model_validator
from pydantic_core import PydanticCustomError

from loaders.upstream.settings import Text, VendorSettings, Zone

Role = Literal["admin", "seller"]


class OpenLoyaltySettings(VendorSettings):
    """`OPEN_LOYALTY_…`; `url` is scheme, host and port, since all paths start at `/api`."""

    url: AnyHttpUrl
    "`https://host`: ends before `/api`, where all paths start; unset, the vendor isn't configured."
    username: Text
    "An admin's user name, or a seller's e-mail address."
    password: SecretStr
    "That user's password."
    role: Role = "admin"
    "Whose routes are used, and who logs in."
    lookup: Literal["list", "visible"] = "list"
    "How people are found: by the customer list, or only by documented routes, through what campaigns show."
    # The vendor writes dates without a zone and means the programme's own. Nothing tells it; its documentation's dates are
    # +0100 in winter and +0200 in summer, and its makers sit in Wrocław.
    timezone: Zone = "Europe/Warsaw"
    "The zone of the dates we write."

    @model_validator(mode="after")
    def _fits_together(self) -> "OpenLoyaltySettings":
        if (self.url.path or "/").rstrip("/").endswith("/api"):
            raise PydanticCustomError("url", "expected OPEN_LOYALTY_URL without /api; all paths start there")
        if self.role == "seller" and self.lookup == "visible":
            raise PydanticCustomError(
                "lookup",
                "OPEN_LOYALTY_LOOKUP=visible needs OPEN_LOYALTY_ROLE=admin: a seller isn't shown who sees a campaign",
            )
        return self
