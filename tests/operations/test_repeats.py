"""A mutation that is asked for again with its idempotency key: the first outcome, without a call of any kind."""

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import msgspec
import pytest
from starlette.datastructures import Headers, UploadFile

from gateway.registry import entries
from gateway.sandbox.town import Town
from schema.subgraph import compose
from schema.write import FirstOutcome
from tests.conftest import Gateway, make

ANA = {"email": "ana.popescu0@example.com"}
REWARD = "000096cf-32a3-43bd-9034-4df343e5fd93"
ERRORS = "userErrors { code path }"

BUY = f"mutation ($i: BuyRewardInput!) {{ buyReward(input: $i) {{ purchase {{ coupons }} {ERRORS} }} }}"
DELETE = f"mutation ($i: DeleteCustomerProfileInput!) {{ deleteCustomerProfile(input: $i) {{ profile {{ id }} {ERRORS} }} }}"
UPDATE = f"mutation ($i: UpdateCustomerProfileInput!) {{ updateCustomerProfile(input: $i) {{ profile {{ id }} {ERRORS} }} }}"
UPLOAD = f"mutation ($i: UploadLeadDocumentsInput!) {{ uploadLeadDocuments(input: $i) {{ documents {{ names }} {ERRORS} }} }}"
INTEREST = f"mutation ($i: AddCustomerInterestInput!) {{ addCustomerInterest(input: $i) {{ interestRecordId {ERRORS} }} }}"
SCORES = f"""mutation ($i: RecordSurveyScoresInput!) {{ recordSurveyScores(input: $i) {{
  recorded {{ message answers {{ answerId }} }} {ERRORS} }} }}"""
LINKS = f"mutation ($i: CreateSurveyLinksInput!) {{ createSurveyLinks(input: $i) {{ links {{ url }} {ERRORS} }} }}"
FUNNEL = f"mutation ($i: SyncPageInput!) {{ syncPage(input: $i) {{ page {{ visitId placeholders {{ width }} }} {ERRORS} }} }}"


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """A small one: few people are enough."""
    async with Town(population=20).opened() as opened:
        yield opened


@pytest.fixture
async def gateway(town: Town) -> AsyncIterator[Gateway]:
    served = make(town.settings)
    yield served
    await served.process.close()


def document(content: bytes = b"%PDF-1.4") -> UploadFile:
    return UploadFile(
        BytesIO(content), size=len(content), filename="a.pdf", headers=Headers({"content-type": "application/pdf"})
    )


async def made(gateway: Gateway, mutation: str, given: dict[str, Any]) -> Any:
    """Make a mutation with a key, and return its payload."""
    answer = await gateway.query(mutation, i={**given, "idempotencyKey": "again"})
    assert answer.errors == []
    data: Any = answer.data
    return next(iter(data.values()))


@pytest.mark.parametrize(
    ("mutation", "given"),
    [
        (BUY, {"customer": ANA, "campaign": REWARD}),
        (DELETE, {"customer": ANA}),
        (UPDATE, {"customer": ANA, "email": "new@example.com"}),
        (UPLOAD, {"lead": "5ce300000000000000000000", "kind": "OFFERS", "documents": [None]}),
        (INTEREST, {"customer": ANA, "interest": "87d706e4864d02af7"}),
        (SCORES, {"survey": "51", "answers": [{"customer": ANA, "score": 9}]}),
        (LINKS, {"survey": "51", "customers": [{"customer": ANA}]}),
        (FUNNEL, {"customer": {"externalId": "C100000"}, "page": "home", "placeholders": ["a"]}),
    ],
    ids=["buy", "delete", "update", "upload", "interest", "scores", "links", "page"],
)
async def test_the_first_outcome_is_given_without_a_call(
    gateway: Gateway, town: Town, mutation: str, given: dict[str, Any]
) -> None:
    """Though the person is gone, has another e-mail by now, or would have to be looked up again."""
    files = [{**given, "documents": [document()]} if "documents" in given else given for _ in range(2)]
    first = await made(gateway, mutation, files[0])
    town.reset()

    assert first["userErrors"] == []
    assert await made(gateway, mutation, files[1]) == first
    assert town.calls() == 0


@pytest.mark.parametrize(
    ("mutation", "given", "other"),
    [
        (BUY, {"customer": ANA, "campaign": REWARD}, {"campaign": "another"}),
        (BUY, {"customer": ANA, "campaign": REWARD}, {"customer": {"email": "not an address"}}),
    ],
)
async def test_another_input_is_refused_before_it_is_looked_at(
    gateway: Gateway, town: Town, mutation: str, given: dict[str, Any], other: dict[str, Any]
) -> None:
    """With the path of the key."""
    await made(gateway, mutation, given)
    town.reset()

    refused = await made(gateway, mutation, given | other)
    assert refused["userErrors"] == [{"code": "IDEMPOTENCY_KEY_REUSED", "path": ["input", "idempotencyKey"]}]
    assert town.calls() == 0


async def test_another_file_is_another_input(gateway: Gateway) -> None:
    """What it holds counts, not what it is called."""
    given = {"lead": "5ce300000000000000000000", "kind": "OFFERS"}
    await made(gateway, UPLOAD, {**given, "documents": [document()]})

    refused = await made(gateway, UPLOAD, {**given, "documents": [document(b"%PDF-1.5")]})
    assert [error["code"] for error in refused["userErrors"]] == ["IDEMPOTENCY_KEY_REUSED"]


async def test_a_lost_answer_stays_lost_and_names_the_read_again(gateway: Gateway, town: Town) -> None:
    """Each time, whoever asks: one request at the vendor."""
    town.open_loyalty.fault("half body", only=lambda _method, path: path.endswith("/buy"))
    given = {"customer": ANA, "campaign": REWARD, "idempotencyKey": "lost"}

    lost = [await gateway.query(BUY, i=given) for _ in range(2)]

    assert all("read the customer's `purchases`" in str(answer.errors) for answer in lost)
    assert [answer.errors[0]["extensions"]["vendor"] for answer in lost] == ["OPEN_LOYALTY"] * 2  # type: ignore[index]  # a map
    assert town.open_loyalty.hits("POST .*/buy") == 1


async def test_a_write_that_died_with_its_process_names_no_vendor(gateway: Gateway, town: Town) -> None:
    """Nobody wrote down which it was, and the gateway itself is none."""
    given = {"customer": ANA, "campaign": REWARD, "idempotencyKey": "died"}
    await gateway.query(BUY, i=given)
    (key,) = vars(gateway.process.outcomes._store)["_cache"]
    kept = msgspec.msgpack.decode(await gateway.process.outcomes._store.get(key))
    await gateway.process.outcomes._store.set(key, msgspec.msgpack.encode(kept | {"state": "running", "started": 0}), 60)

    (error,) = (await gateway.query(BUY, i=given)).errors

    assert error["extensions"] == {"code": "OUTCOME_UNKNOWN", "retryable": False}
    assert town.open_loyalty.hits("POST .*/buy") == 1


def test_every_vendors_mutation_is_repeated_so() -> None:
    """All that take a key; what a field doesn't declare it doesn't do."""
    schema = compose([entry.subgraph for entry in entries()]).schema
    fields = schema.schema_converter.type_map["Mutation"].definition.fields  # type: ignore[union-attr]  # an object type
    vendors = {name for entry in entries() for name in vars(entry.subgraph.mutation)["__annotations__"]}

    bare = [one.name for one in fields if not any(isinstance(held, FirstOutcome) for held in one.extensions)]
    assert not vendors & set(bare)
