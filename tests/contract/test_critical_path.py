"""How many calls wait for one another: vendors answer late, so that calls which could run together do."""

import pytest

from gateway.registry import VENDORS
from gateway.sandbox.town import Town
from loaders.upstream.ledger import Exchange
from tests.conftest import make
from tests.contract.test_calls import MANY

LATE_S = 0.3
WIDE = {f"{name.upper()}_CONCURRENCY": "50" for name in VENDORS}
"With ten connections a vendor, as is the default, twenty people wait for two rounds of each."


def in_a_row(exchanges: list[Exchange]) -> int:
    """Return the length of the longest row of calls of which each began after the one before it had ended."""
    length, ended_ms = 0, -1.0
    for exchange in sorted(exchanges, key=lambda one: one.started_ms + one.duration_ms):
        if exchange.started_ms >= ended_ms:
            length, ended_ms = length + 1, exchange.started_ms + exchange.duration_ms
    return length


@pytest.mark.parametrize("count", [1, 20])
async def test_no_more_than_three_calls_wait_for_one_another(sandbox: Town, count: int):
    """Prisma's own three run beside the rest; more people wait no longer than one.

    These are people whose customer number Footprints tells: where it doesn't, CareCloud is asked for it.
    """
    people = [person for person in sandbox.people if len(person.known_to) == 5 and person.number % 7 != 6][:count]
    for house in sandbox.houses.values():
        house.trouble.latency_s = LATE_S

    gateway = make({**sandbox.settings, **WIDE})

    answer = await gateway.query(MANY, by=[{"email": person.email} for person in people])

    await gateway.process.close()
    assert answer.errors == []
    calls = [exchange for exchange in answer.ledger.exchanges if exchange.source == "miss"]
    assert len(calls) >= 5 * count
    assert in_a_row([call for call in calls if call.vendor != "prisma"]) <= 3
    assert len([call for call in calls if call.vendor == "prisma"]) == 3 * count
