"""Cold, a vendor that is down takes along what only it knows, and nothing that another vendor knows too."""

import pytest

from gateway.registry import VENDORS
from gateway.sandbox.town import Town
from tests.access.front import Front
from tests.contract.test_calls import CUSTOMER_360
from tests.contract.test_trouble import FIELDS
from tests.freshness.front import ANA, Seen, seen, warmed

QUERY = CUSTOMER_360.replace("identities {", "loyaltyCardNumber externalId identities {")
MARIA = "maria.radu202@example.com"
"Her card is known to Open Loyalty alone: CareCloud, which has everybody else's too, doesn't know her."

RENAMED = {"id", "identities"}
"While the vendor that owns a person's id is down, the next one lends its own; its identity is missing in any case."


@pytest.mark.parametrize("vendor", VENDORS)
async def test_a_vendor_that_is_down_takes_its_own_leaves_alone(front: Front, sandbox: Town, vendor: str):
    """Handles that two vendors know come from the other one: a card, a customer number. One that it alone knows is missing."""
    anas, marias = [await warmed(front, QUERY, variables={"email": email}) for email in (ANA, MARIA)]
    await front.process.cache.forget({"*"})
    sandbox.houses[vendor].fault("garbage")

    ana, maria = [await seen(front, QUERY, variables={"email": email}) for email in (ANA, MARIA)]

    assert _lost(anas, ana) == {FIELDS[vendor]}
    if vendor == "open_loyalty":
        assert {"loyaltyCardNumber", "purchases"} <= _lost(marias, maria)
        assert maria.data["customer"]["surveyAnswers"]
    else:
        assert _lost(marias, maria).isdisjoint({"loyaltyCardNumber", "purchases", "firstName", "email", "phone"})
    errors = ana.answer.json()["errors"]
    assert {error["extensions"]["vendor"] for error in errors} == {vendor.upper()}


def _lost(whole: Seen, part: Seen) -> set[str]:
    before, after = whole.data["customer"], part.data["customer"]
    return {name for name in before if name not in RENAMED and after[name] != before[name]}
