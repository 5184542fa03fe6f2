"""The benchmark measures, and its table goes where the marks are."""

import pytest

from tests.benchmarks.loads import Cost
from tests.benchmarks.run import Extent, run
from tests.benchmarks.table import Unmarked, table, written_into

LOADS = [f"{what}, {how}" for what in ("README's query", "3 people") for how in ("cold", "warm", "varied")]


async def test_it_runs_and_makes_a_table():
    """A row for each load, with the calls it made and its ratios to the bare server's row of the same answers."""
    rows = [line.split(" | ") for line in (await run(Extent(people=4, varied=2, crowds=2, crowd=3, seconds=0.2))).splitlines()]

    assert [row[0].removeprefix("| ").rpartition(",")[0] for row in rows[2:]] == [
        *LOADS,
        "bare server, as README's query",
        "bare server, as 3 people",
    ]
    by_load = {row[0].removeprefix("| ").rpartition(",")[0]: row for row in rows[2:]}
    assert by_load["README's query, cold"][1] == "4"
    assert int(by_load["README's query, cold"][6].replace(",", "")) >= 4000
    assert by_load["README's query, warm"][6:8] == ["0", "100%"]
    assert all("×" in cell for load in LOADS for cell in by_load[load][2:6])


def test_numbers_stand_beside_their_ratio_to_the_floor():
    """Twice the CPU, thirty times the time, the same memory."""
    cost = Cost("warm", 10, 2000, 0.05, 30.0, 60.0, 40.0, calls=1234.0, kept=0.5)
    floor = Cost("bare", 10, 2000, 0.025, 1.0, 2.0, 40.0)

    assert table([cost], {"warm": floor}).splitlines()[2:] == [
        "| warm, 2.0 kB | 10 | 0.050 (2.0 ×) | 30.00 (30 ×) | 60.00 (30 ×) | 40 (1.0 ×) | 1,234 | 50% | – |",
        "| bare, 2.0 kB | 10 | 0.025 | 1.00 | 2.00 | 40 | – | – | – |",
    ]


def test_a_new_table_takes_the_old_ones_place():
    """What stands around the marks stays."""
    text = "before\n<!-- benchmark -->\n\n| old |\n\n<!-- /benchmark -->\nafter"

    assert written_into(text, "| new |") == "before\n<!-- benchmark -->\n\n| new |\n\n<!-- /benchmark -->\nafter"


@pytest.mark.parametrize("text", ["", "<!-- benchmark -->", "<!-- /benchmark --> <!-- benchmark -->"])
def test_without_marks_nothing_is_written(text: str):
    """The document is not guessed at."""
    with pytest.raises(Unmarked):
        written_into(text, "| new |")
