"""The README's query and its answer are real."""

import json
import re
from pathlib import Path

from gateway.sandbox.town import Town
from tests.conftest import Gateway

README = (Path(__file__).parents[2] / "README.md").read_text()
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT.*")


def block(mark: str, language: str) -> str:
    """The code block behind a mark."""
    found = re.search(rf"<!-- {mark} -->\n```{language}\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return found[1]


def timeless(value: object) -> object:
    """The value with every moment blanked, and the cursors that hold one: the stand-ins' data is relative to the day."""
    if isinstance(value, dict):
        return {name: "a cursor" if name == "endCursor" and held else timeless(held) for name, held in value.items()}
    if isinstance(value, list):
        return [timeless(held) for held in value]
    return "a moment" if isinstance(value, str) and MOMENT.fullmatch(value) else value


async def test_the_readmes_query_gives_the_readmes_answer(gateway: Gateway, sandbox: Town):
    """For the person whom all five vendors know, by an e-mail in mixed case."""
    answer = await gateway.query(block("query", "graphql"), email="Ana.Popescu0@example.com")

    assert answer.errors == []
    data = json.loads(json.dumps(answer.data, default=str))
    shown = json.loads(block("answer", "json"))["data"]
    assert timeless(data) == timeless(shown)
