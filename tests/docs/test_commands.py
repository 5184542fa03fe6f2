"""Every command that the pages print is found by a shell in a clone, with the options that are shown."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.docs.clone import bare, clone
from tests.docs.pages import ROOT

PAGES = ("README.md", "docs/getting-started.md", "docs/operations.md", "docs/scaling.md")
_LINE = re.compile(r"(?:[A-Z_]+=\S+ )*\S*gateway [a-z]+ ?[^`\n]*")


def printed(page: str) -> list[str]:
    """Return the command lines of a page's shell blocks and of its text, one for each set of options; they only ask for help."""
    text = (ROOT / page).read_text()
    code = [line for held in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in held.splitlines()]
    code += re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    lines = [re.split(r"\s+#|\s>", line)[0].rpartition("&& ")[2].strip() for line in code]
    distinct = {re.sub(r"(--\S+) \S+", r"\1", line): line for line in lines if _LINE.fullmatch(line)}
    return [f"{line} --help" for line in distinct.values()]


@pytest.mark.parametrize("page", PAGES)
def test_the_shell_finds_what_the_page_prints(page: str, tmp_path: Path):
    """By the alias that the page gives, where nothing is installed."""
    (named,) = re.findall(r"^(?:.*`)?(alias gateway='[^']+')", (ROOT / page).read_text(), re.MULTILINE)
    commands = printed(page)
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", "\n".join([named, *commands])],
        cwd=clone(tmp_path),
        env=bare(),
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )

    assert len(commands) > 3
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("Usage: ") == len(commands)
