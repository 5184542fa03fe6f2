"""One vendor in trouble blanks only its own fields."""

import time

import pytest

from gateway.registry import VENDORS
from gateway.sandbox.faults import Fault
from gateway.sandbox.town import Town
from tests.conftest import make
from tests.contract.test_calls import ANA, CUSTOMER_360

FIELDS = {
    "footprints": "leads",
    "open_loyalty": "purchases",
    "carecloud": "rewards",
    "tracksale": "surveyAnswers",
    "prisma": "targetedCampaigns",
}
TIMEOUT_S = 4.0
CODES = {
    "down": {"VENDOR_UNAVAILABLE"},
    "slow": {"VENDOR_TIMEOUT"},
    "hang": {"VENDOR_TIMEOUT"},
    "500": {"VENDOR_UNAVAILABLE"},
    "closed": {"VENDOR_UNAVAILABLE"},
    "garbage": {"VENDOR_MALFORMED"},
    "half body": {"VENDOR_UNAVAILABLE"},
    "401": {"VENDOR_AUTH_FAILED"},
    "429": {"VENDOR_RATE_LIMITED"},
    "405": {"VENDOR_RATE_LIMITED", "VENDOR_REJECTED"},
}


@pytest.mark.parametrize("trouble", CODES)
@pytest.mark.parametrize("vendor", VENDORS)
async def test_one_vendor_in_trouble_blanks_only_its_fields(sandbox: Town, vendor: str, trouble: str):
    """The other four answer as if nothing happened, nobody waits for two deadlines, and the error names the vendor and its code."""
    settings = {**sandbox.settings, f"{vendor.upper()}_TIMEOUT_S": str(TIMEOUT_S)}
    healthy = make(settings)
    wanted = await healthy.query(CUSTOMER_360, email=ANA)
    await healthy.process.close()
    house = sandbox.houses[vendor]
    if trouble == "down":
        await house.shut()
    else:
        house.fault(Fault(trouble))
    gateway = make(settings)
    begun = time.monotonic()
    try:
        answer = await gateway.query(CUSTOMER_360, email=ANA)
    finally:
        took_s = time.monotonic() - begun
        await gateway.process.close()
        if trouble == "down":
            await house.open()

    customer, before = answer.data["customer"], wanted.data["customer"]
    assert took_s < 2 * TIMEOUT_S
    assert customer[FIELDS[vendor]] is None
    others = [name for other, name in FIELDS.items() if other != vendor]
    assert {name: customer[name] for name in others} == {name: before[name] for name in others}
    assert customer["firstName"] == before["firstName"]
    errors = [error for error in answer.errors if error["path"] == ["customer", FIELDS[vendor]]]
    assert [error["extensions"]["vendor"] for error in errors] == [vendor.upper()]  # type: ignore[index]  # as above
    assert errors[0]["extensions"]["code"] in CODES[trouble]  # type: ignore[index]  # as above
    assert isinstance(errors[0]["extensions"]["retryable"], bool)  # type: ignore[index]  # as above
