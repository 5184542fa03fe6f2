"""Footprints as its documentation shows it, and the person of its samples."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import msgspec

from loaders.footprints import Footprints
from loaders.footprints.sandbox import SETTINGS, URLS
from tests.conftest import Gateway
from tests.operations.paper import Asked, Paper, opened

ID = "5e7adfb9f583635122272a45"
WHO = {"vendorId": {"vendor": "FOOTPRINTS", "id": ID}}
PERSON = f'{{ customer(by: {{vendorId: {{vendor: FOOTPRINTS, id: "{ID}"}}}}) {{ %s }} }}'


@dataclass(frozen=True, slots=True)
class Shown(Asked):
    """An operation about the sample's person, whose profile shows these fields in the place of the sample's."""

    profile: Mapping[str, str] | None = None


@asynccontextmanager
async def documented() -> AsyncIterator[Paper]:
    """Serve the documentation while inside."""
    async with opened("footprints", SETTINGS, URLS) as paper:
        # The sample sends a hostess's pin beside client_credentials.
        paper.settings = {"FOOTPRINTS_PIN": "1234567890"}
        yield paper


async def meet(paper: Paper, gateway: Gateway, asked: Asked) -> None:
    """Let the gateway know whose profile id it is, as it does once anything of theirs was seen."""
    profile = getattr(asked, "profile", None)
    if profile is None:
        return
    held = msgspec.json.decode(paper.wire.bytes("profile.json")) | profile
    paper.says("GET /api/client", held)
    vendor = gateway.process.vendors["footprints"]
    assert isinstance(vendor, Footprints)
    await vendor.reads.people.remember(ID, held["userEmail"], held["userPhone"])
