"""The Dockerfile and compose.yaml, read closely: what they copy exists, what they run starts, what they set is a setting."""

import asyncio
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from gateway.cli import app
from gateway.http.app import application
from gateway.reading import read_settings
from gateway.registry import VENDORS, entries
from gateway.sandbox.town import serve_app
from gateway.settings import GatewaySettings
from tests.http.toy import Toy, toy_process

ROOT = Path(__file__).parents[2]
_LISTED = {"requirements.txt", "README.md", "LICENSE", "pyproject.toml"}


@dataclass(frozen=True)
class Step:
    """One instruction of a Dockerfile."""

    verb: str
    rest: str


@pytest.fixture(scope="module")
def stages() -> list[list[Step]]:
    """The Dockerfile's instructions by stage."""
    text = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text())
    found: list[list[Step]] = []
    for line in filter(lambda line: line.strip() and not line.startswith("#"), text.splitlines()):
        verb, _, rest = line.partition(" ")
        if verb == "FROM":
            found.append([])
        found[-1].append(Step(verb, rest))
    return found


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    """What compose.yaml starts."""
    loaded: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    return loaded


def rests(steps: list[Step], verb: str) -> list[str]:
    """What follows a verb, in order."""
    return [step.rest for step in steps if step.verb == verb]


def test_what_is_copied_exists_and_reaches_the_builder(stages: list[list[Step]]):
    """In the checkout, or in a stage before; and the packages are those that the wheel is made of."""
    named = [rests(steps, "FROM")[0].partition(" AS ")[2] for steps in stages]
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = set()
    for steps in stages:
        for rest in rests(steps, "COPY"):
            *sources, _ = [part for part in rest.split() if not part.startswith("--")]
            if stage := re.search(r"--from=(\S+)", rest):
                assert stage[1] in named
                continue
            for source in sources:
                assert (ROOT / source).exists(), source
                assert source.partition("/")[0] in let_in, source
                copied.add(source)

    assert copied >= _LISTED | {"gateway", "schema", "resolvers", "loaders"}


def test_it_runs_as_nobody_and_says_how_it_does(stages: list[list[Step]]):
    """The last stage: a user by number, nothing installed by a package manager, SIGTERM, a health check, no secrets."""
    last = stages[-1]

    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", rests(last, "USER")[-1])
    assert not any(re.search(r"\b(apt|pip|npm|curl|wget)", rest) for rest in rests(last, "RUN"))
    assert rests(last, "STOPSIGNAL") == ["SIGTERM"]
    assert rests(last, "HEALTHCHECK")
    assert not any(re.search(r"SECRET|TOKEN|PASSWORD|_KEY\b", step.rest) for steps in stages for step in steps)
    assert len(rests(last, "COPY")) == 1


def test_bases_are_the_same_and_named_without_a_registry(stages: list[list[Step]]):
    """What is built runs on what it was built on, and images come from where the installation takes them."""
    bases = [rests(steps, "FROM")[0].split()[0] for steps in stages]

    assert bases[-1] == bases[-2] == "python:3.12-slim"
    assert not any("." in base.partition(":")[0] or "/" in base for base in bases)


def test_what_it_sets_is_a_setting(stages: list[list[Step]]):
    """With values that are taken."""
    given = dict(re.findall(r"(GATEWAY_\w+)=(\S+)", " ".join(rests(stages[-1], "ENV"))))

    assert given
    read_settings(given, entries())
    assert {name.removeprefix("GATEWAY_").lower() for name in given} <= GatewaySettings.model_fields.keys()


async def test_its_health_check_tells_life_from_death(stages: list[list[Step]]):
    """Run as it stands there, against a gateway and against none."""
    command = json.loads(rests(stages[-1], "HEALTHCHECK")[0].partition("CMD ")[2])
    async with serve_app(_toy()) as port:
        alive = await _ran(command, port)
    dead = await _ran(command, port)

    assert alive == 0
    assert dead != 0


def _toy() -> Any:
    return application(toy_process(Toy()))


async def _ran(command: list[str], port: int) -> int:
    environment = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "GATEWAY_PORT": str(port)}
    return (await asyncio.to_thread(subprocess.run, command, env=environment, check=False, capture_output=True)).returncode


def test_every_service_starts_a_command_that_exists(services: dict[str, dict[str, Any]]):
    """The five slices are the five vendors, each on a port of its own."""
    gateways = {name: service for name, service in services.items() if name != "redis"}
    slices = {service["command"][2] for service in gateways.values() if "--only" in service["command"]}
    ports = [port.partition(":")[0] for service in gateways.values() for port in service["ports"]]

    assert slices == set(VENDORS)
    assert len(set(ports)) == len(ports) == 6
    for service in gateways.values():
        assert CliRunner().invoke(app, [service["command"][0], "--help"]).exit_code == 0


def test_the_commands_that_the_pages_show_start_those_services_and_no_others(services: dict[str, dict[str, Any]]):
    """A service that is named starts with its profile on; a profile by itself would start the whole graph too."""
    slices = {name for name, service in services.items() if "--only" in service.get("command", [])}
    for page in ("compose.yaml", "docs/scaling.md"):
        shown = re.findall(r"docker compose (.*?)(?: {2,}|\n|$)", (ROOT / page).read_text())

        assert {"up", *slices} in [set(words.split()) for words in shown], page
        assert not any("--profile" in words for words in shown), page


def test_every_gateway_shares_redis_and_holds_no_rights_it_does_not_need(services: dict[str, dict[str, Any]]):
    """One store for all, started first; a file system that can't be written, no capabilities; time to finish."""
    for name, service in services.items():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        if name == "redis":
            continue
        settings = read_settings(service["environment"], entries()).gateway
        assert settings.cache_url == "redis://redis:6379/0"
        assert service["depends_on"]["redis"]["condition"] == "service_healthy"
        assert int(service["stop_grace_period"].rstrip("s")) > settings.drain_s + settings.stop_s
        assert {key.removeprefix("GATEWAY_").lower() for key in service["environment"]} <= GatewaySettings.model_fields.keys()
        assert settings.api_keys_file is not None
        # The folder: a mounted file would stay the one that it was when a change puts another in its place.
        assert service["volumes"] == [f"./keys:{settings.api_keys_file.parent}:ro"]
        assert (settings.host, settings.port) == ("0.0.0.0", 8000)
