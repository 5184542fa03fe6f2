"""People who share a phone, over the stand-ins: nobody is taken for a housemate, to read or to write."""

import pytest

from gateway.sandbox.town import Town
from tests.conftest import make
from tests.contract.test_identity import spellings

HOUSEHOLD = """
query Q($by: CustomerKey!) { customer(by: $by) { identities { vendor id } surveyAnswers { nodes { email } } } }
"""


@pytest.mark.parametrize("number", [282, 298])
async def test_nobody_gets_a_housemates_data(sandbox: Town, number: int):
    """Whoever shares a phone is told apart by a stronger handle, or there is an error and no guess."""
    person = sandbox.people[number]
    ids = {vendor: spelling.id for vendor in person.known_to if (spelling := person.at(vendor))}
    emails = {person.email, f"alt.{person.email}"}
    for way, by in spellings(person).items():
        if "capitals" in way or "phone" in way:
            continue
        gateway = make(sandbox.settings)
        answer = await gateway.query(HOUSEHOLD, by=by)
        await gateway.process.close()
        found = answer.data["customer"]
        if found is None:
            continue
        told = {identity["vendor"].lower(): identity["id"] for identity in found["identities"] or []}
        assert told.items() <= ids.items(), way
        for node in (found["surveyAnswers"] or {"nodes": []})["nodes"]:
            assert (node["email"] or "").lower() in emails if node["email"] else told["tracksale"] == ids["tracksale"], way


async def test_nothing_is_bought_on_a_housemates_account(own_sandbox: Town):
    """Persons 298 and 299 share a phone and nothing else tells them apart at Open Loyalty, where 299 is switched off."""
    gateway = make(own_sandbox.settings)

    answer = await gateway.query(
        """mutation { buyReward(input: {
          customer: {vendorId: {vendor: TRACKSALE, id: "C100299"}}, campaign: "000096cf-32a3-43bd-9034-4df343e5fd93"
        }) { purchase { coupons } userErrors { code } } }"""
    )

    await gateway.process.close()
    assert answer.data["buyReward"] == {"purchase": None, "userErrors": [{"code": "UNKNOWN_CUSTOMER"}]}
    assert own_sandbox.open_loyalty.hits("POST .*/buy") == 0
