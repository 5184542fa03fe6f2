"""A store that holds what isn't ours, stalls, or is filled by another release: nobody waits for it, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from loaders.upstream.cache.line import Away, Line
from tests.cache import reading
from tests.cache.conftest import Node
from tests.cache.reading import Join, Thing, read_at
from tests.cache.server import Server
from tests.upstream.reading import Desk, asked


async def up(node: Node) -> Node:
    """A process that has reached the store."""
    node.cache.open()
    await node.until(is_up=True)
    return node


async def test_an_entry_of_another_release_is_asked_for_anew(
    store: Server, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that names a record which isn't there any more; its neighbours in the batch are as good as ever."""
    await asked(read_at(await up(join(store)), Desk(answer=lambda key: Thing(name=key))), "a")
    monkeypatch.delattr(reading, "Thing")
    desk = Desk()
    read = read_at(await up(join(store)), desk, max_batch=9)

    async with asyncio.timeout(5):
        found = await asyncio.gather(*(asked(read, key) for key in "ab"))
    assert found == ["value of a", "value of b"]


@pytest.mark.parametrize("spoilt", [["HSET", "a", "no time"], ["HSET", "t", "desk:a", "f", "soon"], ["SET", "no hash"]])
async def test_an_entry_that_is_none_of_ours_is_asked_for_anew(store: Server, join: Join, spoilt: list[str]) -> None:
    """Whatever is written in its place; an entry of another type is one that can't be asked for."""
    one = await up(join(store))
    await asked(read_at(one, Desk()), "a")
    name = f"{one.line.prefix}e:{one.cache.key('desk', 'things', 'a')}"
    command, *words = spoilt
    await one.line.ask(lambda held: held.raw("execute_command", command, name, *words))
    desk = Desk(answer=lambda key: "anew")

    async with asyncio.timeout(5):
        assert await asked(read_at(await up(join(store)), desk), "a") == "anew"
        assert await asked(read_at(await up(join(store)), desk), "b") == "anew"


@pytest.mark.parametrize("stream", ["drops", "news"])
async def test_a_row_of_somebody_elses_deafens_nobody(store: Server, join: Join, stream: str) -> None:
    """Drops are heard after it as before."""
    desk = Desk(answer=lambda key: f"{key} {desk.calls}")
    one, other = await up(join(store)), await up(join(store))
    await one.line.ask(lambda held: held.raw("execute_command", "XADD", f"{one.line.prefix}{stream}", "*", "foo", "bar"))
    read = read_at(other, desk)
    async with asyncio.timeout(10):
        while await asked(read, "a") != "a 2":
            await one.cache.forget(["desk:a"])
            await asyncio.sleep(0.05)

    assert other.line.is_up


async def test_a_value_that_no_store_holds_stays_in_its_process(store: Server, join: Join) -> None:
    """A number beyond 64 bits comes to nobody as an error, and the next value of its shape is shared."""
    desk = Desk(answer=lambda key: [2**70 if key == "a" else 1])
    one, other = await up(join(store)), await up(join(store))

    assert [await asked(read_at(one, desk), key) for key in "ab"] == [[2**70], [1]]
    assert [await asked(read_at(other, desk), key) for key in "ab"] == [[2**70], [1]]
    assert desk.batches == [["a"], ["b"], ["a"]]


class Stalling:
    """Stands for the store: answers never."""

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self, _store: Any) -> None:
        self.asked += 1
        await asyncio.sleep(0.05)
        raise TimeoutError


@pytest_asyncio.fixture
async def line(store: Server) -> AsyncIterator[Line]:
    """A line that is up."""
    made = Line(store.url)
    made.open()
    async with asyncio.timeout(10):
        while not made.is_up:  # noqa: ASYNC110  # another process tells by answering alone
            await asyncio.sleep(0.01)
    yield made
    await made.close()


async def test_what_times_out_together_is_one_time_out(line: Line) -> None:
    """However many ask meanwhile; the third stall in a row has the store count as away."""
    stalling, seen = Stalling(), []
    for _ in range(3):
        found = await asyncio.gather(*(line.ask(stalling) for _ in range(20)), return_exceptions=True)
        assert {type(one) for one in found} == {Away}
        seen.append(line.is_up)

    assert seen == [True, True, False]
