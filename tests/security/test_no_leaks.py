"""Marked values are sent through every path; then everything that the process wrote, kept and answered is searched for them."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
import structlog
from redis.asyncio import Redis

from gateway.logs import configure
from gateway.sandbox.faults import Fault
from gateway.sandbox.town import Town
from schema.scopes import SCOPES, write_scope
from tests.access.front import Front, serve
from tests.access.test_documents import manifest, mark
from tests.cache.server import Server
from tests.security import paths

MARK = "zqmarked"
EMAIL, PHONE, CARD, NAME = f"{MARK}.mail@example.com", "+40722987654", f"{MARK}card7", f"{MARK}Name"
MARKS = (MARK, "0722987654", "722987654")
SENT = (EMAIL, PHONE, CARD, f"{MARK}-x")
TRUSTED = "query Known($by: CustomerKey!) { customer(by: $by) { id } }"
HARMLESS = "ana.popescu0@example.com"
PERSONAL = (*MARKS, HARMLESS, "ana.popescu", "Popescu")

BY = "query Q($by: CustomerKey!) {{ customer(by: $by) {{ id {fields} }} }}"
LISTS = "email leads {{ nodes {{ id email }} }} surveyAnswers {{ nodes {{ comment }} }}"
MORE = "purchases {{ couponCode }} rewards {{ id }} targetedCampaigns {{ id }}"
PROSPECT = 'firstName: "{mark}", lastName: "{mark}", email: "{mark}@example.com", phone: "{phone}"'
REFUSALS = "{{ userErrors {{ code }} }}"
QUERIES: tuple[tuple[str, dict[str, Any]], ...] = (
    (BY.replace("Q(", "{mark}Op(").replace("{fields}", LISTS), {"by": {"email": EMAIL}}),
    (BY.replace("{fields}", MORE), {"by": {"email": HARMLESS}}),
    (BY.replace("{fields}", ""), {"by": {"phone": PHONE}}),
    (BY.replace("{fields}", ""), {"by": {"loyaltyCardNumber": CARD}}),
    (BY.replace("{fields}", ""), {"by": {"externalId": f"{MARK}-ext"}}),
    (BY.replace("{fields}", ""), {"by": {"vendorId": {"vendor": "CARECLOUD", "id": f"{MARK}id"}}}),
    (BY.replace("{fields}", ""), {"by": {"email": [EMAIL]}}),
    (BY.replace("{fields}", ""), {"by": {"email": f"{MARK} no address"}}),
    ("query Q($n: Int) {{ leads(first: $n) {{ nodes {{ id }} }} }}", {"n": EMAIL}),
    ('{{ node(id: "{mark}") {{ id }} nodes(ids: ["{mark}"]) {{ id }} }}', {}),
    ('{{ customer(by: {{email: "{mark} quoted\\"}}) {{ id }} }}', {}),
    ('{{ leads(first: "{mark}") {{ nodes {{ id }} }} }}', {}),
    ('{{ campaigns(after: "{mark}") {{ nodes {{ id }} }} loyaltyCodes(search: "{mark}") {{ nodes {{ code }} }} }}', {}),
    ('{{ survey(code: "{mark}") {{ id }} surveyWidget(key: "{mark}") {{ id }} }}', {}),
    ('{{ _entities(representations: [{{__typename: "Customer", id: "{mark}"}}]) {{ __typename }} }}', {}),
    (f"mutation {{{{ createProspect(input: {{{{{PROSPECT}}}}}) {REFUSALS} }}}}", {}),
    (
        f'mutation {{{{ upsertTargetedCustomer(input: {{{{customer: {{{{email: "{{mark}}@example.com"}}}}}}}}) {REFUSALS} }}}}',
        {},
    ),
    *(
        (
            f'mutation {{{{ buyReward(input: {{{{customer: {{{{email: "{email}"}}}}, campaign: "{{mark}}"{key}}}}}) {REFUSALS} }}}}',
            {},
        )
        for email, key in (("{mark}@example.com", ', idempotencyKey: "{mark}"'), ("ana.popescu0@example.com", ""))
    ),
)
SECRETS = ("SECRET", "PASSWORD", "TOKEN", "KEY")
FAULTS = (None, Fault.ERROR_500, Fault.GARBAGE, Fault.CLOSED, Fault.HALF_BODY, Fault.UNAUTHORIZED, Fault.TOO_MANY)


@pytest_asyncio.fixture(loop_scope="session")
async def store(tmp_path: Path) -> AsyncIterator[Server]:
    """What gateways share."""
    server = Server(tmp_path)
    await server.start()
    yield server
    await server.kill()


@pytest_asyncio.fixture(loop_scope="session")
async def written(tmp_path: Path) -> AsyncIterator[Path]:
    """Where everything goes that the process writes to its error stream, logs of every library from DEBUG on."""
    path, before = tmp_path / "stderr", structlog.get_config()
    with path.open("w") as stream:
        terminal, sys.stderr = sys.stderr, stream
        handler = logging.StreamHandler(stream)
        logging.getLogger().addHandler(handler)
        configure("json", logging.DEBUG)
        structlog.configure(cache_logger_on_first_use=False)
        yield path
        logging.getLogger().removeHandler(handler)
        sys.stderr = terminal
    structlog.configure(**before)


async def test_no_marked_value_is_written_anywhere(written: Path, tmp_path: Path, store: Server):
    """Neither logged, counted, told in an error, nor in the key of anything kept; nor is any credential or vendor's secret."""
    vendors = ("footprints", "open_loyalty", "carecloud", "tracksale", "prisma")
    (tmp_path / "manifest.json").write_text(manifest("relay", TRUSTED))
    given: dict[str, Any] = {"QUOTA_REQUESTS": "0", "QUOTA_COST": "0", "TRUSTED_DOCUMENTS": str(tmp_path / "manifest.json")}
    async with Town().opened() as town, serve(tmp_path, town.settings, CACHE_URL=store.url, **given) as front:
        key = front.key("partner", *SCOPES, *(write_scope(vendor) for vendor in vendors))
        token = front.issuer.token(email=EMAIL, sub=f"{MARK}-subject", scope="people:read")
        told = [error for fault in FAULTS for error in await everything(front, town, key, fault)]
        told += await wrong_requests(front, token)
        for way in (paths.multipart, paths.live, paths.webhooks, paths.elsewhere):
            told += await way(front, key, SENT)
        told += await paths.trusted(front, key, TRUSTED, mark(TRUSTED)[:32], SENT)
        metrics = (await front.http.get("/metrics", headers={"x-api-key": key})).text
        shared, contents = await in_store(store)
        keys = list(front.process.cache.memory._entries) if front.process.cache.memory else []
        secrets = [value for name, value in town.settings.items() if name.endswith(SECRETS) and len(value) > 6]
    lines = await asyncio.to_thread(written.read_text)

    assert len(lines.splitlines()) > len(QUERIES) * len(FAULTS)
    assert '"outcome"' in lines
    assert '"mutation"' in lines
    assert told
    assert keys
    assert "gateway_operations_total" in metrics
    assert len(shared) > len(SENT)
    for one in PERSONAL:
        for text in (lines, metrics, *map(str, keys), *shared):
            assert one.lower() not in text.lower(), _around(text, one)
    for one in MARKS:
        assert not [text for text in contents if one.lower() in text.lower()], "what was asked is no answer of a vendor's"
        assert not [error for error in told if one.lower() in str(error["message"]).lower() + str(error["extensions"]).lower()]
    for secret in (key, token, *secrets):
        assert not [text for text in (lines, metrics, *shared, *contents) if secret in text]
        assert not [error for error in told if secret in str(error)]


async def everything(front: Front, town: Town, key: str, fault: Fault | None) -> list[dict[str, Any]]:
    """Ask everything while the vendors fail that way; return all errors."""
    for house in town.houses.values():
        house.fault(fault)
    found: list[dict[str, Any]] = []
    for text, variables in QUERIES:
        answer = await front.ask(text.format(mark=MARK, phone=PHONE), key, variables=variables)
        found += answer.json().get("errors", [])
    return found


async def wrong_requests(front: Front, token: str) -> list[dict[str, Any]]:
    """Send marked values where nothing is run: in credentials, headers, URLs and broken bodies."""
    sent = [
        await front.ask("{ me { id } }", token),
        await front.ask("{ me { id } }", f"cg_{MARK}_{MARK}"),
        await front.ask("{ me { id } }", token, extensions={"persistedQuery": MARK}),
        await front.ask("{ me { id } }", token, extensions={"explain": MARK}),
        await front.ask(None, token, documentId=MARK),
        await front.ask("{ me { id } }", token, operationName=MARK),
        await front.http.get("/graphql", params={"query": f'{{ customer(by: {{email: "{EMAIL}"}}) {{ id }} }}'}),
        await front.http.get(f"/{MARK}"),
        await front.http.get(f"/media/open-loyalty/campaign/{MARK}/photo", headers={"authorization": f"Bearer {token}"}),
        await front.http.post(
            "/graphql",
            content=f'{{"query": "{MARK}',
            headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
        ),
        await front.http.post(
            "/graphql", content=b"x", headers={"authorization": f"Bearer {token}", "content-type": f"text/{MARK}"}
        ),
    ]
    return [error for answer in sent for error in answer.json().get("errors", [])]


async def in_store(store: Server) -> tuple[list[str], list[str]]:
    """Return the keys that gateways share, and what is under them, the vendors' answers among it."""
    keys, contents = [], []
    async with Redis.from_url(store.url) as redis:
        async for held in redis.scan_iter("*"):
            keys.append(held.decode())
            contents.append((await redis.dump(held) or b"").decode("latin-1"))
    return keys, contents


def _around(lines: str, mark: str) -> str:
    at = lines.lower().find(mark.lower())
    return lines[max(0, at - 300) : at + 100]
