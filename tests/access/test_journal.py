"""What is written down of each request: enough to find it again, and nothing that anybody sent."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from gateway.sandbox.town import Town
from tests.access.front import Front, serve
from tests.access.test_documents import ASK, manifest, mark

ANA = 'customer(by: {email: "ana.popescu0@example.com"})'
FIRST, AGAIN, LITTLE, NOBODY = (f"a84ca1e50430540{number}" for number in range(4))


async def test_one_line_per_operation(front: Front):
    """Who, what, how long, how many calls, how it ended; a kept answer too, a refusal too."""
    key = front.key("journal", "people:read")
    ask = f"query Secret {{ {ANA} {{ id }} }}"

    with capture_logs() as lines:
        await front.ask(ask, key, headers={"x-request-id": FIRST})
        await front.ask(ask, key, headers={"x-request-id": AGAIN})
        await front.ask(f"{{ {ANA} {{ id email }} }}", key, headers={"x-request-id": LITTLE})
        await front.ask(ask, "wrong", headers={"x-request-id": NOBODY})
    told = {line["request_id"]: line for line in lines if line["event"] in ("operation", "refused")}

    assert [told[name]["outcome"] for name in (FIRST, AGAIN, LITTLE, NOBODY)] == [
        "OK",
        "KEPT",
        "FORBIDDEN",
        "UNAUTHENTICATED",
    ]
    assert told[FIRST]["caller"] == "key:journal"
    assert told[FIRST]["calls"] == 1
    assert told[AGAIN]["calls"] == 0
    assert told[FIRST]["operation"] == told[AGAIN]["operation"] != "Secret"
    assert told[FIRST]["ms"] >= 0
    assert told[NOBODY]["caller"] == "unknown"
    assert len(told) == len([line for line in lines if line["event"] in ("operation", "refused")])


async def test_a_trusted_operation_goes_by_its_name(town: Town, tmp_path: Path):
    """Its name is the organization's own; anybody else's is a hash."""
    path = tmp_path / "manifest.json"
    path.write_text(manifest("apollo", ASK))
    async with serve(tmp_path, town.settings, AUTH="none", TRUSTED_DOCUMENTS=str(path)) as front:
        with capture_logs() as lines:
            await front.ask(ASK, operationName="Vendors")
            await front.ask(ASK + " ", operationName="Vendors")
            await front.ask(ASK, operationName=ANA)
            await front.ask(None, documentId=mark(ASK), operationName=ANA)

    assert [line["operation"] == "Vendors" for line in lines] == [True, False, False, False]
    assert "ana" not in str(lines)


async def test_every_mutation_leaves_an_audit_line(tmp_path: Path):
    """Also one that a vendor refused; the customer is a hash."""
    async with Town().opened() as own, serve(tmp_path, own.settings) as front:
        key = front.key("writer", "people:read", "write:open_loyalty")
        buy = 'mutation { buyReward(input: {customer: {email: "ana.popescu0@example.com"}, campaign: "x"}) { userErrors { code } } }'

        with capture_logs() as lines:
            await front.ask(buy, key, headers={"x-request-id": FIRST})
        audit = next(line for line in lines if line["event"] == "mutation")

    assert audit["request_id"] == FIRST
    assert audit["caller"] == "key:writer"
    assert audit["mutation"] == "buyReward"
    assert audit["customer"].startswith("audit:customer:")
    assert "ana" not in audit["customer"]
    assert audit["outcome"] != "DONE"


CAMPAIGN = "000096cf-32a3-43bd-9034-4df343e5fd93"
ANAS = '{email: "ana.popescu0@example.com"}'


async def test_whatever_becomes_of_a_mutation_it_leaves_one_line(tmp_path: Path):
    """Refused by us, by a vendor or whole, done, or asked for again; the same person has the same hash at all vendors."""
    cases = [
        (f'buyReward(input: {{customer: {{email: "stranger@example.com"}}, campaign: "{CAMPAIGN}"}})', "REFUSED", "EMAIL"),
        (f'buyReward(input: {{customer: {ANAS}, campaign: ""}})', "REFUSED", "EMAIL"),
        (f'buyReward(input: {{customer: {ANAS}, campaign: "{CAMPAIGN}", idempotencyKey: "k"}})', "DONE", "EMAIL"),
        (f'buyReward(input: {{customer: {ANAS}, campaign: "{CAMPAIGN}", idempotencyKey: "k"}})', "REPEATED", None),
        (f'addCustomerInterest(input: {{customer: {ANAS}, interest: "87d706e4864d02af7"}})', "DONE", "EMAIL"),
        (
            'registerCustomer(input: {gender: MALE, firstName: "A", lastName: "B", email: "bad", properties: []})',
            "REFUSED",
            None,
        ),
        ('loginCustomer(input: {loginType: EMAIL, login: "ana.popescu0@example.com", password: "no"})', "REFUSED", "EMAIL"),
        ('createProspect(input: {email: "ana.popescu0@example.com"})', "DONE", "EMAIL"),
        ("invalidateCache(input: {})", "REFUSED", None),
        ('recordSurveyScores(input: {survey: "51", answers: []})', "FORBIDDEN", None),
    ]
    async with Town().opened() as own, serve(tmp_path, own.settings) as front:
        writes = [f"write:{vendor}" for vendor in ("open_loyalty", "carecloud", "footprints")]
        key = front.key("writer", "people:read", "people:personal", "cache:write", *writes)
        with capture_logs() as lines:
            for case, _, _ in cases:
                await front.ask(f"mutation {{ {case} {{ userErrors {{ code }} }} }}", key)
    audits = [line for line in lines if line["event"] == "mutation"]

    wanted = [(case.partition("(")[0], outcome, by) for case, outcome, by in cases]
    assert [(line["mutation"], line["outcome"], line["by"]) for line in audits] == wanted
    assert len({line["customer"] for line in audits if line["by"]}) == 2
    assert all((line["customer"] is None) == (line["by"] is None) for line in audits)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/media/open-loyalty/campaign/nowhere/photo", 404),
        ("/metrics", 403),
        ("/webhooks/tracksale", 405),
    ],
)
async def test_refusals_of_other_paths_are_written_and_counted(front: Front, path: str, status: int):
    """Without credentials and with: who, which status and code, as a GraphQL error and in the metrics."""
    token = front.issuer.token(email="ana.popescu0@example.com", sub="somebody", scope="people:read rewards:read")
    scraper = front.key(f"scraper {path}", "explain")

    with capture_logs() as lines:
        stranger = await front.http.get(path)
        known = await front.http.get(path, headers={"authorization": f"Bearer {token}"})
    metrics = (await front.http.get("/metrics", headers={"x-api-key": scraper})).text
    codes = [answer.json()["errors"][0]["extensions"]["code"] for answer in (stranger, known)]

    assert known.status_code == status
    assert [(line["event"], line["status"], line["outcome"]) for line in lines] == [
        ("refused", stranger.status_code, codes[0]),
        ("refused", status, codes[1]),
    ]
    assert lines[0]["caller"] == "unknown"
    assert status == 405 or lines[1]["caller"].startswith("user:jwt:")
    assert all(f'gateway_refusals_total{{code="{code}"}}' in metrics for code in codes)


async def test_a_picture_leaves_a_line(front: Front):
    """Whoever looks at it, and who has it already."""
    key = front.key("looker", "rewards:read")
    ask = "{ rewardCampaigns(first: 100) { nodes { photoUrl } } }"
    nodes = (await front.told(ask, key))[0]["rewardCampaigns"]["nodes"]
    url = next(node["photoUrl"] for node in nodes if node["photoUrl"])

    with capture_logs() as lines:
        seen = await front.http.get(url, headers={"x-api-key": key})
        await front.http.get(url, headers={"x-api-key": key, "if-none-match": seen.headers["etag"]})

    assert [(line["event"], line["caller"], line["status"]) for line in lines] == [
        ("picture", "key:looker", 200),
        ("picture", "key:looker", 304),
    ]
