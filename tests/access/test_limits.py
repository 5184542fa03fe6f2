"""Documents and variables that ask for too much are refused before anything runs."""

from pathlib import Path
from typing import Any

import pytest

from gateway.engine.unquoted import unquoted
from gateway.sandbox.faults import Fault
from gateway.sandbox.town import Town
from tests.access.front import Front, serve

ANA = 'customer(by: {email: "ana.popescu0@example.com"})'


def code(answer: Any) -> str | None:
    """The first error's code."""
    errors = answer.json().get("errors")
    return errors[0]["extensions"]["code"] if errors else None


def deep(levels: int) -> str:
    """A document that goes in circles, that deep."""
    return "{ " + ANA + " { id " + "leads { nodes { customer { id " * levels + "} } }" * levels + " } }"


@pytest.mark.parametrize(
    ("what", "document"),
    [
        ("depth", deep(5)),
        ("aliases", "{ vendors { " + " ".join(f"a{i}: vendor" for i in range(61)) + " } }"),
        ("directives", "{ vendors { vendor " + "@include(if: true) " * 51 + "} }"),
        (
            "root fields",
            "{ "
            + " ".join(f"...F{i}" for i in range(31))
            + " } "
            + "".join(f"fragment F{i} on Query {{ me {{ id }} }} " for i in range(31)),
        ),
        ("tokens", "{ vendors { vendor } } " + "# x\n" + "query Q { vendors { vendor } } " * 1000),
        ("first", "{ leads(first: 101) { nodes { id } } }"),
        ("keys", "{ customers(by: [" + '{email: "a@example.com"}' * 101 + "]) { id } }"),
        ("ids", "{ nodes(ids: [" + '"x" ' * 101 + "]) { id } }"),
        ("entities", "{ _entities(representations: [" + '{__typename: "Customer", id: "x"}' * 101 + "]) { __typename } }"),
    ],
)
async def test_too_much_of_one_thing_is_refused(front: Front, town: Town, what: str, document: str):
    """With a code, no vendor called."""
    key = front.key(f"limits {what}", "people:read", "leads:read")
    town.reset()

    answer = await front.ask(document, key)

    assert code(answer) in ("QUERY_TOO_COMPLEX", "BAD_USER_INPUT", "GRAPHQL_PARSE_FAILED")
    assert answer.status_code < 500
    assert town.calls() == 0


async def test_a_document_that_costs_too_much_names_its_dearest_fields(front: Front):
    """And its cost, and the limit."""
    key = front.key("dear", "people:read", "leads:read")
    ask = "query Q($by: [CustomerKey!]!) { customers(by: $by) { leads(first: 100) { nodes { id history { status } actions { id } } } } }"

    error = (await front.ask(ask, key, variables={"by": []})).json()["errors"][0]

    assert error["extensions"]["code"] == "QUERY_TOO_COMPLEX"
    assert error["extensions"]["cost"] > error["extensions"]["limit"] == 30_000
    assert "Dearest: " in error["message"]
    assert "Lead." in error["message"]


BIG = "customers(by: $by) { leads(first: 100) { nodes { id history { status } actions { id } } } }"


@pytest.mark.parametrize(
    ("first", "variables"),
    [
        ("-2147483648", {}),
        ("-1", {}),
        ("0", {}),
        ("$n", {"n": -2147483648}),
        ("$n", {}),
        ("null", {}),
        ("-1000000.5", {}),
        ("-" + "9" * 1000, {}),
    ],
)
async def test_nothing_in_a_document_makes_up_for_what_is_dear_in_it(front: Front, first: str, variables: dict[str, Any]):
    """Fewer items than none cost as much as few: no figure is taken off the rest."""
    key = front.key(f"less {first} {variables}", "people:read", "leads:read")
    less = 'n: customer(by: {email: "x@example.com"}) { ' + f"leads(first: {first}) {{ nodes {{ id }} }} }}"
    declared = "$by: [CustomerKey!]!" + (", $n: Int = -5" if "$" in first else "")

    answer = await front.ask(f"query Q({declared}) {{ {BIG} {less} }}", key, variables={"by": [], **variables})

    assert code(answer) in ("QUERY_TOO_COMPLEX", "GRAPHQL_VALIDATION_FAILED")
    assert "data" not in answer.json()


async def test_cost_is_told_on_request(front: Front):
    """In calls and objects; not otherwise."""
    key = front.key("cost", "people:read")

    shown = (await front.ask(f"{{ {ANA} {{ id }} }}", key, extensions={"cost": True})).json()
    plain = (await front.ask(f"{{ {ANA} {{ id }} }}", key)).json()

    assert shown["extensions"]["cost"] == {"total": 11, "calls": 1, "objects": 1}
    assert "cost" not in plain.get("extensions", {})


@pytest.mark.parametrize(
    "variables",
    [
        {"by": [[[[[[[[[[[[[1]]]]]]]]]]]]]},
        {"by": [{"email": "a@example.com"}] * 1001},
        {"by": [{"email": "a" * 70_000}]},
        {f"v{number}": number for number in range(6000)},
    ],
)
async def test_variables_are_bounded(front: Front, variables: dict[str, Any]):
    """In depth, length of lists, length of texts and number."""
    key = front.key(f"variables {len(str(variables))}", "people:read")

    answer = await front.ask("query Q($by: [CustomerKey!]!) { customers(by: $by) { id } }", key, variables=variables)

    assert code(answer) == "QUERY_TOO_COMPLEX"


async def test_entities_by_variables_are_bounded_too(front: Front):
    """The list's length counts, wherever it comes from."""
    key = front.key("entities", "people:read")
    ask = "query Q($of: [_Any!]!) { _entities(representations: $of) { __typename } }"

    answer = await front.ask(ask, key, variables={"of": [{"__typename": "Customer", "id": "x"}] * 101})

    assert code(answer) == "BAD_USER_INPUT"


async def test_an_operation_has_a_time_limit(town: Town, tmp_path: Path):
    """What it still waits for is given up, and said."""
    async with serve(tmp_path, town.settings, AUTH="none", TIMEOUT_S="0.3") as front:
        for house in town.houses.values():
            house.fault(Fault.HANG)
        answer = await front.ask(f"{{ {ANA} {{ id }} }}")
        town.reset()

    assert code(answer) == "QUERY_TIMEOUT"


async def test_a_time_limit_ends_no_call_that_others_may_need(tmp_path: Path):
    """The vendor is asked once: the answer that came too late for one is there for the next."""
    async with Town().opened() as own, serve(tmp_path, own.settings, AUTH="none", TIMEOUT_S="0.2") as front:
        for house in own.houses.values():
            house.trouble.latency_s = 0.3
        codes = [code(await front.ask(f"{{ {ANA} {{ id }} }}")) for _ in range(8)]
        asked = [(house.name, call.method, call.path) for house in own.houses.values() for call in house.calls]

    assert codes[0] == "QUERY_TIMEOUT"
    assert codes[-1] is None
    assert len(asked) == len(set(asked)), asked


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "Variable '$by' has invalid value: Expected value of type 'X' to be an object, found: {'email': 'a, found: b'}.",
            "Variable '$by' has invalid value: Expected value of type 'X' to be an object.",
        ),
        (
            "Variable '$n' has invalid value: Int cannot represent non-integer value: 'Ana'",
            "Variable '$n' has invalid value: Int cannot represent non-integer value.",
        ),
        (
            "Value 'ANA' does not exist in 'Vendor' enum. Did you mean the enum value 'A'?",
            "The value does not exist in 'Vendor' enum. Did you mean the enum value 'A'?",
        ),
        ("Syntax Error: Expected Name, found String 'ana@example.com'.", "Syntax Error: Expected Name, found String."),
        ("Cannot query field 'x' on type 'Query'.", "Cannot query field 'x' on type 'Query'."),
    ],
)
def test_messages_do_not_quote_what_was_sent(said: str, told: str):
    """Names of the schema stay, values go."""
    assert unquoted(said) == told
