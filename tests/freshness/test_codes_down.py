"""Many people's codes, which are read from everybody's list or of each person, whichever is had."""

import pytest

from gateway.sandbox.town import Town
from tests.access.front import Front
from tests.freshness.front import ANA, idle, warmed

WHOLE = "query Whole($by: [CustomerKey!]!) { customers(by: $by) { loyaltyCodes { code status expiresAt } } }"
BRIEF = "query Brief($by: [CustomerKey!]!) { customers(by: $by) { loyaltyCodes { code status } } }"

LEADS = f'{{ customer(by: {{email: "{ANA}"}}) {{ leads {{ nodes {{ id }} }} }} }}'


def _keys(town: Town) -> list[dict[str, str]]:
    return [{"email": person.email} for person in town.people if len(person.known_to) == 5][:30]


@pytest.mark.parametrize("fault", ["500", "429"])
async def test_what_is_held_of_each_person_serves_where_the_list_would_be_asked(front: Front, sandbox: Town, fault: str):
    """Stale, and told so."""
    keys = _keys(sandbox)
    await front.ask(WHOLE, variables={"by": keys})
    front.clock.ahead_s += 40
    sandbox.footprints.fault(fault)
    told = (await front.ask(BRIEF, variables={"by": keys})).json()
    await idle(front)

    assert "errors" not in told
    assert all(one["loyaltyCodes"] is not None for one in told["data"]["customers"])
    assert {used["vendor"]: used["stale"] for used in told["extensions"]["freshness"]}["FOOTPRINTS"] is True


async def test_a_list_that_is_in_trouble_alone_blanks_nobody(front: Front, sandbox: Town):
    """Each person is asked for singly then."""
    await warmed(front, LEADS)
    sandbox.reset()
    sandbox.footprints.fault("500", only=lambda _, path: path == "/api/loyaltyCode/list")
    told = (await front.ask(BRIEF, variables={"by": _keys(sandbox)})).json()

    assert "errors" not in told
    assert all(one["loyaltyCodes"] is not None for one in told["data"]["customers"])
    assert sandbox.footprints.hits("POST /api/loyaltyCode/list") == 3
