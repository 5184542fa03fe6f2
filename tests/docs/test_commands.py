"""Every command that the pages print is found by a shell in a clone, with the options that are shown."""

import asyncio
import re
import shlex
import subprocess
from pathlib import Path

import yaml
from typer.testing import CliRunner

from gateway.cli import app
from tests.docs.clone import bare, clone
from tests.docs.pages import ROOT, block
from tests.observe.served import serve

PAGES = ("README.md", "docs/getting-started.md", "docs/operations.md", "docs/scaling.md")
ALIAS = "alias gateway='.venv/bin/python -m gateway'"
_LINE = re.compile(r"(?:[A-Z_]+=\S+ )*\S*gateway [a-z]+ ?[^`\n]*")


def printed(page: str) -> dict[str, str]:
    """Return the command lines of a page's shell blocks and of its text by their sets of options; they only ask for help."""
    text = (ROOT / page).read_text()
    code = [line for held in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in held.splitlines()]
    code += re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    lines = [re.split(r"\s+#|\s>", line)[0].rpartition("&& ")[2].strip() for line in code]
    return {re.sub(r"(--\S+) \S+", r"\1", line): f"{line} --help" for line in lines if _LINE.fullmatch(line)}


def arguments(line: str) -> list[str]:
    """What a shell gives the command: all behind its name, before which settings may stand."""
    words = shlex.split(line)
    return words[words.index("gateway") + 1 :]


def typed(folder: Path, *lines: str) -> "subprocess.CompletedProcess[str]":
    """Type lines into a shell there; the first that fails ends it."""
    shell = ["/bin/sh", "-e", "-c", "\n".join(lines)]
    return subprocess.run(shell, cwd=folder, env=bare(), capture_output=True, text=True, timeout=170, check=False)


async def test_prometheus_is_let_in_by_the_key_and_the_file_of_the_page(tmp_path: Path):
    """The key that the command makes, where and as the scraper's settings say; without it nobody is."""
    command = block("operations.md", "shell", "scrape-key")
    (tmp_path / "keys").mkdir()
    await asyncio.to_thread(typed, clone(tmp_path), ALIAS, command)
    (job,) = yaml.safe_load(block("operations.md", "file", "prometheus.yml"))["scrape_configs"]
    file = tmp_path / job["authorization"]["credentials_file"]
    key = file.read_text().strip()

    async with serve({}, AUTH="keys", API_KEYS_FILE=str(tmp_path / "keys" / "keys.json")) as gateway:
        stranger = await gateway.http.get("/metrics")
        scraper = await gateway.http.get("/metrics", headers={"authorization": f"Bearer {key}"})

    assert job["static_configs"] == [{"targets": ["127.0.0.1:8000"]}]
    assert file.stat().st_mode & 0o777 == 0o600
    assert (stranger.status_code, scraper.status_code) == (401, 200)
    assert "gateway_operations_running" in scraper.text


def test_the_pages_print_what_the_command_takes(tmp_path: Path):
    """By the alias that every page gives a shell in which nothing is installed; what several pages print is looked at once."""
    named = {page: re.findall(r"^(?:.*`)?(alias gateway='[^']+')", (ROOT / page).read_text(), re.MULTILINE) for page in PAGES}
    commands = {asked: line for page in PAGES for asked, line in printed(page).items()}
    found = typed(clone(tmp_path), ALIAS, next(iter(commands.values())))
    taken = {line: CliRunner().invoke(app, arguments(line)) for line in commands.values()}

    assert named == {page: [ALIAS] for page in PAGES}
    assert all(len(printed(page)) > 3 for page in PAGES)
    assert (found.returncode, found.stderr) == (0, "")
    assert "Usage: " in found.stdout
    for line, told in taken.items():
        assert (told.exit_code, "Usage: " in told.stdout) == (0, True), (line, told.output)
