"""Who may drop what is kept, by the mutation and by a vendor's webhook, and what a webhook is told."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from gateway.sandbox.faults import Fault
from gateway.sandbox.town import Town
from tests.access.front import EVERY_READ, Front, serve
from tests.invalidation.asking import ANA, id_of

MUTATION = "mutation ($input: InvalidateCacheInput!) { invalidateCache(input: $input) { dropped { vendors tags } userErrors { code } } }"
REWARDS = "query ($email: String!) { customer(by: {email: $email}) { rewards { id } } }"
FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def front(town: Town, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Front]:
    """A gateway in its production defaults, with quotas out of the way."""
    async with serve(tmp_path_factory.mktemp("front"), town.settings, QUOTA_REQUESTS="0", QUOTA_COST="0") as served:
        yield served


@pytest.fixture(scope="module")
def keys(front: Front) -> Mapping[str, str]:
    """A reader's key, and one that may drop besides."""
    return {"reader": front.key("reader", *EVERY_READ), "operator": front.key("operator", *EVERY_READ, "cache:write")}


async def calls(front: Front, town: Town, key: str) -> int:
    """How many calls the same question costs now."""
    town.reset()
    answer = (await front.ask(REWARDS, key, variables={"email": ANA.email})).json()
    assert answer["data"]["customer"]["rewards"]
    return town.carecloud.hits(r"GET .*/customers.*")


async def hook(front: Front, vendor: str = "carecloud", body: str = "{}", **headers: str) -> Any:
    """Post a webhook."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return await front.http.post(f"/webhooks/{vendor}", content=body, headers=sent)


async def test_a_whole_answer_that_is_kept_goes_too(front: Front, town: Town, keys: Mapping[str, str]):
    """It was made from what is dropped; the vendor is asked anew, and its next answer is kept again."""
    await calls(front, town, keys["operator"])
    assert await calls(front, town, keys["operator"]) == 0

    answer = await front.ask(MUTATION, keys["operator"], variables={"input": {"customer": {"email": ANA.email}}})

    assert answer.json()["data"]["invalidateCache"]["userErrors"] == []
    assert answer.headers["cache-control"] == "no-store"
    assert await calls(front, town, keys["operator"]) == 2
    assert await calls(front, town, keys["operator"]) == 0


async def test_the_mutation_takes_its_own_scope(front: Front, town: Town, keys: Mapping[str, str]):
    """FORBIDDEN naming it, and nothing is dropped; a customer's own token has no such right whatever its scopes."""
    await calls(front, town, keys["operator"])
    token = front.issuer.token(email=ANA.email, scope="people:read cache:write")
    for credential, scope in ((keys["reader"], "cache:write"), (token, None)):
        _, errors = await front.told(MUTATION, credential, variables={"input": {"everything": True}})
        assert [(error["extensions"]["code"], error["extensions"].get("scope")) for error in errors] == [("FORBIDDEN", scope)]

    assert await calls(front, town, keys["operator"]) == 0


def ways(key: str) -> list[tuple[str, dict[str, str]]]:
    """The same word in every way that a sender may have."""
    own = id_of("carecloud")
    return [
        (f'{{"customer": {{"id": "{own}"}}}}', {**JSON, "x_api_key": key}),
        (f'{{"customer": {{"email": "{ANA.email}"}}, "event": "changed"}}', {**JSON, "authorization": f"Bearer {key}"}),
        (f'{{"customer": {{"id": "{own}"}}, "key": "{key}"}}', JSON),
        (f"customer[id]={own}&key={key}", FORM),
        (f"customer%5BexternalId%5D=C100000&key={key}", FORM),
        ('{"everything": true}', {**JSON, "x_api_key": key}),
    ]


@pytest.mark.parametrize("number", range(6))
async def test_a_webhook_drops_what_shows_the_person(front: Front, town: Town, keys: Mapping[str, str], number: int):
    """204 and nothing else: a vendor learns nothing of what others know; who asks next has the vendor asked."""
    body, headers = ways(keys["operator"])[number]
    await calls(front, town, keys["reader"])
    assert await calls(front, town, keys["reader"]) == 0

    reply = await hook(front, "carecloud", body, **{name.replace("-", "_"): value for name, value in headers.items()})

    assert (reply.status_code, reply.content) == (204, b"")
    assert "content-length" not in reply.headers
    assert await calls(front, town, keys["reader"]) >= 1


REFUSALS: dict[str, tuple[str, str, dict[str, str], int, str]] = {
    "nobody": ("carecloud", '{"everything": true}', JSON, 401, "UNAUTHENTICATED"),
    "a wrong key": ("carecloud", '{"everything": true, "key": "cg_no_no"}', JSON, 401, "UNAUTHENTICATED"),
    "a form of any page": ("carecloud", "everything=true", FORM, 403, "CROSS_SITE_REQUEST"),
    "no scope": ("carecloud", '{"everything": true}', {**JSON, "x-api-key": "reader"}, 403, "FORBIDDEN"),
    "a customer": ("carecloud", '{"everything": true}', {**JSON, "authorization": "token"}, 403, "FORBIDDEN"),
    "no vendor": ("hubspot", '{"everything": true}', {**JSON, "x-api-key": "operator"}, 404, "NOT_FOUND"),
    "nothing named": ("carecloud", "{}", {**JSON, "x-api-key": "operator"}, 400, "BAD_REQUEST"),
    "two ways": ("carecloud", '{"customer": {"id": "a", "email": "b"}}', {**JSON, "x-api-key": "operator"}, 400, "BAD_REQUEST"),
    "too much": ("carecloud", '{"everything": true, "campaign": "a"}', {**JSON, "x-api-key": "operator"}, 400, "BAD_REQUEST"),
    "no e-mail": ("carecloud", '{"customer": {"email": "zq-marked"}}', {**JSON, "x-api-key": "operator"}, 400, "BAD_REQUEST"),
    "no JSON": ("carecloud", "[" * 5000, {**JSON, "x-api-key": "operator"}, 400, "BAD_REQUEST"),
    "a wrong type": ("carecloud", '{"campaign": ["a"]}', {**JSON, "x-api-key": "operator"}, 400, "BAD_REQUEST"),
    "text": ("carecloud", "hello", {"content-type": "text/plain", "x-api-key": "operator"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
    "a long body": ("carecloud", " " * 20_000 + "{}", {**JSON, "x-api-key": "operator"}, 413, "BODY_TOO_LARGE"),
    "several people": (
        "carecloud",
        '{"customer": {"phone": "+40213150000"}}',
        {**JSON, "x-api-key": "operator"},
        409,
        "IDENTITY_AMBIGUOUS",
    ),
}


@pytest.mark.parametrize("what", REFUSALS)
async def test_a_webhook_is_refused_as_elsewhere(front: Front, town: Town, keys: Mapping[str, str], what: str):
    """With a status, a code and a sentence that quotes nothing; nothing is dropped."""
    vendor, body, headers, status, code = REFUSALS[what]
    await calls(front, town, keys["reader"])
    token = front.issuer.token(email=ANA.email, scope="cache:write")
    known = {**keys, "token": f"Bearer {token}"}

    reply = await front.http.post(
        f"/webhooks/{vendor}", content=body, headers={name: known.get(value, value) for name, value in headers.items()}
    )

    assert (reply.status_code, reply.json()["errors"][0]["extensions"]["code"]) == (status, code)
    assert "zq-marked" not in reply.text
    assert await calls(front, town, keys["reader"]) == 0


async def test_a_webhook_is_taken_by_post_alone(front: Front):
    """405 with what is allowed."""
    reply = await front.http.get("/webhooks/carecloud")

    assert (reply.status_code, reply.headers["allow"]) == (405, "POST")


async def test_a_sender_is_told_to_try_again_while_the_vendor_is_down(tmp_path: Path, sandbox: Town):
    """Who the person is couldn't be asked, so not all is dropped; by the vendor's own id nothing has to be asked."""
    async with serve(tmp_path, sandbox.settings) as front:
        key = front.key("vendor", "cache:write")
        sandbox.carecloud.fault(Fault.ERROR_500)
        reply = await hook(
            front, "carecloud", f'{{"customer": {{"email": "{ANA.email}"}}}}', x_api_key=key, content_type="application/json"
        )
        own = await hook(front, "carecloud", '{"customer": {"id": 17}}', x_api_key=key, content_type="application/json")

    assert reply.status_code == 502
    assert reply.json()["errors"][0]["extensions"]["code"] == "VENDOR_UNAVAILABLE"
    assert own.status_code == 204


async def test_a_webhook_is_written_down_without_the_person(front: Front, keys: Mapping[str, str]):
    """An audit line: who, which vendor, a keyed hash of the person, and how it went."""
    with capture_logs() as lines:
        await hook(
            front,
            "carecloud",
            f'{{"customer": {{"email": "{ANA.email}"}}}}',
            x_api_key=keys["operator"],
            content_type="application/json",
        )
        await hook(front, "carecloud", "{}", x_api_key=keys["reader"], content_type="application/json")

    audits = [one for one in lines if one["event"] == "mutation"]
    assert [(one["caller"], one["mutation"], one["outcome"]) for one in audits] == [
        ("key:operator", "webhook:carecloud", "DONE")
    ]
    assert audits[0]["customer"].startswith("audit:customer:")
    refusals = [one for one in lines if one["event"] == "refused"]
    assert [(one["caller"], one["status"], one["outcome"]) for one in refusals] == [("key:reader", 403, "FORBIDDEN")]
    assert ANA.email not in str(lines)
