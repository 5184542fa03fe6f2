"""The settings of the contract: what each may be, and what it is where it isn't set."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import phonenumbers
from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from gateway.registry import VENDORS
from loaders.upstream.cache.backend import options_of
from loaders.upstream.settings import VendorSettings
from schema.scopes import known_scopes

EVERY = "every"
_ALONE = ("memory://", "off")


class BrokenSettings(ValueError):
    """The gateway can't start as it is configured; `complaints` has a sentence per mistake."""

    def __init__(self, complaints: Sequence[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = list(complaints)


class GatewaySettings(BaseModel):
    """Settings named `GATEWAY_<FIELD>`."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, use_attribute_docstrings=True)

    host: str = "127.0.0.1"
    "Where the server listens."
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    "0 takes a free port."
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    "Processes that share the port."
    cache_url: str = "memory://"
    "`memory://`, `redis://host:port/db`, or `off`: no answer is kept between requests."
    cache_timeout_s: Annotated[float, Field(gt=0, le=10)] = 0.25
    "Seconds for the shared store to answer in; after three time-outs the gateway goes on without it until it answers again."
    cache_max_entries: Annotated[int, Field(ge=1)] = 100_000
    "Most entries of a process's memory tier."
    cache_max_bytes: Annotated[int, Field(ge=1024)] = 256 * 1024 * 1024
    "Most bytes of a process's memory tier."
    cache_ttl: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    "Seconds that replace every read's own fresh time; 0 keeps nothing. Sessions at vendors, which are no data, last as ever."
    auth: str | None = None
    "`keys`, `jwt`, `keys,jwt` or `none`; the gateway refuses to start without it, but for the demo."
    api_keys_file: Path | None = None
    "The file that `gateway keys` writes."
    jwks_url: str | None = None
    "Where the keys that sign users' tokens are published."
    jwt_issuer: str | None = None
    "The `iss` that tokens must have."
    jwt_audience: str | None = None
    "The `aud` that tokens must have."
    jwt_algorithms: tuple[str, ...] = ("RS256", "PS256", "ES256", "EdDSA")
    "Signatures that are taken, comma separated; only asymmetric ones can be."
    jwt_customer_claim: str = "sub"
    "The claim that names the customer whose token it is, the only person it sees; `none` for tokens of systems, bound to nobody."
    jwt_customer_kind: str = "external_id"
    "What that claim holds: `external_id`, `email`, `phone`, `loyalty_card`, `id` (the graph's own) or a vendor's name for its id."
    jwt_scopes: tuple[str, ...] = ()
    "Scopes that every valid token has besides those in its `scope` or `scp`, comma separated."
    quota_requests: Annotated[int, Field(ge=0)] = 600
    "Requests per minute of each key and user that has no own number; 0 for no quota."
    quota_cost: Annotated[int, Field(ge=0)] = 300_000
    "Cost per minute likewise, in the units of `GATEWAY_MAX_COST`."
    caller_share: Annotated[float, Field(gt=0, le=1)] = 0.6
    "Of what a vendor's budget has left, the part that one caller may use up in a process; the rest is kept for the others. \
Each process counts by itself what a caller took, so that over several of them one may have more."
    trusted_documents: Path | None = None
    "Manifest of known documents, as Apollo's and Relay's tools write them."
    trusted_documents_only: bool = False
    "Whether nothing else runs."
    max_depth: Annotated[int, Field(ge=1)] = 15
    "Levels of a document."
    max_cost: Annotated[int, Field(ge=1)] = 30_000
    "Cost of a document at most: one per object, ten per upstream call, counted as with empty caches and full lists."
    max_aliases: Annotated[int, Field(ge=0)] = 60
    "Aliases of a document."
    max_tokens: Annotated[int, Field(ge=1)] = 5_000
    "Tokens of a document."
    timeout_s: Annotated[float, Field(gt=0, le=300)] = 15.0
    "Seconds for a query; mutations have their vendors' deadlines."
    max_body_bytes: Annotated[int, Field(ge=1024, le=64 * 1024 * 1024)] = 1024 * 1024
    "A request's body, or a message of a WebSocket; files have their own limit."
    max_upload_bytes: Annotated[int, Field(ge=1024)] = 32 * 1024 * 1024
    "A multipart request with all its files; they are kept on disk, not in memory."
    max_batch: Annotated[int, Field(ge=1, le=100)] = 1
    "Operations in one HTTP request; 1 switches batches off."
    max_live: Annotated[int, Field(ge=0)] = 100
    "Live connections (WebSockets, streams of events) of one caller per process, of one address where everybody is let in; 0 for none."
    cors_origins: tuple[str, ...] = ()
    "Origins of frontend apps, comma separated."
    sdl_scopes: bool = False
    "Whether slices tell a federation router each field's scopes: `on` only for one that enforces them; they are enforced here anyway."
    sdl_customers: str = "carecloud"
    "The vendor whose slice tells a federation router of `Query.customers`; `every` slice does at a price, see docs/scaling.md."
    introspection: bool | None = None
    "Whether the schema may be asked for, and a browser gets the explorer (it does with `none` too); on in the demo, off otherwise."
    default_region: str | None = None
    "Country of phone numbers without a country code, such as `RO`."
    identity_order: tuple[str, ...] = ("carecloud", "open_loyalty", "footprints", "tracksale", "prisma")
    "Vendors in the order in which they own `Customer.id` and profile fields."
    identity_max_bytes: Annotated[int, Field(ge=0)] = 32 * 1024 * 1024
    "Most bytes for who has which ids and numbers: while a vendor fails, others find a person by them, cache or not; 0 keeps none."
    links_file: Path | None = None
    "CSV of `vendor,id,vendor,id`: ids that are the same person."
    secret: SecretStr | None = None
    "Keys the hashes of cache keys; the same in all processes that share a cache. A process makes its own where unset."
    log_format: Literal["json", "text"] = "json"
    "`json` or `text`."
    metrics: Literal["on", "private", "off"] = "private"
    "`/metrics`: `private` only with credentials, `on` for whoever reaches the port (it holds no personal data), or `off`."
    metrics_operations: tuple[str, ...] = ()
    "Operations with numbers of their own besides trusted documents', comma separated; the rest are counted as `other`."
    trace_vendors: bool = False
    "Whether vendors are sent `traceparent`, where traces are on (`OTEL_EXPORTER_OTLP_ENDPOINT`)."
    drain_s: Annotated[float, Field(ge=0, le=120)] = 1.0
    "Seconds that a gateway told to stop goes on serving while `/readyz` says 503, for balancers to notice."
    stop_s: Annotated[float, Field(gt=0, le=300)] = 20.0
    "Seconds after that in which what runs may finish."
    reuse_port: bool = False
    "Whether another gateway may listen on the same port, as when the next release starts before this one stops."

    @property
    def store_url(self) -> str | None:
        """Where the store is that several processes share; None where each keeps what it has for itself, or nothing is kept."""
        return None if self.cache_url in _ALONE else self.cache_url

    @field_validator("cors_origins", "identity_order", "jwt_algorithms", "jwt_scopes", "metrics_operations", mode="before")
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

    @field_validator("cache_url")
    @classmethod
    def _known_store(cls, value: str) -> str:
        if value not in _ALONE and not re.match(r"rediss?://.", value):
            raise ValueError("expected memory://, redis://host:port/db, rediss://host:port/db or off")
        if value not in _ALONE:
            options_of(value)
        return value

    @field_validator("default_region")
    @classmethod
    def _known_region(cls, value: str | None) -> str | None:
        if value is not None and value not in phonenumbers.SUPPORTED_REGIONS:
            raise ValueError("expected the two capital letters of a country, such as RO")
        return value

    @field_validator("jwt_scopes")
    @classmethod
    def _known_scopes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        known = known_scopes(VENDORS)
        if set(value) - set(known):
            raise ValueError(f"expected some of {', '.join(known)}")
        return value

    @field_validator("cors_origins")
    @classmethod
    def _whole_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(origin == "*" or re.fullmatch(r"[a-z][a-z0-9+.-]*://[^/\s?#@]+", origin) for origin in value):
            raise ValueError("expected origins as browsers send them, such as https://www.example.com, without a path")
        return value

    @field_validator("jwt_algorithms")
    @classmethod
    def _asymmetric(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        taken = {f"{family}{bits}" for family in ("RS", "PS", "ES") for bits in (256, 384, 512)} | {"EdDSA"}
        if not value or set(value) - taken:
            raise ValueError(f"expected some of {', '.join(sorted(taken))}")
        return value


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a process: the gateway's, and each configured vendor's by name."""

    gateway: GatewaySettings
    vendors: Mapping[str, VendorSettings]
