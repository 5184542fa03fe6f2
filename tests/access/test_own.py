"""A customer's own token sees one person, by whatever path through the graph."""

import pytest
from graphql import GraphQLObjectType, get_named_type, is_abstract_type

from gateway.registry import entries
from gateway.sandbox.town import Town
from resolvers import ids
from schema.own import is_open
from schema.subgraph import compose
from tests.access.front import EVERY_READ, Front

ALL = " ".join((*EVERY_READ, "rewards:coupons", "write:open_loyalty", "write:footprints", "write:carecloud", "explain"))
PEOPLE = ("Customer", "Lead", "SurveyAnswer", "SurveyRecipient", "BusinessUser", "LoyaltyCode", "Interaction", "Identity")


@pytest.fixture
def known(town: Town) -> list[str]:
    """E-mail addresses of people whom all vendors know: the token's, and another's."""
    return [person.email for person in town.people if len(person.known_to) == 5][:2]


@pytest.fixture
def own(front: Front, known: list[str]) -> str:
    """A token with every scope there is, of the first of them."""
    return front.issuer.token(email=known[0], scope=ALL)


@pytest.fixture
def partner(front: Front) -> str:
    """A key that sees everybody, to learn the ids that the token then tries."""
    path = front.keys.with_name("partner")
    if not path.exists():
        path.write_text(front.key("everybody", *EVERY_READ))
    return path.read_text()


def is_forbidden(errors: list[dict[str, object]]) -> bool:
    """Whether there are errors, and all say FORBIDDEN."""
    return bool(errors) and {error["extensions"]["code"] for error in errors} == {"FORBIDDEN"}  # type: ignore[index]  # a map


async def test_me_is_the_person_of_the_token(front: Front, own: str, known: list[str]):
    """With everything that is theirs."""
    data, errors = await front.told("{ me { email leads { nodes { email } } surveyAnswers { nodes { email } } } }", own)

    assert errors == []
    assert data["me"]["email"] == known[0]
    assert {row["email"].lower() for row in data["me"]["leads"]["nodes"]} == {known[0]}
    assert {row["email"].lower() for row in data["me"]["surveyAnswers"]["nodes"]} == {known[0]}


async def test_every_way_to_name_a_person_leads_to_the_own_one_or_nowhere(
    front: Front, own: str, partner: str, known: list[str]
):
    """By each handle and each vendor's id: the own ones work, the other's are refused, and no vendor is asked about them."""
    fields = "id email phone externalId loyaltyCardNumber identities { vendor id }"
    mine, other = [
        (await front.told(f'{{ customer(by: {{email: "{email}"}}) {{ {fields} }} }}', partner))[0]["customer"]
        for email in known
    ]

    for person, is_own in ((mine, True), (other, False)):
        keys = [{name: person[name]} for name in ("id", "email", "phone", "externalId", "loyaltyCardNumber") if person[name]]
        keys += [{"vendorId": {"vendor": held["vendor"], "id": held["id"]}} for held in person["identities"]]
        for key in keys:
            ask = "query Q($by: CustomerKey!) { customer(by: $by) { email } }"
            data, errors = await front.told(ask, own, variables={"by": key})
            listed, _ = await front.told(
                "query Q($by: CustomerKey!) { customers(by: [$by]) { email } }", own, variables={"by": key}
            )
            if is_own:
                assert (data["customer"], errors) == ({"email": known[0]}, []), key
                assert listed["customers"] == [{"email": known[0]}]
            else:
                assert data["customer"] is None, key
                assert is_forbidden(errors)
                assert listed["customers"] == [None]


async def test_whether_another_person_exists_is_not_told(front: Front, own: str, known: list[str], town: Town):
    """Somebody and nobody get the same answer, and no vendor is asked for either."""
    await front.told("{ me { email } }", own)
    town.reset()

    somebody = await front.ask(f'{{ customer(by: {{email: "{known[1]}"}}) {{ email }} }}', own)
    nobody = await front.ask('{ customer(by: {email: "nobody-at-all@example.com"}) { email } }', own)

    assert [error["message"] for error in somebody.json()["errors"]] == [error["message"] for error in nobody.json()["errors"]]
    assert somebody.json()["data"] == nobody.json()["data"] == {"customer": None}
    assert town.calls() == 0


async def test_ids_of_others_lead_nowhere(front: Front, own: str, partner: str, known: list[str]):
    """Through `node`, `nodes` and `_entities`, whatever lies behind the id."""
    ask = f'{{ customer(by: {{email: "{known[1]}"}}) {{ id surveyAnswers {{ nodes {{ id }} }} }} }}'
    other = (await front.told(ask, partner))[0]["customer"]
    texts = [other["id"], *(row["id"] for row in other["surveyAnswers"]["nodes"][:2])]
    texts.append(ids.encode("Customer", "tracksale", known[1]))

    for text in texts:
        data, errors = await front.told(f'{{ node(id: "{text}") {{ id ... on SurveyAnswer {{ email }} }} }}', own)
        assert data["node"] is None
        assert is_forbidden(errors)
        data, errors = await front.told(f'{{ nodes(ids: ["{text}"]) {{ id }} }}', own)
        assert data["nodes"] == [None]
        assert is_forbidden(errors)
        kind = ids.decode(text).type_name
        ask = f'{{ _entities(representations: [{{__typename: "{kind}", id: "{text}"}}]) {{ __typename }} }}'
        data, errors = await front.told(ask, own)
        assert data["_entities"] == [None]
        assert is_forbidden(errors)


async def test_the_own_id_leads_back(front: Front, own: str, known: list[str]):
    """Through `node` and `_entities`."""
    mine = (await front.told("{ me { id } }", own))[0]["me"]["id"]

    found, _ = await front.told(f'{{ node(id: "{mine}") {{ ... on Customer {{ email }} }} }}', own)
    entity, _ = await front.told(
        f'{{ _entities(representations: [{{__typename: "Customer", id: "{mine}"}}]) {{ ... on Customer {{ email }} }} }}', own
    )

    assert found["node"]["email"] == known[0]
    assert entity["_entities"][0]["email"] == known[0]


@pytest.mark.parametrize(
    "field",
    [
        "leads { nodes { id } }",
        "loyaltyCodes { nodes { code } }",
        "businessUsers { id }",
        "surveyDispatches { nodes { recipient { email } } }",
        "nps { nps }",
        "surveyStatuses { total }",
        'customerWithNationalId(nationalId: "1") { id }',
        "vendors { lastError }",
        "surveys { id answers { nodes { email } } }",
        "surveys { id dispatches { nodes { recipients { email } } } }",
        "surveys { id draftLots { recipientCount } }",
        "rewardCampaigns { nodes { id visibleTo { nodes { email } } } }",
        "rewardCampaigns { nodes { id coupons } }",
        "me { leads { nodes { id } } } leads { nodes { email } }",
        "me { purchases { campaign { visibleTo { nodes { email } } } } }",
        "me { surveyAnswers { nodes { survey { answers { nodes { email } } } } } }",
    ],
)
async def test_lists_of_many_people_are_refused(front: Front, own: str, field: str):
    """Whatever scopes the token has: from the root, and from what is the person's own."""
    _, errors = await front.told(f"{{ {field} }}", own)

    assert is_forbidden(errors)
    assert all("scope" not in error["extensions"] for error in errors)


async def test_back_references_lead_to_oneself(front: Front, own: str, known: list[str]):
    """From a lead, a survey's answer, a code."""
    behind = "customer { email }"
    ask = (
        f"{{ me {{ leads {{ nodes {{ {behind} }} }} surveyAnswers {{ nodes {{ {behind} }} }} loyaltyCodes {{ {behind} }} }} }}"
    )
    data, _ = await front.told(ask, own)
    me = data["me"]
    rows = [*me["leads"]["nodes"], *me["surveyAnswers"]["nodes"], *(me["loyaltyCodes"] or [])]

    assert rows
    assert {row["customer"]["email"] for row in rows if row["customer"]} == {known[0]}


async def test_nothing_is_written_for_another(front: Front, own: str, known: list[str], town: Town):
    """Not by naming somebody else in an input, nor by a mutation that names nobody."""
    town.reset()
    ask = 'mutation M($by: CustomerKey!) { buyReward(input: {customer: $by, campaign: "c"}) { userErrors { code } } }'

    data, errors = await front.told(ask, own, variables={"by": {"email": known[1]}})
    refused = await front.ask('mutation { markLeadLost(input: {lead: "1"}) { userErrors { code } } }', own)

    assert data is None or data["buyReward"] is None
    assert is_forbidden(errors)
    assert "data" not in refused.json()
    assert not any(call.method == "POST" and "buy" in call.path for call in town.open_loyalty.calls)


async def test_two_customers_share_no_answer(front: Front, known: list[str]):
    """The same document, twice each, the cache on."""
    tokens = [front.issuer.token(email=email, scope=ALL) for email in known]

    answers = [(await front.told("{ me { email } }", token))[0]["me"]["email"] for token in tokens * 3]

    assert answers == known * 3


def test_from_the_catalogue_no_path_leads_to_a_person():
    """Whatever is added to the graph: what is open to a customer's token leads to people only through the person it found."""
    schema = compose([entry.subgraph for entry in entries()]).schema._schema
    own_roots = {"me", "customer", "customers", "node", "nodes", "_entities"}
    seen: set[str] = set()
    todo = ["Query"]
    while todo:
        name = todo.pop()
        kind = schema.type_map[name]
        for type_name in (
            [kind.name]
            if isinstance(kind, GraphQLObjectType)
            else [one.name for one in schema.get_possible_types(kind)]
            if is_abstract_type(kind)
            else []
        ):
            if type_name in seen:
                continue
            seen.add(type_name)
            held = schema.type_map[type_name]
            assert isinstance(held, GraphQLObjectType)
            for field, definition in held.fields.items():
                if is_open(type_name, field) and not (type_name == "Query" and field in own_roots):
                    todo.append(get_named_type(definition.type).name)

    assert not seen & set(PEOPLE)
    assert "RewardCampaign" in seen
