"""The commands, run as an operator runs them: as processes."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from gateway.cli import app
from gateway.documentation import operations_table, settings_table, written_into
from gateway.registry import entries, stand_ins
from gateway.sandbox.town import Town, free_port
from schema.subgraph import compose

ROOT = Path(__file__).parents[2]
QUERY = '{ customer(by: {email: "ana.popescu0@example.com"}) { id rewards { name } } }'


def run(*command: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end with nothing but these settings."""
    return subprocess.run(  # our own command
        [sys.executable, "-m", "gateway", *command],
        cwd=ROOT,
        env=bare(settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def bare(settings: dict[str, str]) -> dict[str, str]:
    """An environment without anybody's settings."""
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **settings}


def test_the_schema_is_printed():
    """The public SDL, and the subgraph's with its keys."""
    public, federated = run("schema"), run("schema", "--federation")

    assert "type Customer implements Node {" in public.stdout
    assert "_entities" not in public.stdout
    assert '@key(fields: "id")' in federated.stdout


def test_the_version_is_told():
    """The project's, in a clone where nothing is installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert run("--version").stdout == f"gateway {project['version']}\n"


@pytest.mark.parametrize(("typed", "ends"), [("tr", "tracksale"), ("tracksale,p", "tracksale,prisma"), ("prisma,p", "")])
def test_the_shell_completes_vendors(typed: str, ends: str):
    """Each of a list, none twice."""
    asked = {"_GATEWAY_COMPLETE": "complete_bash", "COMP_WORDS": f"gateway serve --only {typed}", "COMP_CWORD": "3"}

    told = CliRunner().invoke(app, [], env=asked, prog_name="gateway")

    assert told.output.strip() == ends


def test_serving_is_refused_without_a_word_on_who_may_ask():
    """Nobody is let in by accident."""
    refused = run("serve")

    assert refused.returncode == 2
    assert refused.stderr.startswith("GATEWAY_AUTH is missing")


async def test_check_reaches_every_vendor(sandbox: Town):
    """Exit 0 and five lines; exit 1 and what is wrong where one is down."""
    settings = {"GATEWAY_AUTH": "none", **sandbox.settings}
    good = await asyncio.to_thread(run, "check", **settings)
    bad = await asyncio.to_thread(run, "check", **{**settings, "TRACKSALE_TOKEN": "wrong"})

    assert good.returncode == 0, good.stdout
    assert good.stdout.count("answers") == 5
    assert bad.returncode == 1
    assert "FAIL  tracksale     VENDOR_AUTH_FAILED" in bad.stdout


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"GATEWAY_AUTH": ""}, "settings GATEWAY_AUTH is missing"),
        ({"GATEWAY_PORT": "eighty"}, "settings GATEWAY_PORT: "),
        ({"GATEWAY_AUTH": "keys", "GATEWAY_API_KEYS_FILE": "/nonexistent"}, "settings GATEWAY_API_KEYS_FILE: "),
        ({"GATEWAY_TRUSTED_DOCUMENTS": "nofile.json"}, "settings GATEWAY_TRUSTED_DOCUMENTS: "),
        ({"GATEWAY_TRUSTED_DOCUMENTS_ONLY": "true"}, "settings GATEWAY_TRUSTED_DOCUMENTS is missing"),
        ({"GATEWAY_TRUSTED_DOCUMENTS_ONLI": "true"}, "settings GATEWAY_TRUSTED_DOCUMENTS_ONLI: there is no such setting; did"),
        ({"GATEWAY_CACHE_URL": "redis://127.0.0.1:1/0"}, "store GATEWAY_CACHE_URL can't be reached"),
        (
            {
                "GATEWAY_AUTH": "jwt",
                "GATEWAY_JWKS_URL": "http://127.0.0.1:1/keys",
                "GATEWAY_JWT_ISSUER": "i",
                "GATEWAY_JWT_AUDIENCE": "a",
            },
            "token keys no key set can be fetched",
        ),
        ({"TRACKSALE_URL": "http://127.0.0.1:1", "TRACKSALE_TOKEN": "t"}, "tracksale VENDOR_UNAVAILABLE: "),
    ],
)
def test_check_refuses_what_serving_would(wrong: dict[str, str], told: str):
    """One row says what is wrong, the exit code is 1, and nothing else is printed."""
    checked = run("check", **{"GATEWAY_AUTH": "none", **wrong})

    assert checked.returncode == 1, checked.stdout
    assert f"FAIL {told}" in " ".join(checked.stdout.split())
    assert checked.stdout.count("FAIL") == 1
    assert checked.stderr == ""


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_somebody_has_is_a_sentence(command: str):
    """Before anything is said to be served."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = run(command, GATEWAY_PORT=port, GATEWAY_AUTH="none")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.splitlines()[-1].startswith(
        f"GATEWAY_PORT: 127.0.0.1:{port} can't be listened on (Address already in"
    )


def test_workers_that_share_nothing_are_warned_of():
    """What one of them drops, the others go on serving."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = run("serve", "--workers", "2", GATEWAY_PORT=port, GATEWAY_AUTH="none", GATEWAY_LOG_FORMAT="json")

    (warned,) = (json.loads(line) for line in refused.stderr.splitlines() if "not_shared" in line)
    assert (warned["level"], warned["workers"]) == ("warning", 2)
    assert warned["use"].startswith("GATEWAY_CACHE_URL=")


def test_a_name_that_is_no_setting_is_refused_in_the_file(tmp_path: Path):
    """It says which one was meant; names that a platform makes of a service's name are let pass."""
    made = "GATEWAY_SERVICE_HOST=1\nGATEWAY_PORT_8000_TCP_ADDR=1\nTRACKSALE_TTL_ANSWERS=9\nSOMEBODYS=1\n"
    (tmp_path / ".env").write_text(f"{made}GATEWAY_TRUSTED_DOCUMENTS_ONLI=true\nGATEWAY_AUTH=none\n")
    refused = subprocess.run(
        [sys.executable, "-m", "gateway", "serve"],
        cwd=tmp_path,
        env=bare({"PYTHONPATH": str(ROOT)}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert refused.returncode == 2
    assert refused.stderr.splitlines() == [
        "GATEWAY_TRUSTED_DOCUMENTS_ONLI: there is no such setting; did you mean GATEWAY_TRUSTED_DOCUMENTS_ONLY? (.env)"
    ]


@pytest.mark.parametrize("command", ["serve", "demo"])
async def test_a_served_gateway_answers(sandbox: Town, command: str):
    """Over HTTP, within 3 seconds of the first request."""
    port = free_port()
    settings = {"GATEWAY_PORT": str(port), "GATEWAY_AUTH": "none", "GATEWAY_DEFAULT_REGION": "RO"}
    if command == "serve":
        settings |= sandbox.settings
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gateway", command, cwd=ROOT, env=bare(settings), stdout=asyncio.subprocess.DEVNULL
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            await _ready(client)
            answer = await client.post("/graphql", json={"query": QUERY}, timeout=3)
    finally:
        process.terminate()
        await process.wait()

    assert answer.status_code == 200
    assert answer.json()["data"]["customer"]["rewards"]


async def _ready(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                if (await client.get("/healthz")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.05)


def test_the_readme_holds_what_the_code_says():
    """Its tables are printed from the code: `gateway docs --write README.md`."""
    readme = (ROOT / "README.md").read_text()

    assert written_into(readme, operations=operations_table(), settings=settings_table(entries())) == readme


def test_every_setting_is_explained():
    """It has a meaning, and its choices are named."""
    rows = {line.split("`")[1]: line for line in settings_table(entries()).splitlines()[2:]}
    choices = {"OPEN_LOYALTY_ROLE": "admin seller", "CARECLOUD_AUTH": "basic-customer bearer-customer bearer-enterprise"}
    choices |= {"GATEWAY_METRICS": "on private off", "PRISMA_FORMAT": "edn json", "TRACKSALE_BUDGET": "off"}

    assert [name for name, line in rows.items() if not line.split(" | ")[-1].strip(" |")] == []
    for name, expected in choices.items():
        assert [one for one in expected.split() if f"`{one}`" not in rows[name].split(" | ")[-1]] == [], name


def test_every_address_says_where_it_ends():
    """CareCloud's behind the interface's version, as its stand-in's does; the others before the first word of all paths."""
    rows = {line.split("`")[1]: line for line in settings_table(entries()).splitlines()[2:]}
    ends = dict.fromkeys(("FOOTPRINTS_URL", "OPEN_LOYALTY_URL", "PRISMA_URL"), "ends before `/api`")
    ends |= {"TRACKSALE_URL": "ends before `/v2`", "TRACKSALE_V3_URL": "ends before `/dispatch`"}
    for stand_in in stand_ins():
        for name, path in stand_in.urls.items():
            assert (f"ends in `{path}`" if path else ends[name]) in rows[name], name


def test_every_documented_operation_names_a_field_of_the_graph():
    """85 rows, each there."""
    schema = compose([entry.subgraph for entry in entries()]).schema._schema
    rows = [line.split("|")[4] for line in operations_table().splitlines()[2:]]
    coordinates = [part.strip(" `") for row in rows for part in row.split(",") if "." in part]

    assert len(rows) == 85
    missing = [
        name for name in coordinates if name.split(".")[1] not in getattr(schema.get_type(name.split(".")[0]), "fields", {})
    ]
    assert missing == []
