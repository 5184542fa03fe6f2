"""A write drops what it changes and no more: the reads that are asked again are those, by name, out of two dozen."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from gateway.sandbox.town import Town
from tests.invalidation.asking import ANA, CAMPAIGN, SURVEY, Asking, still

LEAD, MEETING = "5ce300000000000000000000", "6d22aa000000000000000001"
KEY = f'customer: {{email: "{ANA.email}"}}'
STRANGER = '{name: "A B", email: "a.b@example.com"'

PROFILE = {"footprints profile", "footprints history"}
COUNTS = {"tracksale counters", "tracksale nps"}
REWARDS = {"open_loyalty available", "open_loyalty campaigns", "open_loyalty audience"}

WRITES: dict[str, tuple[str, set[str]]] = {
    "a lead of somebody known": (
        f'createLead(input: {{email: "{ANA.email}", phone: "0722100000", firstName: "X"}})',
        # Its own actions were never asked for.
        {*PROFILE, "footprints leads", "footprints actions"},
    ),
    "a lead by an e-mail alone": (
        f'createProspect(input: {{email: "{ANA.email}", firstName: "X"}})',
        {*PROFILE, "footprints leads"},
    ),
    "a lead of a stranger": ('createLead(input: {email: "a.b@example.com", firstName: "X"})', {"footprints leads"}),
    "a lead's status": (
        f'updateLead(input: {{lead: "{LEAD}", status: OPPORTUNITY}})',
        {"footprints profile", "footprints leads"},
    ),
    "an action": (f'addLeadAction(input: {{lead: "{LEAD}", type: "{MEETING}", detail: "x"}})', {"footprints actions"}),
    "a profile": (f'updateCustomerProfile(input: {{{KEY}, firstName: "Test"}})', {*PROFILE, "footprints codes"}),
    "a purchase": (f'buyReward(input: {{{KEY}, campaign: "{CAMPAIGN}"}})', {*REWARDS, "open_loyalty member"}),
    "a campaign's state": (f'setRewardCampaignActive(input: {{campaign: "{CAMPAIGN}", active: true}})', REWARDS),
    "an interest": (
        f'addCustomerInterest(input: {{{KEY}, interest: "87d706e4864d02af7"}})',
        {"carecloud person", "carecloud interests"},
    ),
    "a survey's link": (f'createSurveyLinks(input: {{survey: "{SURVEY}", customers: [{STRANGER}}}]}})', set()),
    "a survey that is sent": (
        f'dispatchSurvey(input: {{survey: "{SURVEY}", customers: [{STRANGER}}}]}})',
        {*COUNTS, "tracksale drafts", "tracksale lots"},
    ),
    "an answer": (
        f'recordSurveyScores(input: {{survey: "{SURVEY}", answers: [{STRANGER}, score: 9}}]}})',
        {*COUNTS, "tracksale answers"},
    ),
    "a note": (f'addSurveyNote(input: {{{KEY}, survey: "{SURVEY}", comment: "x"}})', {"tracksale answers"}),
    "an activity": (f"recordActivity(input: {{{KEY}, type: LOCATION}})", {"prisma campaigns"}),
    "a profile's end": (
        f"deleteCustomerProfile(input: {{{KEY}}})",
        {"footprints profile", "footprints leads", "footprints codes"},
    ),
    "a field at Prisma": (f"upsertTargetedCustomer(input: {{{KEY}, fields: {{}}}})", {"prisma campaigns"}),
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def asking() -> AsyncIterator[Asking]:
    """Stand-ins and a gateway of this module's own, which has read everything."""
    async with Town().opened() as town:
        made = still(town)
        asking = Asking(made, town)
        await asking.everything()
        yield asking
        await made.process.close()


async def test_nothing_is_asked_again_without_a_write(asking: Asking):
    """Else the rows below would show nothing."""
    assert await asking.everything() == set()


@pytest.mark.parametrize("what", WRITES)
async def test_a_write_drops_what_it_changes_and_no_more(asking: Asking, what: str):
    """What shows it is asked again, all else isn't: other people, other lists, the person's visit. Then all is kept again."""
    mutation, expected = WRITES[what]

    await asking.written(f"mutation {{ {mutation} {{ userErrors {{ code message path }} }} }}")

    assert await asking.everything() == expected
