"""The whole run: the README's query and a hundred people at once, each cold, warm and varied, beside a bare server."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

from tests.benchmarks.loads import Cost, measure
from tests.benchmarks.processes import Vendors, bare, gateway, vendors
from tests.benchmarks.questions import emails, of_many, of_one
from tests.benchmarks.table import table

# As long as a peer's vendors allow in the comparison of gateways, so that no row depends on when the minute is over.
_TTL_S = 600


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is asked; the defaults take about a minute on two cores."""

    people: int = 300
    "Each once when cold, the last `varied` of them in turn when varied."
    varied: int = 200
    crowds: int = 3
    "Groups of a hundred, each once when cold, all in turn when varied."
    crowd: int = 100
    seconds: float = 5.0
    "Of each load that could go on for ever."
    most_s: float = 20.0
    "Of a load that ends by itself, on a machine that is very busy."


async def run(extent: Extent) -> str:
    """Measure, and return the table. Every row of one table is of the same run; each question has a gateway of its own."""
    needed = 200 + max(extent.people, extent.crowds * extent.crowd)
    async with vendors(needed) as town:
        known = emails(needed)
        one = [of_one(email) for email in known[: extent.people]]
        many = [of_many(known[at : at + extent.crowd]) for at in range(0, extent.crowds * extent.crowd, extent.crowd)]
        costs, floors = await _measured("README's query", one, one[-extent.varied :], town, extent, connections=8)
        crowds, floor = await _measured(f"{extent.crowd} people", many, many, town, extent, connections=2)
    return table([*costs, *crowds], {**floors, **floor})


async def _measured(
    name: str, requests: Sequence[bytes], varied: Sequence[bytes], town: Vendors, extent: Extent, *, connections: int
) -> tuple[list[Cost], dict[str, Cost]]:
    async with gateway({**town.settings, "GATEWAY_CACHE_TTL": str(_TTL_S)}) as server:

        async def cost(how: str, asked: Iterator[bytes], seconds: float) -> Cost:
            return await measure(f"{name}, {how}", server, asked, connections=connections, seconds=seconds, vendors=town)

        # Varied right behind cold: what a vendor has nothing of is kept for ten seconds only.
        cold = await cost("cold", iter(requests), extent.most_s)
        in_turn = await cost("varied", cycle(varied), extent.seconds)
        warm = await cost("warm", cycle(requests[-1:]), extent.seconds)
    async with bare(warm.size) as server:
        floor = await measure(
            f"bare server, as {name}", server, cycle(requests[-1:]), connections=connections, seconds=extent.seconds / 2
        )
    costs = [cold, warm, in_turn]
    return costs, {one.name: floor for one in costs}
