"""What docs/ names exists: settings, metrics, commands, paths, links; and every error code has its paragraph."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.cli import app
from gateway.observe.metrics import Metrics
from gateway.registry import VENDORS, entries
from gateway.settings import GatewaySettings

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))
_CODE = re.compile(r"[A-Z]+(?:_[A-Z]+)*")
_TELLING = frozenset({"Refused", "Refusal", "UserError", "GraphQLError", "refuse", "_refusal", "_coded"})
_SETTING = re.compile(rf"\b(?:{'|'.join(('GATEWAY', *(name.upper() for name in VENDORS)))})_[A-Z0-9_]+")
_COMMAND = re.compile(r"\bgateway (serve|demo|sandbox|schema|check|docs|keys \w+)((?: --?[a-z-]+[^`|\n#]*)?)")
_LINK = re.compile(r"\]\((?!https?://)([^)#\s]+)(?:#([^)]+))?\)")
_OTHERS = frozenset({"GATEWAY_LISTEN_FD"})
"Variables of the environment that are no settings of the graph."


def codes() -> set[str]:
    """Collect every error code that the code base has."""
    found: set[str] = set()
    for part in ("gateway", "schema", "resolvers", "loaders"):
        for path in (ROOT / part).rglob("*.py"):
            if "sandbox" not in path.parts:
                found |= set(_codes(ast.parse(path.read_text()), is_dialect=path.name == "dialect.py"))
    return found


def _codes(tree: ast.AST, *, is_dialect: bool) -> Iterator[str]:
    """A constant is a code as `code`, under the key "code", in what tells of errors, and in a dialect's tables."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in _TELLING:
            yield from _constants(*node.args)
        if isinstance(node, ast.keyword) and node.arg == "code":
            yield from _constants(node.value)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(_name(target) == "code" for target in targets):
                yield from _constants(node.value)
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if is_dialect or (isinstance(key, ast.Constant) and key.value == "code"):
                    yield from _constants(value)


def _constants(*nodes: ast.AST) -> Iterator[str]:
    for node in nodes:
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and len(node.value) > 3
            and _CODE.fullmatch(node.value)
        ):
            yield node.value
        elif isinstance(node, ast.IfExp):
            yield from _constants(node.body, node.orelse)


def _name(node: ast.AST) -> str | None:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None


def paragraphs() -> dict[str, str]:
    """Return what troubleshooting.md says of each code."""
    text = (ROOT / "docs" / "troubleshooting.md").read_text()
    return {
        code: " ".join(said.split()) for code, said in re.findall(r"^### ([A-Z_]+)\n\n(.*?)(?=\n\n#|\Z)", text, re.M | re.S)
    }


def test_every_error_code_has_a_paragraph_and_every_paragraph_a_code():
    """Whoever meets a code finds what to do about it."""
    held = codes()

    assert len(held) > 35
    assert held >= {"VENDOR_TIMEOUT", "OUTCOME_UNKNOWN", "UNAUTHENTICATED", "INTERNAL", "IDEMPOTENCY_KEY_REUSED"}
    assert set(paragraphs()) == held
    assert not [code for code, said in paragraphs().items() if len(said) < 70]


@pytest.mark.parametrize(("looked_for", "least"), [(_SETTING, 40), (_COMMAND, 20), (_LINK, 15)])
def test_the_pages_name_what_is_looked_for_in_them(looked_for: re.Pattern[str], least: int):
    """Else the tests below would look at nothing, and be green."""
    assert sum(len(looked_for.findall(page.read_text())) for page in PAGES) >= least


def settings() -> set[str]:
    """Return the names of all settings."""
    own = {f"GATEWAY_{name.upper()}" for name in GatewaySettings.model_fields}
    return own | {f"{one.name.upper()}_{name.upper()}" for one in entries() for name in one.vendor.Settings.model_fields}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_settings_that_are_named_exist(page: Path):
    """`GATEWAY_MAX_…` stands for several."""
    for name in _SETTING.findall(page.read_text()):
        assert name in settings() | _OTHERS or any(one.startswith(name) for one in settings() if name.endswith("_")), name


def test_metrics_that_are_named_exist_and_all_are_named():
    """The table of operations.md."""
    own = Metrics()
    held = {f"{one.name}_total" if one.type == "counter" else one.name for one in own._registry.collect()}
    named = set(re.findall(r"\bgateway_\w+", (ROOT / "docs" / "operations.md").read_text()))

    assert named == held


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_are_named_exist(page: Path):
    """With the options that are shown."""
    for command, rest in _COMMAND.findall(page.read_text()):
        told = CliRunner().invoke(app, [*command.split(), "--help"], env={"COLUMNS": "200"})
        assert told.exit_code == 0, command
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in told.output, (command, option)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path):
    """Files of the repository, and headings in them."""
    for target, anchor in _LINK.findall(page.read_text()):
        found = page.parent / target
        assert found.exists(), target
        headings = {
            re.sub(r"[^\w -]", "", line.lstrip("# ")).lower().replace(" ", "-")
            for line in found.read_text().splitlines()
            if line.startswith("#")
        }
        assert not anchor or anchor in headings, anchor


def test_the_command_line_teaches_and_completes():
    """Every command in its group, the way from the stand-ins to one's own vendors, and a script for the shell."""
    told = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200"}).output
    script = CliRunner().invoke(app, [], env={"_GATEWAY_COMPLETE": "source_bash"}, prog_name="gateway").output

    for word in (
        "serve",
        "demo",
        "sandbox",
        "schema",
        "check",
        "keys",
        "gateway demo",
        "gateway keys create",
        "--install-completion",
    ):
        assert word in told
    assert "_gateway_completion" in script
