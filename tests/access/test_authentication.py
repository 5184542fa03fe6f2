"""Nothing but health answers without credentials, and wrong ones tell nothing."""

import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from typer.testing import CliRunner

from gateway.access.keys import BrokenKeys, read, revoke
from gateway.cli import app
from gateway.registry import VENDORS
from gateway.sandbox.town import Town
from gateway.serving import serve as serve_command
from gateway.settings import BrokenSettings
from schema.scopes import known_scopes
from tests.access.front import AUDIENCE, ISSUER, Front, serve

ASK = "{ vendors { vendor } }"


@pytest.mark.parametrize(
    "credential", [None, "x", "cg_nobody_x", "cg_", "a.b.c", "é" * 10, "cg_" + "x" * 9000], ids=lambda held: str(held)[:12]
)
async def test_a_wrong_credential_is_a_401_with_a_graphql_error(front: Front, credential: str | None):
    """With the challenge that HTTP wants, before the body is read, and without a word about what was sent."""
    headers = {} if credential is None else {b"authorization": f"Bearer {credential}".encode("latin-1")}
    answer = await front.http.post("/graphql", content=b"not even JSON", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["UNAUTHENTICATED"]
    assert "data" not in answer.json()
    assert credential is None or len(credential) < 3 or credential not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
        ("GET", "/graphql?query={vendors{vendor}}", 401),
        ("POST", "/graphql", 401),
        ("GET", "/media/open-loyalty/campaign/1/photo", 401),
        ("GET", "/", 404),
        ("GET", "/graphql/schema", 404),
        ("POST", "/graphql/", 404),
        ("GET", "/readyz/", 404),
    ],
)
async def test_only_health_answers_without_credentials(front: Front, method: str, path: str, status: int):
    """And the browser's page isn't given either where callers are known."""
    answer = await front.http.request(method, path, headers={"accept": "text/html,application/json;q=0.9"})

    assert answer.status_code == status
    assert "<html" not in answer.text


@pytest.mark.parametrize("header", ["authorization", "x-api-key"])
async def test_a_key_opens(front: Front, header: str):
    """In either header."""
    key = front.key(f"partner-{header}", "people:read")
    value = f"Bearer {key}" if header == "authorization" else key

    answer = await front.http.post("/graphql", json={"query": ASK}, headers={header: value})

    assert answer.json()["data"]["vendors"]


async def test_two_credentials_are_unclear(front: Front):
    """Neither is tried."""
    key = front.key("two", "people:read")

    answer = await front.ask(ASK, key, headers={"x-api-key": key})

    assert answer.status_code == 401


async def test_a_revoked_and_an_expired_key_are_refused_without_a_restart(front: Front):
    """And the file holds no key, only hashes."""
    passed = front.key("passed", "people:read", expires=datetime.now(UTC) - timedelta(seconds=1))
    taken = front.key("taken", "people:read")
    assert (await front.ask(ASK, taken)).status_code == 200

    revoke(front.keys, "taken")
    front.clock.ahead_s += 1

    assert (await front.ask(ASK, taken)).status_code == 401
    assert (await front.ask(ASK, passed)).status_code == 401
    assert taken not in front.keys.read_text()


@pytest.mark.parametrize("slip", ["cut off", "no zone"])
async def test_a_broken_key_file_leaves_the_keys_as_they_were(front: Front, slip: str):
    """A slip of the editor locks nobody out, and lets nobody in."""
    key = front.key(f"steady {slip}", "people:read", expires=datetime.now(UTC) + timedelta(days=1))
    assert (await front.ask(ASK, key)).status_code == 200
    before = front.keys.read_text()

    front.keys.write_text(before[:-10] if slip == "cut off" else re.sub(r'("expires": "[^"]*)Z"', r'\1"', before))
    assert front.keys.read_text() != before
    front.clock.ahead_s += 1

    assert (await front.ask(ASK, key)).status_code == 200
    front.keys.write_text(before)


@pytest.mark.parametrize("more", [{}, {"email_verified": True}, {"email_verified": "true"}])
async def test_a_good_token_opens(front: Front, more: dict[str, Any]):
    """Signed by a published key, for us, in time, with an e-mail that nobody doubts."""
    token = front.issuer.token(email="ana.popescu0@example.com", scope="people:read", **more)

    assert (await front.told("{ me { id } }", token))[0]["me"]["id"]


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
async def test_an_rsa_key_that_names_no_algorithm_is_for_all_that_are_taken(front: Front, algorithm: str):
    """Many issuers publish none; RSA has two ways to sign."""
    token = front.issuer.token(email="ana.popescu0@example.com", scope="people:read", algorithm=algorithm)

    assert (await front.ask("{ me { id } }", token)).status_code == 200


def bad_tokens(front: Front) -> dict[str, str]:
    """Tokens that must not open, by what is wrong with them."""
    issuer, email = front.issuer, "ana.popescu0@example.com"
    doubts: tuple[object, ...] = (False, "false", "False", "", 0, 1, [], {}, "yes")
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    good = issuer.token(email=email)
    head, body, _ = good.split(".")
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "u", "exp": int(time.time()) + 60, "email": email}
    return {
        "another issuer": issuer.token(email=email, iss="https://other.example"),
        "another audience": issuer.token(email=email, aud="other"),
        "expired": issuer.token(email=email, exp=int(time.time()) - 3600),
        "no expiry": issuer.token(email=email, exp=None),
        "not yet good": issuer.token(email=email, nbf=int(time.time()) + 3600),
        "another's key": issuer.token(email=email, key=other),
        "an algorithm that isn't taken": issuer.token(email=email, algorithm="RS512"),
        "symmetric": jwt.encode(claims, "s" * 32, algorithm="HS256", headers={"kid": "one"}),
        "unsigned": jwt.encode(claims, "", algorithm="none", headers={"kid": "one"}),
        "signature cut off": f"{head}.{body}.",
        "no customer": issuer.token(),
        "a customer who is nobody": issuer.token(email="null"),
        **{f"an e-mail that is {said!r} verified": issuer.token(email=email, email_verified=said) for said in doubts},
        "a customer that is no text": issuer.token(email=["ana.popescu0@example.com"]),
    }


async def test_bad_tokens_are_refused(front: Front):
    """Each for its own reason, all with the same words."""
    answers = {reason: await front.ask("{ me { id } }", token) for reason, token in bad_tokens(front).items()}

    assert {reason: answer.status_code for reason, answer in answers.items()} == dict.fromkeys(answers, 401)
    assert len({answer.text for answer in answers.values()}) == 1


async def test_made_up_key_ids_do_not_reach_the_issuer(front: Front):
    """A hundred unknown ones cost one look at most; a new key is found once the pause is over."""
    await front.ask(ASK, front.issuer.token(email="ana.popescu0@example.com"))
    front.clock.ahead_s += 40
    before = front.issuer.fetches
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    for number in range(100):
        await front.ask(ASK, front.issuer.token(f"made-up-{number}", key=stranger))
    assert front.issuer.fetches - before == 1

    front.issuer.add("two")
    front.clock.ahead_s += 40
    answer = await front.ask(ASK, front.issuer.token("two", email="ana.popescu0@example.com"))
    assert answer.status_code == 200


async def test_an_issuer_that_is_away_locks_nobody_out(town: Town, tmp_path: Path):
    """Known keys are used on; where none was ever had, it is 503 and not a wrong credential."""
    async with serve(tmp_path, town.settings) as front:
        front.issuer.is_down = True
        away = await front.ask(ASK, front.issuer.token(email="ana.popescu0@example.com"))
        front.issuer.is_down = False
        front.clock.ahead_s += 40
        back = await front.ask(ASK, front.issuer.token(email="ana.popescu0@example.com"))
        front.issuer.is_down = True
        front.clock.ahead_s += 3600
        still = await front.ask(ASK, front.issuer.token(email="maria.popescu1@example.com"))

    assert (away.status_code, back.status_code, still.status_code) == (503, 200, 200)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({}, ["GATEWAY_AUTH"]),
        ({"GATEWAY_AUTH": "keys"}, ["GATEWAY_API_KEYS_FILE"]),
        ({"GATEWAY_AUTH": "keys", "GATEWAY_API_KEYS_FILE": "/nowhere/keys.json"}, ["GATEWAY_API_KEYS_FILE"]),
        ({"GATEWAY_AUTH": "jwt"}, ["GATEWAY_JWKS_URL", "GATEWAY_JWT_ISSUER", "GATEWAY_JWT_AUDIENCE"]),
        ({"GATEWAY_AUTH": "jwt", "GATEWAY_JWKS_URL": "http://issuer.example/jwks"}, ["GATEWAY_JWKS_URL: expected https"]),
        ({"GATEWAY_AUTH": "jwt", "GATEWAY_JWT_ALGORITHMS": "HS256"}, ["GATEWAY_JWT_ALGORITHMS"]),
    ],
)
def test_the_gateway_does_not_start_without_knowing_whom_to_let_in(
    settings: dict[str, str], named: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """It names what is missing, a sentence each."""
    monkeypatch.chdir(tmp_path)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(BrokenSettings) as refusal:
        serve_command(None, None)

    assert all(any(complaint.startswith(name) for complaint in refusal.value.complaints) for name in named)


def test_the_command_line_makes_lists_and_revokes_keys(tmp_path: Path):
    """The text is printed once; the list has none of it; the file is only its owner's."""
    path, run = tmp_path / "keys.json", CliRunner().invoke
    made = run(app, ["keys", "create", "acme", "--scope", "people:read", "--days", "30", "--rate", "60", "--file", str(path)])
    text = made.stdout.strip()

    listed = run(app, ["keys", "list", "--file", str(path)])

    assert text.startswith("cg_")
    assert len(text) > 50
    assert "acme" in listed.stdout
    assert text.rpartition("_")[2] not in listed.stdout + path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    assert run(app, ["keys", "revoke", "acme", "--file", str(path)]).exit_code == 0
    assert read(path).keys == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["create", "acme", "--scope", "people:everything"],
        ["revoke", "nobody"],
        ["create", "twice", "--scope", "people:read"],
        ["create", "two\nlines", "--scope", "people:read"],
        ["create", " ", "--scope", "people:read"],
    ],
)
def test_the_command_line_refuses_what_makes_no_sense(tmp_path: Path, arguments: list[str]):
    """With a sentence, not a traceback."""
    path, run = tmp_path / "keys.json", CliRunner().invoke
    run(app, ["keys", "create", "twice", "--scope", "people:read", "--file", str(path)])

    refusal = run(app, ["keys", *arguments, "--file", str(path)])

    assert isinstance(refusal.exception, BrokenSettings)


def test_a_key_may_not_outlive_the_calendar(tmp_path: Path):
    """A sentence says how long it may."""
    arguments = [
        "keys",
        "create",
        "acme",
        "--scope",
        "people:read",
        "--days",
        "100000000",
        "--file",
        str(tmp_path / "keys.json"),
    ]

    refusal = CliRunner().invoke(app, arguments)

    assert (refusal.exit_code, type(refusal.exception)) == (2, SystemExit)
    assert "36500" in refusal.output


def test_an_expiry_without_a_zone_is_named_at_start(tmp_path: Path):
    """With the place in the file; it could mean any of 24 hours."""
    path = tmp_path / "keys.json"
    held = '{"id": "a", "name": "b", "hash": "c", "scopes": [], "created": "2026-01-01T00:00:00Z", "expires": "2027-01-01T00:00:00"}'
    path.write_text(f'{{"keys": [{held}]}}')

    with pytest.raises(BrokenKeys, match=r"timezone.*keys\[0\]\.expires"):
        read(path)


def test_the_help_lists_the_scopes():
    """And the shell completes them: the names after a beginning."""
    told = CliRunner().invoke(app, ["keys", "create", "--help"], env={"COLUMNS": "200"}).stdout
    asked = {"_GATEWAY_COMPLETE": "complete_bash", "COMP_WORDS": "gateway keys create acme --scope people:p", "COMP_CWORD": "5"}
    completed = CliRunner().invoke(app, [], prog_name="gateway", env=asked).stdout

    assert all(scope in told for scope in known_scopes(VENDORS))
    assert completed.split() == ["people:personal"]
