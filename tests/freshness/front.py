"""A gateway on a port whose clock stands still until a test turns it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from structlog.testing import capture_logs

from gateway.sandbox.town import Town
from tests.access.front import Front, TurnedClock, serve
from tests.contract.test_calls import TOKENS

ANA = "ana.popescu0@example.com"
BOGDAN = "bogdan.popescu1@example.com"
REWARDS = "query Rewards($email: String!) { customer(by: {email: $email}) { rewards { name } } }"
STORES = "{ stores { name } }"
_TURN_S = 0.002


class StillClock(TurnedClock):
    """Stands at noon of this day, so that no fast-forward crosses midnight."""

    def __init__(self) -> None:
        super().__init__()
        self._noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)

    def monotonic(self) -> float:
        return 1_000.0 + self.ahead_s

    def now(self) -> datetime:
        return self._noon + timedelta(seconds=self.ahead_s)


@asynccontextmanager
async def still(folder: Path, town: Town, vendors: dict[str, str] | None = None, **settings: str) -> AsyncIterator[Front]:
    """Serve with a clock that stands still; everybody is let in unless the settings say otherwise."""
    given = {"AUTH": "none", "TIMEOUT_S": "60", **settings}
    async with serve(folder, {**town.settings, **(vendors or {})}, clock=StillClock(), pace=None, **given) as served:
        yield served


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer as a client sees it."""

    answer: httpx.Response
    was_kept: bool
    "Whether nothing was run for it."

    @property
    def data(self) -> Any:
        """What was asked for."""
        return self.answer.json().get("data")

    @property
    def codes(self) -> list[str]:
        """The errors' codes."""
        return [error["extensions"]["code"] for error in self.answer.json().get("errors", [])]

    @property
    def fresh(self) -> dict[str, dict[str, Any]]:
        """What is told of each vendor's data."""
        return {told["vendor"]: told for told in self.answer.json()["extensions"]["freshness"]}

    @property
    def upstream(self) -> list[dict[str, Any]]:
        """The calls it took, as it explains."""
        return list(self.answer.json()["extensions"]["upstream"])


async def seen(front: Front, query: str | None, credential: str | None = None, **more: Any) -> Seen:
    """Ask, and look at the journal for how it was answered."""
    with capture_logs() as lines:
        answer = await front.ask(query, credential, **more)
    return Seen(answer, "KEPT" in [line.get("outcome") for line in lines])


async def until(is_so: Callable[[], bool]) -> None:
    """Let the gateway and the stand-ins work, for what goes on in the background."""
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110  # a stand-in behind a socket tells by its calls alone
            await asyncio.sleep(_TURN_S)


async def idle(front: Front) -> None:
    """Wait until no call to a vendor is under way: what goes on behind an answer has ended."""
    slots = [vendor.client.slots for vendor in front.process.vendors.values()]
    turns = 0
    async with asyncio.timeout(20):
        while turns < 4:
            turns = 0 if any(one.taken or one.waiting for one in slots) else turns + 1
            await asyncio.sleep(_TURN_S)


async def warmed(front: Front, query: str, **more: Any) -> Seen:
    """Ask, with all vendors well, until all of it is answered: a circuit that was opened before is closed by probes."""
    async with asyncio.timeout(20):
        while True:
            answer = await seen(front, query, **more)
            if not any(code.startswith("VENDOR_") for code in answer.codes):
                return answer
            front.clock.ahead_s += 15


async def renewed(front: Front, query: str, **more: Any) -> Seen:
    """Ask until what was stale has been renewed; return the first answer that is fresh all over."""
    async with asyncio.timeout(20):
        while True:
            answer = await seen(front, query, **more)
            if not any(told["stale"] for told in answer.fresh.values()):
                return answer


def calls(town: Town) -> int:
    """Calls at all vendors, without token calls."""
    return sum(len(house.calls) - house.hits(TOKENS) for house in town.houses.values())
