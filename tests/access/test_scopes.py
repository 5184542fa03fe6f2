"""What a caller may not see is null with the missing scope's name; the rest is answered."""

import pytest
from graphql import GraphQLObjectType, parse

from gateway.access.touched import fragments_of, touched
from gateway.engine.engine import Engine, Request
from gateway.registry import VENDORS, entries
from gateway.sandbox.town import Town
from loaders.sandbox.people import people
from resolvers.context import Caller
from schema.scopes import SCOPES, vendor_scope, write_scope
from schema.subgraph import Graph, compose
from tests.access.front import EVERY_READ, Front
from tests.conftest import make

ANA = "ana.popescu0@example.com"
PERSON = f'customer(by: {{email: "{ANA}"}})'


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The whole graph."""
    return compose([entry.subgraph for entry in entries()])


@pytest.mark.parametrize(
    ("scope", "field", "rest"),
    [
        ("people:read", f"{PERSON} {{ id }}", None),
        ("people:personal", f"{PERSON} {{ id email }}", "id"),
        ("people:personal", f"{PERSON} {{ id firstName lastName phone birthDate }}", "id"),
        ("leads:read", f"{PERSON} {{ id leads {{ nodes {{ id }} }} }}", "id"),
        ("rewards:read", f"{PERSON} {{ id purchases {{ couponCode }} rewards {{ id }} }}", "id"),
        ("surveys:read", f"{PERSON} {{ id surveyAnswers {{ nodes {{ score }} }} }}", "id"),
        ("campaigns:read", f"{PERSON} {{ id targetedCampaigns {{ id }} }}", "id"),
        ("leads:read", "leads { nodes { id } }", None),
        ("surveys:read", "surveys { id answers { nodes { score } } }", None),
        ("rewards:coupons", "rewardCampaigns { nodes { id coupons } }", None),
    ],
)
async def test_each_scope_opens_its_fields_and_no_others(front: Front, scope: str, field: str, rest: str | None):
    """Without it: null and FORBIDDEN that names it, at each place; the rest is there. With it: no error of that kind."""
    every = (*EVERY_READ, "rewards:coupons")
    without = front.key(f"without {scope} {field}", *(held for held in every if held != scope))
    having = front.key(f"with {scope} {field}", *every)

    data, errors = await front.told(f"{{ {field} vendors {{ vendor }} }}", without)
    _, fine = await front.told(f"{{ {field} vendors {{ vendor }} }}", having)

    assert {error["extensions"]["code"] for error in errors} == {"FORBIDDEN"}
    assert scope in {error["extensions"]["scope"] for error in errors}
    assert all(_at(data, error["path"]) is None for error in errors)
    assert data["vendors"]
    assert rest is None or data["customer"][rest]
    assert "FORBIDDEN" not in {error["extensions"]["code"] for error in fine}


async def test_every_item_of_a_list_has_its_own_error(front: Front):
    """With the path that leads there, by its alias."""
    key = front.key("lists", "people:read")
    emails = f'[{{email: "{ANA}"}}, {{email: "no-such-person@example.com"}}, {{email: "{ANA}"}}]'

    data, errors = await front.told(f"{{ customers(by: {emails}) {{ id mail: email }} }}", key)

    assert [error["path"] for error in errors] == [["customers", 0, "mail"], ["customers", 2, "mail"]]
    assert data["customers"][0]["mail"] is None
    assert data["customers"][0]["id"]


async def test_a_field_that_cannot_be_null_blanks_its_nearest_parent_that_can(front: Front):
    """`Identity.id` takes personal rights and can't be null, and neither can the list: the person is blanked, nothing else."""
    key = front.key("identities", "people:read")

    data, errors = await front.told(f"{{ {PERSON} {{ identities {{ id }} }} vendors {{ vendor }} }}", key)

    assert data["customer"] is None
    assert data["vendors"]
    assert errors[0]["path"][:2] == ["customer", "identities"]
    assert errors[0]["extensions"]["scope"] == "people:personal"


@pytest.mark.parametrize("kind", ["Node", "Campaign"])
async def test_an_interface_hides_nothing(front: Front, kind: str):
    """The object's own type counts, by fragment and through the interface."""
    everything, little = front.key(f"all {kind}", *EVERY_READ), front.key(f"little {kind}", "surveys:read")
    ids = [
        row["id"]
        for row in (await front.told("{ campaigns(first: 100) { nodes { id } } }", everything))[0]["campaigns"]["nodes"]
    ]
    body = "... on Campaign { name }" if kind == "Node" else "name"
    field = "node" if kind == "Node" else "campaign"

    for text in ids[:3] + ids[-3:]:
        data, errors = await front.told(f'{{ {field}(id: "{text}") {{ __typename id {body} }} }}', little)
        assert (data[field] is not None and data[field]["__typename"] == "Survey") or errors[0]["extensions"][
            "code"
        ] == "FORBIDDEN"


async def test_a_person_cannot_be_found_by_id_without_the_right(front: Front):
    """Whether the id leads to anybody isn't told, by none of the three ways."""
    everything, little = front.key("finder", *EVERY_READ), front.key("blind", "campaigns:read")
    known = (await front.told(f"{{ {PERSON} {{ id }} }}", everything))[0]["customer"]["id"]
    ways = [
        f'node(id: "{known}") {{ __typename }}',
        f'nodes(ids: ["{known}"]) {{ __typename }}',
        f'_entities(representations: [{{__typename: "Customer", id: "{known}"}}]) {{ __typename }}',
    ]

    for way in ways:
        data, errors = await front.told(f"{{ {way} }}", little)
        assert next(iter(data.values())) in (None, [None])
        assert errors[0]["extensions"] == {"code": "FORBIDDEN", "scope": "people:read"}


@pytest.mark.parametrize("number", [253, 258])
async def test_an_id_that_is_a_handle_takes_the_personal_scope(front: Front, number: int):
    """Only Tracksale knows these people, by e-mail or customer number, and an id can be read: by no path without the scope."""
    person = people()[number]
    everything, little = front.key(f"ids {number}", *EVERY_READ), front.key(f"no ids {number}", "people:read", "surveys:read")
    by = f'customer(by: {{phone: "{person.phone}"}})'
    known = (await front.told(f"{{ {by} {{ id }} }}", everything))[0]["customer"]["id"]
    paths = [
        f"{by} {{ id }}",
        f'customers(by: [{{phone: "{person.phone}"}}]) {{ id }}',
        f"{by} {{ surveyAnswers {{ nodes {{ customer {{ id }} }} }} }}",
        f'node(id: "{known}") {{ id }}',
        f'_entities(representations: [{{__typename: "Customer", id: "{known}"}}]) {{ ... on Customer {{ id }} }}',
    ]

    for path in paths:
        answer = await front.ask(f"{{ {path} }}", little)
        errors = answer.json()["errors"]
        assert {(error["extensions"]["code"], error["extensions"]["scope"]) for error in errors} == {
            ("FORBIDDEN", "people:personal")
        }
        assert known not in answer.text
    rest, _ = await front.told(f"{{ {by} {{ surveyAnswers {{ nodes {{ score }} }} }} }}", little)
    assert rest["customer"]["surveyAnswers"]["nodes"]


async def test_a_list_of_what_is_hidden_is_hidden_too(front: Front):
    """Without a scope that opens some kind of campaign there are no cursors to count them by."""
    ask = "{ campaigns { edges { cursor node { __typename } } } }"

    data, errors = await front.told(ask, front.key("only explains", "explain"))
    some, _ = await front.told(ask, front.key("only surveys", "surveys:read"))

    assert data == {"campaigns": None}
    assert errors[0]["extensions"] == {"code": "FORBIDDEN", "scope": "campaigns:read"}
    assert some["campaigns"]["edges"]


def test_whatever_is_found_by_id_takes_a_scope(graph: Graph):
    """`node`, `nodes`, `campaign` and `_entities` take none themselves: the object's own `id` is what is checked."""
    node = graph.schema._schema.type_map["Node"]

    assert all(graph.needs.get((kind.name, "id")) for kind in graph.schema._schema.get_possible_types(node))  # type: ignore[arg-type]  # it is one


async def test_a_mutation_is_refused_whole(front: Front, town: Town):
    """For its own scope, and for what its payload would show; no vendor is called."""
    buy = f'mutation {{ buyReward(input: {{customer: {{email: "{ANA}"}}, campaign: "x"}}) {{ userErrors {{ code }} }} }}'
    town.reset()

    answer = await front.ask(buy, front.key("reader", *EVERY_READ))

    assert "data" not in answer.json()
    assert answer.json()["errors"][0]["extensions"] == {"code": "FORBIDDEN", "scope": "write:open_loyalty"}
    assert town.calls() == 0


async def test_what_is_hidden_is_not_asked_for(front: Front, town: Town):
    """A refused field costs the vendor nothing."""
    key = front.key("cheap", "people:read", "surveys:read")
    town.reset()

    await front.told(f"{{ {PERSON} {{ id purchases {{ couponCode }} leads {{ nodes {{ id }} }} }} }}", key)

    assert list(town.open_loyalty.calls) == []
    assert list(town.footprints.calls) == []


async def test_explain_takes_its_scope(front: Front):
    """Refused whole: the answer would be another one."""
    answer = await front.told("{ vendors { vendor } }", front.key("curious", "people:read"), extensions={"explain": True})

    assert answer[0] is None
    assert answer[1][0]["extensions"] == {"code": "FORBIDDEN", "scope": "explain"}


def test_every_field_that_leads_to_a_vendor_takes_a_scope(graph: Graph):
    """Roots, mutations and the customer's fields: what is open to everybody with credentials is listed here."""
    kinds = {name: kind for name, kind in graph.schema._schema.type_map.items() if isinstance(kind, GraphQLObjectType)}
    free = {
        f"{name}.{field}"
        for name in ("Query", "Mutation", "Customer")
        for field in kinds[name].fields
        if not graph.needs.get((name, field))
    }

    assert free == {
        "Query._entities",
        "Query._service",
        "Query.campaign",
        "Query.me",
        "Query.node",
        "Query.nodes",
        "Query.vendors",
    }


def test_every_scope_that_a_field_takes_is_one_that_can_be_given(graph: Graph):
    """A misspelt scope would close a field for everybody."""
    known = {*SCOPES, *(scope for vendor in VENDORS for scope in (vendor_scope(vendor), write_scope(vendor)))}

    assert {scope for needs in graph.needs.values() for held in needs for scope in held} <= known


def test_the_federation_sdl_declares_what_is_enforced(graph: Graph):
    """A router enforces the same."""
    sdl = graph.schema.as_str()

    assert 'email: String @shareable @requiresScopes(scopes: [["people:read", "people:personal"]])' in sdl
    assert '"@requiresScopes"' in sdl.split("{")[0]
    assert "me: Customer @shareable @authenticated" in sdl


def test_the_fields_a_document_touches_are_found_through_fragments_and_interfaces(graph: Graph):
    """An interface's field counts for all its types."""
    document = parse("{ node(id: 1) { id ...F } } fragment F on Node { ... on Customer { email } ... { ... on Lead { id } } }")
    operation = document.definitions[0]

    found = touched(graph.schema._schema, operation, fragments_of(document))  # type: ignore[arg-type]  # it is one

    assert {("Query", "node"), ("Customer", "id"), ("Survey", "id"), ("Customer", "email")} <= found
    assert ("Lead", "id") not in found


async def test_a_document_without_hidden_fields_runs_as_for_everybody(sandbox: Town):
    """The same executor, and no look at any field: nothing is paid for rights that aren't needed."""
    gateway = make(sandbox.settings)
    engine: Engine = gateway.engine
    prepared = engine.prepare("{ vendors { vendor } }")
    caller = Caller("key:a", None, frozenset({"people:read"}))

    admitted = await engine._admission.admit(prepared, None, None, {}, caller)
    free = await engine._admission.admit(prepared, None, None, {}, Caller())
    answer = await engine.run(Request("{ vendors { vendor } }"), caller)

    assert admitted.executor is free.executor
    assert answer.errors == []
    await gateway.process.close()


def _at(data: object, path: list[str | int]) -> object:
    """Follow a path until it ends in null, or to its end."""
    for step in path:
        if data is None:
            return None
        data = data[step]  # type: ignore[index]  # as the path says
    return data


@pytest.mark.parametrize(("scope", "status"), [("people:read", 403), ("rewards:read", 404), ("campaigns:read", 404)])
async def test_pictures_take_the_scope_of_the_field_that_leads_there(front: Front, scope: str, status: int):
    """A picture that isn't there is 404 only for those who may see one."""
    key = front.key(f"pictures {scope}", scope)

    answer = await front.http.get("/media/open-loyalty/campaign/nowhere/photo", headers={"x-api-key": key})

    assert answer.status_code == status
