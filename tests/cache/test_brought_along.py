"""What one read's answer holds for another: shared with the other processes like what was asked for."""

from collections.abc import Sequence

from loaders.upstream.decode import Record
from loaders.upstream.read import Read
from tests.cache.reading import Join, Thing, read_at
from tests.cache.server import Server
from tests.upstream.reading import Desk, asked

KEYS = [f"person {number}" for number in range(700)]


class Page(Record, frozen=True, kw_only=True):
    """A page of a list."""

    things: Sequence[Thing]


async def test_rows_of_a_list_need_not_be_asked_for_again_anywhere(store: Server, join: Join) -> None:
    """However many: they go to the store together, and the next process takes them from there."""
    page = Page(things=tuple(Thing(name=key) for key in KEYS))
    one, other, desk = join(store), join(store), Desk()
    for node in (one, other):
        node.cache.open()
        await node.until(is_up=True)
    rows: Read[str, object] = read_at(one, desk)

    async def listed(_key: str) -> object:
        await rows.prime_many((row.name, row) for row in page.things)
        return page

    before = await one.scripts()
    await asked(read_at(one, Desk(work=listed), name="lists"), "all")
    after = await one.scripts()

    assert [await asked(read_at(other, desk), key) for key in KEYS] == list(page.things)
    assert desk.calls == 0
    assert after - before < 10
