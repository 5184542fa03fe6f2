"""Reads the settings from the environment; nothing else in the project looks there."""

import os
from collections.abc import Mapping, Sequence

from dotenv import dotenv_values
from pydantic import ValidationError

from gateway.complaints import sentences
from gateway.names import strangers
from gateway.registry import VENDORS, Entry, entries
from gateway.settings import EVERY, BrokenSettings, GatewaySettings, Settings
from loaders.upstream.settings import VendorSettings

_TTL = "TTL_"


def environment() -> dict[str, str]:
    """Return the process's environment over what a `.env` file here holds; raises BrokenSettings for a name in it that is no setting.

    In the environment itself such a name may be somebody else's, so serving only warns of it.
    """
    filed = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    unknown = strangers(filed, GatewaySettings.model_fields, entries())
    if unknown:
        raise BrokenSettings([f"{one} (.env)" for one in unknown])
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
        names = [entry.name for entry in vendors]
        complaints += _order_complaints(gateway.identity_order, names)
        complaints += _told_complaints(gateway.sdl_customers, names)
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
        complaints += sentences(prefix, error)
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
        complaints += sentences(prefix, error)
        return None


def _order_complaints(order: Sequence[str], names: Sequence[str]) -> list[str]:
    unknown = [name for name in order if name not in names and name not in VENDORS]
    return [f"GATEWAY_IDENTITY_ORDER: unknown vendor {name}, expected some of {', '.join(names)}." for name in unknown]


def _told_complaints(customers: str, names: Sequence[str]) -> list[str]:
    if customers in (EVERY, *VENDORS, *names):
        return []
    return [f"GATEWAY_SDL_CUSTOMERS: unknown vendor {customers}, expected {EVERY} or one of {', '.join(names)}."]
