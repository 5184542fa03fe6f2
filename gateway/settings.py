"""The settings of the contract, read from the environment or a `.env` file; every mistake is one sentence."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from gateway.registry import VENDORS, Entry
from loaders.upstream.settings import VendorSettings

_TTL = "TTL_"


class BrokenSettings(ValueError):
    """The gateway can't start as it is configured; `complaints` has a sentence per mistake."""

    def __init__(self, complaints: Sequence[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = list(complaints)


class GatewaySettings(BaseModel):
    """Settings named `GATEWAY_<FIELD>`."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    cache_url: Annotated[str, Field(pattern=r"^(memory://|off|rediss?://.+)$")] = "memory://"
    cache_max_entries: Annotated[int, Field(ge=1)] = 100_000
    cache_max_bytes: Annotated[int, Field(ge=1024)] = 64 * 1024 * 1024
    cache_ttl: Annotated[float, Field(ge=0)] | None = None
    auth: str | None = None
    api_keys_file: Path | None = None
    jwks_url: str | None = None
    jwt_issuer: str | None = None
    jwt_audience: str | None = None
    trusted_documents: Path | None = None
    trusted_documents_only: bool = False
    max_depth: Annotated[int, Field(ge=1)] = 15
    max_cost: Annotated[int, Field(ge=1)] = 20_000
    max_aliases: Annotated[int, Field(ge=0)] = 60
    max_tokens: Annotated[int, Field(ge=1)] = 5_000
    timeout_s: Annotated[float, Field(gt=0, le=300)] = 15.0
    cors_origins: tuple[str, ...] = ()
    introspection: bool | None = None
    default_region: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    identity_order: tuple[str, ...] = ("carecloud", "open_loyalty", "footprints", "tracksale", "prisma")
    links_file: Path | None = None
    secret: SecretStr | None = None
    "Keys the hashes of cache keys; the same in all processes that share a cache. A process makes its own where unset."
    log_format: Literal["json", "text"] = "json"

    @field_validator("cors_origins", "identity_order", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("auth")
    @classmethod
    def _known_ways(cls, value: str | None) -> str | None:
        ways = {way.strip() for way in (value or "").split(",") if way.strip()}
        if value is not None and (not ways or ways - {"keys", "jwt", "none"} or ("none" in ways and len(ways) > 1)):
            raise ValueError("expected keys, jwt, keys,jwt or none")
        return value


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a process: the gateway's, and each configured vendor's by name."""

    gateway: GatewaySettings
    vendors: Mapping[str, VendorSettings]


def environment() -> dict[str, str]:
    """Return the process's environment over what a `.env` file here holds."""
    filed = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return {**filed, **os.environ}


def read_settings(values: Mapping[str, str], vendors: Sequence[Entry]) -> Settings:
    """Validate settings; raises BrokenSettings with a sentence per mistake. A vendor without its `URL` is not configured."""
    complaints: list[str] = []
    gateway = _gateway(values, complaints)
    configured: dict[str, VendorSettings] = {}
    for entry in vendors:
        found = _vendor(entry, values, complaints)
        if found is not None:
            configured[entry.name] = found
    if gateway is not None:
        complaints += _order_complaints(gateway.identity_order, [entry.name for entry in vendors])
    if complaints or gateway is None:
        raise BrokenSettings(complaints)
    return Settings(gateway, configured)


def _gateway(values: Mapping[str, str], complaints: list[str]) -> GatewaySettings | None:
    prefix = "GATEWAY_"
    given = {
        name.removeprefix(prefix).lower(): value for name, value in values.items() if name.startswith(prefix) and value != ""
    }
    given = {name: value for name, value in given.items() if name in GatewaySettings.model_fields}
    try:
        return GatewaySettings.model_validate(given)
    except ValidationError as error:
        complaints += _sentences(prefix, error)
        return None


def _vendor(entry: Entry, values: Mapping[str, str], complaints: list[str]) -> VendorSettings | None:
    prefix, shape = f"{entry.name.upper()}_", entry.vendor.Settings
    given = {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix) and value != ""}
    if not given.get("URL"):
        return None
    fields: dict[str, object] = {name.lower(): value for name, value in given.items() if name.lower() in shape.model_fields}
    fields["ttl"] = {name.removeprefix(_TTL).lower(): value for name, value in given.items() if name.startswith(_TTL)}
    try:
        return shape.model_validate(fields)
    except ValidationError as error:
        complaints += _sentences(prefix, error)
        return None


def _sentences(prefix: str, error: ValidationError) -> list[str]:
    found = []
    for problem in error.errors():
        name = prefix + "_".join(str(part) for part in problem["loc"]).upper()
        words = "is missing" if problem["type"] == "missing" else problem["msg"].removeprefix("Value error, ")
        found.append(f"{name}: {words}." if words != "is missing" else f"{name} is missing.")
    return found


def _order_complaints(order: Sequence[str], names: Sequence[str]) -> list[str]:
    unknown = [name for name in order if name not in names and name not in VENDORS]
    return [f"GATEWAY_IDENTITY_ORDER: unknown vendor {name}, expected some of {', '.join(names)}." for name in unknown]
