"""How an installation reaches Footprints: `FOOTPRINTS_URL`, `_KEY`, `_SECRET`, `_APP_KEY`, `_TIMEZONE`, and the grant."""

from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import SecretStr, field_validator, model_validator

from loaders.upstream.settings import Text, VendorSettings

Grant = Literal["client_credentials", "password", "pin"]


class FootprintsSettings(VendorSettings):
    """Two unrelated credentials: key and secret for `/api`, the data source's App Key for web and mobile tracking."""

    key: Text
    secret: SecretStr
    app_key: SecretStr | None = None
    "Only tracking needs it."
    timezone: Text = "Europe/Bucharest"
    "What the vendor's local times without a zone mean."
    grant: Grant = "client_credentials"
    pin: SecretStr | None = None
    username: Text | None = None
    password: SecretStr | None = None

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("is not an IANA time zone; give one like Europe/Bucharest") from error
        return name

    @model_validator(mode="after")
    def _has_grant(self) -> Self:
        if self.grant == "pin" and self.pin is None:
            raise ValueError("FOOTPRINTS_GRANT=pin needs FOOTPRINTS_PIN")
        if self.grant == "password" and not (self.username and self.password):
            raise ValueError("FOOTPRINTS_GRANT=password needs FOOTPRINTS_USERNAME and FOOTPRINTS_PASSWORD")
        return self
