"""Mutations through the front door, and the calls that they make."""

from typing import Any

import pytest

from tests.prisma.conftest import Installation

ANA = '{externalId: "C100000"}'
TOKEN = "882252f3-fe70-4402-9195-639d8037f339"
TRACE, VISIT, ACTIVE = "POST /api/traces/trace", "POST /api/traces/…/trail", "POST /api/campaigns/active"
ACTION, SYNC, ADVANCE = "POST /api/traces/trail/…/action", "POST /api/campaigns/sync-page", "POST /api/campaigns/advance-funnel"
ERRORS = "userErrors { code message path }"
CAMPAIGNS = f"{{ customer(by: {ANA}) {{ targetedCampaigns {{ id name trackingToken }} }} }}"
STEP = """step { __typename
    ... on MessageStep { title message actions remainingSteps maxSteps }
    ... on DataCaptureStep { fields { name label controlType value } actions remainingSteps maxSteps }
    ... on RedirectStep { url method parameters includeSystemParams newWindow } }"""
FORMATS = pytest.mark.parametrize("format_", ["edn", "json"])


async def change(prisma: Installation, mutation: str, input_: str, result: str) -> dict[str, Any]:
    """Make a mutation that must be accepted, and return its result."""
    data = await prisma.data(f"mutation {{ {mutation}(input: {input_}) {{ {result} {ERRORS} }} }}")
    payload: dict[str, Any] = data[mutation]
    assert payload.pop("userErrors") == []
    (held,) = payload.values()
    assert held is not None
    return dict(held)


async def refused(prisma: Installation, mutation: str, input_: str, result: str) -> list[tuple[str, str]]:
    """Make a mutation that must be refused, and return codes and paths."""
    data = await prisma.data(f"mutation {{ {mutation}(input: {input_}) {{ {result} {{ __typename }} {ERRORS} }} }}")
    assert data[mutation][result] is None
    return [(error["code"], ".".join(error["path"] or ())) for error in data[mutation]["userErrors"]]


async def campaigns(prisma: Installation) -> dict[str, dict[str, str]]:
    """Ana's campaigns by their names."""
    data = await prisma.data(CAMPAIGNS)
    return {campaign["name"]: campaign for campaign in data["customer"]["targetedCampaigns"]}
