"""The numbers as a Markdown table, and its place in a document."""

import re
from collections.abc import Mapping, Sequence

from tests.benchmarks.loads import Cost

BEGIN, END = "<!-- benchmark -->", "<!-- /benchmark -->"
_HEAD = (
    "load",
    "requests",
    "CPU s per 1000",
    "p50 ms",
    "p99 ms",
    "memory MB",
    "upstream calls per 1000",
    "answers kept",
    "reads in cache",
)


class Unmarked(ValueError):
    """The document has no place for the table."""


def table(costs: Sequence[Cost], floors: Mapping[str, Cost]) -> str:
    """A row per load, numbers with their ratio to the floor of that load's answers, and a row per floor."""
    lines = [_row(_HEAD), _row(("---",) * len(_HEAD))]
    lines += [_row(_cells(cost, floors[cost.name])) for cost in costs]
    lines += [_row(_cells(floor, None)) for floor in dict.fromkeys(floors.values())]
    return "\n".join(lines)


def written_into(text: str, part: str) -> str:
    """Put the table between its marks; raises Unmarked."""
    begin, end = text.find(BEGIN), text.find(END)
    if begin < 0 or end < begin:
        raise Unmarked(f"expected {BEGIN} and, behind it, {END}")
    return re.sub(rf"{BEGIN}.*?{END}", lambda _: f"{BEGIN}\n\n{part}\n\n{END}", text, count=1, flags=re.DOTALL)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(cost: Cost, floor: Cost | None) -> tuple[str, ...]:
    measured = [
        (f"{cost.cpu_s:.3f}", cost.cpu_s, floor and floor.cpu_s),
        (f"{cost.p50_ms:.2f}", cost.p50_ms, floor and floor.p50_ms),
        (f"{cost.p99_ms:.2f}", cost.p99_ms, floor and floor.p99_ms),
        (f"{cost.memory_mb:.0f}", cost.memory_mb, floor and floor.memory_mb),
    ]
    ratios = [f"{shown} ({_ratio(value / least)} ×)" if least else shown for shown, value, least in measured]
    calls = "–" if cost.calls is None else f"{cost.calls:,.0f}"
    return (
        f"{cost.name}, {cost.size / 1000:.1f} kB",
        f"{cost.requests:,}",
        *ratios,
        calls,
        _share(cost.kept),
        _share(cost.hit),
    )


def _ratio(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"
