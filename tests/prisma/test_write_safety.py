"""Writes are checked before anything is sent, sent once, and have one outcome per idempotency key."""

import pytest

from tests.prisma.changes import ACTION, ADVANCE, ANA, ERRORS, STEP, SYNC, TRACE, VISIT, campaigns, change, refused
from tests.prisma.conftest import Installation

MISTAKES = [
    ("startVisit", "{}", "visit", ["input.trace"]),
    ("startVisit", f'{{customer: {ANA}, trace: "x", channel: "two words"}}', "visit", ["input.trace", "input.channel"]),
    ("startVisit", '{trace: ""}', "visit", ["input.trace"]),
    (
        "recordActivity",
        '{type: CONVERSION, data: [{name: "", value: ""}]}',
        "activity",
        ["input.visit", "input.trackingToken", "input.data.0.name"],
    ),
    ("recordActivity", '{type: DISMISS, customer: {email: "nobody"}}', "activity", ["input.trackingToken", "input.customer"]),
    ("syncPage", '{page: "", popups: false}', "page", ["input.visit", "input.page", "input.placeholders"]),
    ("syncPage", f'{{customer: {ANA}, page: "home", placeholders: ["a", ""]}}', "page", ["input.placeholders.1"]),
    (
        "advanceFunnel",
        '{campaign: "", trackingToken: "", stepData: [1]}',
        "step",
        ["input.visit", "input.campaign", "input.trackingToken", "input.stepData"],
    ),
    ("upsertTargetedCustomer", f"{{customer: {ANA}, fields: [1]}}", "targetedCustomer", ["input.fields"]),
    (
        "upsertTargetedCustomer",
        f'{{customer: {ANA}, fields: {{id: "C1"}}}}',
        "targetedCustomer",
        ["input.fields.id"],
    ),
    ("triggerBusinessEvent", '{event: ""}', "event", ["input.event", "input.customer"]),
    ("triggerBusinessEvent", f'{{event: "x", customer: {ANA}, search: {{a: 1}}}}', "event", ["input.customer"]),
    ("triggerBusinessEvent", '{event: "x", search: {}}', "event", ["input.search"]),
    ("triggerBusinessEvent", '{event: "x", search: {email: ""}, context: 1}', "event", ["input.search.email", "input.context"]),
]


@pytest.mark.parametrize(("mutation", "input_", "result", "paths"), MISTAKES)
async def test_mistakes_are_told_all_at_once(
    prisma: Installation, mutation: str, input_: str, result: str, paths: list[str]
) -> None:
    """Before anything is sent, each with the path of its field."""
    assert sorted(await refused(prisma, mutation, input_, result)) == sorted(("BAD_USER_INPUT", path) for path in paths)
    assert prisma.calls() == []


WRITES = [
    ("startTrace", f"{{customer: {ANA}}}", "trace", TRACE),
    ("startVisit", f"{{customer: {ANA}}}", "visit", VISIT),
    ("recordActivity", f"{{customer: {ANA}, type: ACTION}}", "activity", ACTION),
    ("syncPage", f'{{customer: {ANA}, page: "home"}}', "page", SYNC),
    ("upsertTargetedCustomer", f"{{customer: {ANA}, fields: {{}}}}", "targetedCustomer", "POST /api/customers/"),
    (
        "triggerBusinessEvent",
        f'{{event: "newsletter-registration", customer: {ANA}}}',
        "event",
        "POST /api/campaigns/business-event",
    ),
]


@pytest.mark.parametrize(("mutation", "input_", "result", "line"), WRITES)
async def test_a_lost_answer_is_an_unknown_outcome(
    prisma: Installation, mutation: str, input_: str, result: str, line: str
) -> None:
    """Sent once; the error says how to find out; the same idempotency key again sends nothing."""
    await campaigns(prisma)
    prisma.house.reset()
    end = line.rpartition("/…/")[2].rpartition(" ")[2].removesuffix("…")
    prisma.house.fault("half body", only=lambda _, path: path.endswith(end))
    keyed = f'{input_[:-1]}, idempotencyKey: "one"}}'
    query = f"mutation {{ {mutation}(input: {keyed}) {{ {result} {{ __typename }} {ERRORS} }} }}"
    for _ in range(2):
        answer = await prisma.query(query)
        assert [error["extensions"]["code"] for error in answer.errors] == ["OUTCOME_UNKNOWN"]  # type: ignore[index]  # a dict
    assert prisma.calls().count(line) == 1


@pytest.mark.parametrize(("mutation", "input_", "result", "line"), WRITES)
async def test_an_idempotency_key_makes_one_call(
    prisma: Installation, mutation: str, input_: str, result: str, line: str
) -> None:
    """The first outcome comes back, whole; another input under the same key is refused."""
    keyed = f'{input_[:-1]}, idempotencyKey: "one"}}'
    shown = f"{result} {{ __typename }}"
    first = await change(prisma, mutation, keyed, shown)
    made = len(prisma.calls())
    assert await change(prisma, mutation, keyed, shown) == first
    assert len(prisma.calls()) == made
    assert prisma.calls().count(line) == 1
    other = keyed.replace("C100000", "C100001")
    assert [code for code, _ in await refused(prisma, mutation, other, result)] == ["IDEMPOTENCY_KEY_REUSED"]


async def test_a_funnels_step_is_given_again_for_the_same_key(prisma: Installation) -> None:
    car = (await campaigns(prisma))["Test drive weekend"]
    given = f'{{customer: {ANA}, campaign: "{car["id"]}", trackingToken: "{car["trackingToken"]}", idempotencyKey: "k"}}'
    first = await change(prisma, "advanceFunnel", given, STEP)
    assert await change(prisma, "advanceFunnel", given, STEP) == first
    assert prisma.house.hits(ADVANCE) == 1


async def test_writes_on_people_that_cannot_be_found(prisma: Installation) -> None:
    """Where nobody knows the person's id at Prisma, nothing is sent."""
    given = '{customer: {phone: "+40722100000"}, fields: {}}'
    assert await refused(prisma, "upsertTargetedCustomer", given, "targetedCustomer") == [
        ("UNKNOWN_CUSTOMER", "input.customer")
    ]
    assert prisma.calls() == []
