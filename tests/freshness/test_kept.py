"""A whole answer is given again without running anything, to whoever has the same rights, while all of it is fresh."""

from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from gateway.sandbox.town import Town
from loaders.identity.handle import Handle, Kind
from resolvers.context import Caller
from resolvers.identity.key import Key
from tests.access.front import EVERY_READ, Front
from tests.access.test_documents import manifest, mark
from tests.freshness.front import ANA, BOGDAN, REWARDS, STORES, calls, renewed, seen, still

PERSON = {"email": ANA}
TWO = "query One { stores { name } } query Other { rewards { name } }"


async def test_the_same_question_is_answered_from_what_is_kept(front: Front, sandbox: Town):
    """By POST, by GET, by its hash, with variables in another order: one answer."""
    query = "query Q($email: String!, $first: Int) { customer(by: {email: $email}) { leads(first: $first) { nodes { id } } } }"
    first = await seen(front, query, variables={"email": ANA, "first": 3})
    made = calls(sandbox)
    extension = {"persistedQuery": {"version": 1, "sha256Hash": mark(query)}}
    variables = {"first": 3, "email": ANA}

    again = [
        await seen(front, query, variables=variables),
        await seen(front, query, variables=variables, extensions=extension),
        await seen(front, None, variables=variables, extensions=extension),
        await seen(front, query, variables=variables, headers={"accept": "application/graphql-response+json"}),
    ]

    assert not first.was_kept
    assert all(one.was_kept for one in again)
    assert {one.answer.content for one in again} == {first.answer.content}
    assert calls(sandbox) == made


@pytest.mark.parametrize(
    "other",
    [
        {"variables": {"email": BOGDAN}},
        {"variables": {"email": ANA.upper()}},
        {"query": REWARDS + " "},
        {"query": REWARDS.replace("name", "id")},
        {"operationName": "Rewards"},
    ],
)
async def test_another_question_has_an_answer_of_its_own(front: Front, sandbox: Town, other: dict[str, object]):
    """Another person is another answer; the same asked in other words shares all calls, though not the answer."""
    first = await seen(front, REWARDS, variables=PERSON)
    made = calls(sandbox)

    asked: dict[str, Any] = {"query": REWARDS, "variables": PERSON, **other}
    answer = await seen(front, **asked)

    assert not answer.was_kept
    is_other_person = asked["variables"]["email"] == BOGDAN
    assert (calls(sandbox) > made) is is_other_person
    assert (answer.data == first.data) is (not is_other_person and "id }" not in asked["query"])


async def test_operations_of_a_document_are_told_apart(front: Front):
    """Kept each by its name, and no name is still a mistake."""
    one, other = [await seen(front, TWO, operationName=name) for name in ("One", "Other")]
    again = [await seen(front, TWO, operationName=name) for name in ("One", "Other")]
    unnamed = await seen(front, TWO)

    assert [list(answer.data) for answer in (one, other)] == [["stores"], ["rewards"]]
    assert [answer.answer.content for answer in again] == [one.answer.content, other.answer.content]
    assert all(answer.was_kept for answer in again)
    assert unnamed.codes == ["BAD_USER_INPUT"]


async def test_rights_are_part_of_the_question(guarded: Front, sandbox: Town):
    """Keys with the same scopes share; with fewer, they get what they may see; a customer's token its own alone; nobody nothing."""
    query = "query Q($email: String!) { customer(by: {email: $email}) { id email rewards { name } } }"
    rich, twin = guarded.key("rich", *EVERY_READ), guarded.key("twin", *reversed(EVERY_READ))
    poor = guarded.key("poor", "people:read")
    anas, bogdans = [guarded.issuer.token(email=email, scope=" ".join(EVERY_READ)) for email in (ANA, BOGDAN)]

    first = await seen(guarded, query, rich, variables=PERSON)
    shared = await seen(guarded, query, twin, variables=PERSON)
    less = [await seen(guarded, query, poor, variables=PERSON) for _ in range(2)]
    own = await seen(guarded, query, anas, variables=PERSON)
    others = [await seen(guarded, query, bogdans, variables=PERSON) for _ in range(2)]
    nobody = await seen(guarded, query, variables=PERSON)

    assert shared.was_kept
    assert shared.answer.content == first.answer.content
    assert not any(answer.was_kept for answer in (*less, own, *others, nobody))
    assert own.data == first.data
    for answer in less:
        assert (answer.data["customer"]["email"], answer.data["customer"]["rewards"]) == (None, None)
        assert set(answer.codes) == {"FORBIDDEN"}
    for answer in others:
        assert answer.data == {"customer": None}
        assert answer.codes == ["FORBIDDEN"]
    assert nobody.answer.status_code == 401


def test_no_two_sets_of_rights_are_named_alike():
    """Whatever an issuer wrote into a scope, or a vendor into an id: no part of the name runs into the next."""
    ana, odd = Handle(Kind.EMAIL, ANA), Handle(Kind.EXTERNAL_ID, f"1\x1fEMAIL={ANA}")
    callers = [
        Caller(scopes=frozenset({"leads:read", "people:read"})),
        Caller(scopes=frozenset({"leads:read people:read"})),
        Caller(scopes=frozenset({"leads:read"}), customer=Key((), "people:read", "")),
        Caller(scopes=frozenset()),
        Caller(scopes=frozenset({""})),
        Caller(scopes=frozenset({"*"})),
        Caller(customer=Key((Handle(Kind.EXTERNAL_ID, "1"), ana))),
        Caller(customer=Key((odd,))),
        Caller(customer=Key((), "", "*")),
        Caller(),
    ]

    assert len({caller.rights for caller in callers}) == len(callers)


async def test_a_scope_with_blanks_is_several(guarded: Front):
    """A list of scopes as some issuers write it: its items are taken apart, so the token has what it says."""
    token = guarded.issuer.token(email=ANA, scp=[" ".join(EVERY_READ)])

    answer = await seen(guarded, REWARDS, token, variables=PERSON)

    assert answer.codes == []
    assert answer.data["customer"]["rewards"]


async def test_a_batch_is_answered_from_what_is_kept_too(sandbox: Town, tmp_path: Path):
    """What is kept of it isn't run again, and stands in its place."""
    async with still(tmp_path, sandbox, MAX_BATCH="3") as front:
        one = await seen(front, REWARDS, variables=PERSON)
        made = calls(sandbox)
        batch = [{"query": "{ __typename }"}, {"query": REWARDS, "variables": PERSON}, {"query": "{ nothing }"}]
        with capture_logs() as lines:
            answer = await front.http.post("/graphql", json=batch)

    outcomes = sorted(str(line["outcome"]) for line in lines if "outcome" in line)
    assert outcomes == ["GRAPHQL_VALIDATION_FAILED", "KEPT", "OK"]
    first, second, third = answer.json()
    assert first["data"] == {"__typename": "Query"}
    assert second == one.answer.json()
    assert [error["extensions"]["code"] for error in third["errors"]] == ["GRAPHQL_VALIDATION_FAILED"]
    assert calls(sandbox) == made
    assert answer.headers["cache-control"] == "no-store"


async def test_a_key_bound_to_documents_isnt_answered_from_what_others_asked(sandbox: Town, tmp_path: Path):
    """Its documents are checked before what is kept is looked at; its own are kept for it like anybody's."""
    path = tmp_path / "manifest.json"
    path.write_text(manifest("apollo", STORES))
    async with still(tmp_path, sandbox, AUTH="keys", TRUSTED_DOCUMENTS=str(path)) as front:
        free, bound = front.key("free", *EVERY_READ), front.key("bound", *EVERY_READ, documents=[mark(STORES)])
        for query in (STORES, REWARDS):
            await seen(front, query, free, variables=PERSON)

        other = await seen(front, REWARDS, bound, variables=PERSON)
        own = await seen(front, STORES, bound, variables=PERSON)

    assert other.codes == ["OPERATION_NOT_TRUSTED"]
    assert not other.was_kept
    assert own.was_kept


async def test_it_is_kept_as_long_as_its_first_part_is_fresh(front: Front):
    """And not a second longer, though the rest is fresh still."""
    query = "query Both($email: String!) { stores { name } customer(by: {email: $email}) { rewards { name } } }"
    await seen(front, query, variables=PERSON)

    front.clock.ahead_s += 29
    assert (await seen(front, query, variables=PERSON)).was_kept
    front.clock.ahead_s += 1
    assert not (await seen(front, query, variables=PERSON)).was_kept
    assert not (await renewed(front, query, variables=PERSON)).was_kept
    assert (await seen(front, query, variables=PERSON)).was_kept


async def test_variables_that_arent_declared_make_no_answer_of_their_own(front: Front):
    """However many are sent along: they are ignored, so what is kept serves them all."""
    memory = front.process.cache.memory
    await seen(front, REWARDS, variables=PERSON)
    held = 0 if memory is None else len(memory)
    asked = [await seen(front, REWARDS, variables={**PERSON, "other": number}) for number in range(3)]

    assert [one.was_kept for one in asked] == [True] * 3
    assert memory is not None
    assert len(memory) == held


@pytest.mark.parametrize("query", ["{ vendors { vendor } }", "{ __typename }", "{ vendors { vendor } stores { name } }"])
async def test_what_has_no_age_is_never_kept(front: Front, query: str):
    """Nor what it stands beside."""
    for _ in range(3):
        assert not (await seen(front, query)).was_kept


async def test_a_kept_answer_counts_towards_the_quota(sandbox: Town, tmp_path: Path):
    """The third request of two a minute is refused, however cheap it would be."""
    async with still(tmp_path, sandbox, AUTH="keys") as front:
        key = front.key("few", *EVERY_READ, rate=2)

        answers = [await seen(front, STORES, key) for _ in range(3)]

    assert [answer.was_kept for answer in answers] == [False, True, False]
    assert [answer.answer.status_code for answer in answers] == [200, 200, 429]


async def test_nothing_is_kept_where_the_cache_is_off(sandbox: Town, tmp_path: Path):
    """Every request asks, and the client is told to keep nothing older."""
    async with still(tmp_path, sandbox, CACHE_URL="off") as front:
        answers = [await seen(front, STORES) for _ in range(2)]

    assert not any(answer.was_kept for answer in answers)
    assert calls(sandbox) == 2
    assert answers[1].fresh["CARECLOUD"]["age"] == 0
