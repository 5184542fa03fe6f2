"""Tracksale's settings. Docs: contract, section 3."""

from typing import Annotated, Literal

from pydantic import AnyHttpUrl, Field, SecretStr, field_validator

from loaders.upstream.settings import VendorSettings, Zone


class TracksaleSettings(VendorSettings):
    """Settings named `TRACKSALE_<FIELD>`; paths below `url` start at `/v2`."""

    url: AnyHttpUrl
    "`https://host`: ends before `/v2`, where all paths start; unset, the vendor isn't configured."
    token: SecretStr
    'Of the app "API V2", as the vendor shows it, without quotes.'
    v3_url: AnyHttpUrl | None = None
    "`https://host` of the paged dispatch report: ends before `/dispatch`; unset, the same rows are read from the unpaged one of v2."
    timezone: Zone = "America/Sao_Paulo"
    "The account's calendar: what days in requests mean. The vendor names none; the default is its own country's."
    budget: Annotated[int, Field(ge=1, le=1000)] | Literal["off"] = 900
    "Calls in any 300 s, 1 to 1000, or `off`. Beyond 1000 the vendor locks the account until someone solves a CAPTCHA."

    @field_validator("token")
    @classmethod
    def _is_header_text(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if not text.strip() or not text.isascii() or not text.isprintable():
            raise ValueError('expected the token of the app "API V2", as it is, without quotes or line breaks')
        return SecretStr(text.strip())

    @field_validator("budget", mode="before")
    @classmethod
    def _is_budget(cls, value: object) -> object:
        text = str(value).strip().lower()
        if text == "off":
            return "off"
        if not text.isdigit() or not 1 <= int(text) <= 1000:
            raise ValueError("expected calls in 300 s from 1 to 1000, or off")
        return int(text)

    @property
    def calls(self) -> int | None:
        """The budget, or None where it is off."""
        return None if self.budget == "off" else self.budget
