"""An input that is wrong by itself: told before any vendor is asked, though it names a person who would have to be found."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from gateway.sandbox.town import Town
from tests.conftest import Gateway, make

ANA = {"email": "ana.popescu0@example.com"}
BAD = {"email": "bad"}
LONG_KEY = "k" * 201

CASES: list[tuple[str, dict[str, Any], set[str]]] = [
    ("buyReward", {"customer": ANA, "campaign": ""}, {"campaign"}),
    ("updateCustomerProfile", {"customer": ANA, "email": "bad"}, {"email"}),
    ("updateCustomerProfile", {"customer": ANA}, {""}),
    ("redeemLoyaltyCode", {"customer": ANA, "campaign": "", "code": " "}, {"campaign", "code"}),
    ("deleteCustomerProfile", {"customer": BAD}, {"customer"}),
    ("addCustomerInterest", {"customer": ANA, "interest": ""}, {"interest"}),
    ("setCustomerProperty", {"customer": ANA, "property": " ", "value": 1}, {"property"}),
    ("createSurveyLinks", {"survey": "51", "customers": [{"customer": ANA}, {"email": "bad"}]}, {"customers.1.email"}),
    ("createSurveyLinks", {"survey": "?", "customers": [{"customer": ANA}]}, {"survey"}),
    ("createSurveyLinks", {"survey": "51", "customers": [{"customer": BAD}, {"customer": ANA}]}, {"customers.0", "customers.0.customer"}),
    ("dispatchSurvey", {"survey": "51", "customers": [{"customer": ANA}], "scheduleAt": "2020-01-01T00:00:00Z"}, {"scheduleAt"}),
    ("recordSurveyScores", {"survey": "51", "answers": [{"customer": ANA, "score": 11}]}, {"answers.0.score"}),
    ("recordSurveyScores", {"survey": "51", "answers": [{"customer": ANA, "score": 1}, {**ANA, "score": 2}]}, {"answers.1.name"}),
    ("recordSurveyAnswers", {"survey": "51", "answers": [{"customer": ANA, "answers": []}]}, {"answers.0.answers"}),
    ("addSurveyNote", {"comment": "", "customer": ANA}, {"comment"}),
    ("addSurveyNote", {"comment": "", "customer": ANA, "answer": "1"}, {"comment", ""}),
    ("addSurveyNote", {"comment": "x", "customer": ANA, "from": "2026-02-02", "to": "2026-02-01", "survey": "?"}, {"from", "survey"}),
    ("addSurveyNote", {"comment": "x", "customer": BAD}, {"customer"}),
    ("fillSurveyTags", {"tags": [], "customer": ANA}, {"tags"}),
    ("fillSurveyTags", {"tags": [{"name": "n", "value": "v"}], "customer": ANA, "answer": "1"}, {""}),
    ("startTrace", {"customer": BAD}, {"customer"}),
    ("startVisit", {"customer": ANA, "trace": "x"}, {"trace"}),
    ("startVisit", {"customer": ANA, "channel": "a b"}, {"channel"}),
    ("recordActivity", {"customer": ANA, "type": "CONVERSION"}, {"trackingToken"}),
    ("syncPage", {"customer": ANA, "page": "", "placeholders": ["a"]}, {"page"}),
    ("advanceFunnel", {"customer": ANA, "campaign": "", "trackingToken": ""}, {"campaign", "trackingToken"}),
    ("upsertTargetedCustomer", {"customer": ANA, "fields": {"id": "x"}}, {"fields.id"}),
    ("triggerBusinessEvent", {"customer": ANA, "event": ""}, {"event"}),
    ("triggerBusinessEvent", {"customer": ANA, "search": {"a": 1}, "event": "x"}, {"customer"}),
    ("invalidateCache", {"customer": ANA, "everything": True}, {"everything"}),
    ("buyReward", {"customer": ANA, "campaign": "x", "idempotencyKey": LONG_KEY}, {"idempotencyKey"}),
    ("invalidateCache", {"customer": ANA, "idempotencyKey": ""}, {"idempotencyKey"}),
]  # fmt: skip


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """A small one: few people are enough."""
    async with Town(population=20).opened() as opened:
        yield opened


@pytest.fixture
async def gateway(town: Town) -> AsyncIterator[Gateway]:
    """One that has asked nothing yet, not even for tokens."""
    served = make(town.settings)
    yield served
    await served.process.close()


@pytest.mark.parametrize(
    ("mutation", "given", "paths"), CASES, ids=[f"{name}-{'-'.join(sorted(paths))}" for name, _, paths in CASES]
)
async def test_a_mistake_that_the_input_tells_costs_no_call(
    gateway: Gateway, town: Town, mutation: str, given: dict[str, Any], paths: set[str]
) -> None:
    """All of them at once, and no call at any vendor."""
    kind = f"{mutation[0].upper()}{mutation[1:]}Input"
    answer = await gateway.query(
        f"mutation ($i: {kind}!) {{ {mutation}(input: $i) {{ userErrors {{ code path }} }} }}", i=given
    )

    assert answer.errors == []
    errors = answer.data[mutation]["userErrors"]
    assert {".".join(error["path"][1:]) for error in errors} == paths
    assert len(errors) == len(paths)
    assert town.calls() == 0


def test_every_mutation_that_names_a_person_is_in_the_table(gateway: Gateway) -> None:
    """By its input: a `customer`, or a list of rows that have one."""
    mutations: Any = gateway.process.graph.schema._schema.mutation_type
    looking = {name for name, field in mutations.fields.items() if _names_a_person(field.args["input"].type)}

    assert looking == {name for name, _, _ in CASES}


def _names_a_person(kind: Any) -> bool:
    while hasattr(kind, "of_type"):
        kind = kind.of_type
    fields = getattr(kind, "fields", {})
    return kind.name == "CustomerKey" or any(_names_a_person(field.type) for field in fields.values())
