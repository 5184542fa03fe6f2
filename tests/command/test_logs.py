"""Log lines are written together, and none is lost."""

import asyncio
import io
import json
import subprocess
import sys

from gateway.logs import Gathered

TOLD = """
import asyncio, structlog
from gateway.logs import configure
configure("{form}")
log = structlog.get_logger("test")
log.info("before")
async def main():
    log.bind().info("inside", number=1)
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("broken")
asyncio.run(main())
log.warning("after")
"""


def lines_of(form: str) -> list[str]:
    """What a process writes that ends right after its lines."""
    ran = subprocess.run(
        [sys.executable, "-c", TOLD.format(form=form)], capture_output=True, text=True, check=True
    )  # our own words
    return ran.stderr.splitlines()


def test_each_line_is_json_and_none_is_lost_at_the_end():
    """Also those of the last moment, and an exception's traceback in its line."""
    lines = [json.loads(line) for line in lines_of("json")]

    assert [(line["event"], line["level"]) for line in lines] == [
        ("before", "info"),
        ("inside", "info"),
        ("broken", "error"),
        ("after", "warning"),
    ]
    assert lines[1]["number"] == 1
    assert "ZeroDivisionError" in lines[2]["exception"]
    assert all(line["timestamp"].endswith("+00:00") for line in lines)


def test_text_is_for_people():
    """A line each, and a traceback over several."""
    text = "\n".join(lines_of("text"))

    assert [text.index(word) for word in ("before", "inside", "broken", "after")] == sorted(
        text.index(word) for word in ("before", "inside", "broken", "after")
    )


async def test_lines_of_one_moment_are_one_write():
    """They come out by themselves a moment later."""
    writes: list[str] = []
    done = asyncio.Event()

    class Out(io.StringIO):
        def write(self, text: str) -> int:
            writes.append(text)
            done.set()
            return len(text)

    gathered = Gathered(Out())
    for line in ("one\n", "two\n", "three\n"):
        gathered.write(line)
        gathered.flush()

    assert writes == []
    await asyncio.wait_for(done.wait(), 10)
    assert writes == ["one\ntwo\nthree\n"]


def test_without_a_loop_a_line_is_written_at_once():
    """A command's own process has none."""
    out = io.StringIO()
    gathered = Gathered(out)

    gathered.write("one\n")
    gathered.flush()

    assert out.getvalue() == "one\n"
