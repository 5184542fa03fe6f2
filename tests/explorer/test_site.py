"""What is served to a browser, byte by byte."""

import gzip
import re
from pathlib import Path

import httpx
import pytest
from graphql import parse, print_ast

from gateway.explorer.build import PARTS
from gateway.explorer.examples import examples
from gateway.explorer.site import site
from gateway.sandbox.town import Town
from tests.command.test_readme import block
from tests.explorer.conftest import app

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PAGES = sorted((Path(__file__).parents[2] / "gateway" / "explorer" / "static").glob("*.html"))


async def test_files_are_kept_for_good_under_addresses_that_change_with_them(sandbox: Town, _parts: None) -> None:
    """Packed for those who take it; an address of another build is not found, and not kept."""
    async with app(sandbox.settings) as made:
        transport = httpx.ASGITransport(app=made)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as http:
            page = await http.get("/graphql", headers=BROWSER)
            found = re.findall(r'"(explorer/[^"]+)"', page.text)
            answers = [await http.get(f"/{address}") for address in found]
            plain = await http.get(f"/{found[0]}", headers={"accept-encoding": "identity"})
            other = await http.get("/explorer/0000000000000000/panel.css")

    assert len(answers) == 9
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.headers["cache-control"] for answer in answers} == {"public, max-age=31536000, immutable"}
    assert answers[0].headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert answers[0].content == plain.content
    assert (other.status_code, other.headers["cache-control"]) == (404, "no-store")


def made_of(folder: Path, content: bytes) -> Path:
    """A folder of parts that all have this content."""
    folder.mkdir()
    for name in (*PARTS, "lock.sha256"):
        (folder / name).write_bytes(content)
    return folder


def test_the_page_is_graphiqls_only_where_all_its_parts_are(tmp_path: Path) -> None:
    """And its addresses follow its parts' content."""
    whole, other = made_of(tmp_path / "one", b"1"), made_of(tmp_path / "two", b"2")
    first, second = site(whole), site(other)
    (other / "react.js").unlink()

    assert b"graphiql.js" in first.page.body
    assert first.digest != second.digest
    assert b"plain.js" in site(other).page.body
    assert "react.js" not in site(other).files


def test_the_built_parts_are_packed_truly(_parts: None) -> None:
    """What is sent packed is what is sent plain."""
    files = site().files
    assert all(gzip.decompress(file.packed) == file.body for file in files.values() if file.packed)
    assert files["graphiql.js"].packed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_hold_no_script_no_style_and_no_other_address(page: Path) -> None:
    """So that the policy can forbid all of them."""
    text = page.read_text()

    assert "//" not in text.replace("<!doctype html>", "")
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]* src=)", text)


def test_the_first_example_is_the_readmes_query() -> None:
    """In more lines."""
    assert print_ast(parse(examples()[0].query, no_location=True)) == print_ast(
        parse(block("query", "graphql"), no_location=True)
    )
