"""Clients of others, in Python, with our schema and over a socket."""

import asyncio
import fcntl
import importlib
import sys
from pathlib import Path
from typing import Any

import pytest
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport

HERE = Path(__file__).parent
LOCK = HERE / "ariadne.txt"
MADE = HERE / ".ariadne"
ANA = {"email": "Ana.Popescu0@example.com"}
PROGRAM = """from customer_graph import Client, CustomerKey


def score(url: str) -> tuple[str | None, list[int | None]]:
    with Client(url=url) as client:
        customer = client.customer_360(by=CustomerKey(email="Ana.Popescu0@example.com")).customer
    assert customer is not None
    answers = customer.survey_answers.nodes if customer.survey_answers else []
    return customer.first_name, [answer.score for answer in answers]
"""


@pytest.fixture
def schema(published: Path) -> str:
    """The published schema's text."""
    return published.read_text()


async def test_gql_checks_and_asks(url: str, schema: str):
    """It validates by our schema before it asks, and tells our errors with their code."""
    document = gql((HERE / "operations" / "customer360.graphql").read_text())
    async with Client(transport=HTTPXAsyncTransport(url), schema=schema) as session:
        document.variable_values = {"by": ANA}
        found = await session.execute(document)
        document.variable_values = {"by": {"email": "not an address"}}
        with pytest.raises(TransportQueryError) as refused:
            await session.execute(document)

    assert found["customer"]["firstName"] == "Ana"
    assert refused.value.errors is not None
    assert refused.value.errors[0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_ariadne_codegen_makes_a_strictly_typed_client(
    url: str, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """mypy --strict takes the client and a program that uses it, and the program gets its answer."""
    await _installed()
    (tmp_path / "pyproject.toml").write_text(
        f'[tool.ariadne-codegen]\nschema_path = "{published}"\nqueries_path = "{HERE / "operations"}"\n'
        'target_package_name = "customer_graph"\ninclude_comments = "none"\nasync_client = false\n'
    )
    (tmp_path / "program.py").write_text(PROGRAM)

    await _run(str(MADE / "bin" / "ariadne-codegen"), cwd=tmp_path)
    mypy = (sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={MADE / 'mypy'}")
    said = await _run(*mypy, "customer_graph", "program.py", cwd=tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    program: Any = importlib.import_module("program")
    first_name, scores = await asyncio.to_thread(program.score, url)

    assert said.startswith("Success")
    assert first_name == "Ana"
    assert scores[0] == 10


async def _installed() -> None:
    """Put ariadne-codegen into an environment of its own, checked against its lock: it takes graphql-core 3.2 only."""
    stamp = MADE / "made"
    with LOCK.open() as lock:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)  # One process at a time.
        wanted = lock.read()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        await _run(sys.executable, "-m", "venv", "--clear", str(MADE), cwd=HERE)
        pip = (str(MADE / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check")
        await _run(*pip, "--require-hashes", "-r", str(LOCK), cwd=HERE)
        stamp.write_text(wanted)


async def _run(*command: str, cwd: Path) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, cwd=cwd, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0, printed.decode()
    return printed.decode()
