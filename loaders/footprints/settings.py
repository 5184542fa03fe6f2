"""How an installation reaches Footprints: `FOOTPRINTS_URL`, `_KEY`, `_SECRET`, `_APP_KEY`, `_TIMEZONE`, and the grant."""

from typing import Literal, Self

from pydantic import AnyHttpUrl, SecretStr, model_validator

from loaders.upstream.settings import Text, VendorSettings, Zone

Grant = Literal["client_credentials", "password", "pin"]


class FootprintsSettings(VendorSettings):
    """Two unrelated credentials: key and secret for `/api`, the data source's App Key for web and mobile tracking."""

    url: AnyHttpUrl
    "`https://host`: ends before `/api`, `/jsapi` and `/mobileapi`, where paths start; unset, the vendor isn't configured."
    key: Text
    "The API key, the user name of the token call."
    secret: SecretStr
    "The API secret that belongs to it."
    app_key: SecretStr | None = None
    "Only tracking needs it."
    timezone: Zone = "Europe/Bucharest"
    "What the vendor's local times without a zone mean."
    grant: Grant = "client_credentials"
    "Whose token the gateway asks for: the application's own, a user's, or a hostess's by her pin."
    pin: SecretStr | None = None
    "The hostess's pin; the grant `pin` needs it, `client_credentials` sends it along where it is set."
    username: Text | None = None
    "The user of the grant `password`."
    password: SecretStr | None = None
    "That user's password."

    @model_validator(mode="after")
    def _has_grant(self) -> Self:
        if self.grant == "pin" and self.pin is None:
            raise ValueError("FOOTPRINTS_GRANT=pin needs FOOTPRINTS_PIN")
        if self.grant == "password" and not (self.username and self.password):
            raise ValueError("FOOTPRINTS_GRANT=password needs FOOTPRINTS_USERNAME and FOOTPRINTS_PASSWORD")
        return self
