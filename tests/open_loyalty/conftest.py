"""A gateway that serves Open Loyalty alone, over a stand-in of its own per test, so that a test may write."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gateway.engine.engine import Answer, Engine, Request
from gateway.process import Process, assemble
from gateway.reading import read_settings
from gateway.registry import entries
from gateway.sandbox.town import House, Town
from loaders.open_loyalty import OpenLoyalty
from resolvers.context import Caller
from tests.graphs import graph_of

Json = Any
"An answer's data: what a test looks into is what it asked for."

WIRE = Path(__file__).parent / "wire"

SELLER = {"OPEN_LOYALTY_ROLE": "seller", "OPEN_LOYALTY_USERNAME": "seller@example.com"}


def wire(name: str) -> object:
    """One of the documentation's samples."""
    return msgspec.json.decode((WIRE / f"{name}.json").read_bytes())


def codes(answer: Answer) -> list[str]:
    """The codes of an answer's errors."""
    errors: Json = answer.errors
    return [error["extensions"]["code"] for error in errors]


@dataclass(frozen=True, slots=True)
class Shop:
    """The stand-in and the gateway before it."""

    house: House
    process: Process

    async def query(self, document: str, **variables: object) -> Answer:
        """Run an operation; its errors are for the test to judge."""
        return await Engine(self.process).run(Request(document, variables), Caller())

    async def data(self, document: str, **variables: object) -> Json:
        """Run an operation that must go well, and return its data."""
        answer = await self.query(document, **variables)
        assert answer.errors == []
        return answer.data

    @property
    def vendor(self) -> OpenLoyalty:
        """The vendor's client."""
        found = self.process.vendors["open_loyalty"]
        assert isinstance(found, OpenLoyalty)
        return found

    def calls(self) -> list[str]:
        """The calls made, without those for tokens."""
        made = [f"{call.method} {call.path}" for call in self.house.calls]
        return [line for line in made if not line.endswith(("/login_check", "/token/refresh"))]

    def spent(self) -> list[str]:
        """The same, and count anew."""
        made = self.calls()
        self.house.reset()
        return made


Open = Callable[..., Shop]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with Town(names=("open_loyalty",)).opened() as town:
        yield town.open_loyalty


@pytest.fixture
async def opened(house: House) -> AsyncIterator[Open]:
    """Opens a shop with some settings of its own."""
    shops: list[Shop] = []

    def make(**settings: str) -> Shop:
        vendors = entries(("open_loyalty",))
        environment = {"GATEWAY_AUTH": "none", "GATEWAY_DEFAULT_REGION": "RO", **house.settings, **settings}
        shops.append(Shop(house, assemble(read_settings(environment, vendors), vendors, graph=graph_of(vendors))))
        return shops[-1]

    yield make
    for shop in shops:
        await shop.process.close()


@pytest.fixture
def shop(opened: Open) -> Shop:
    return opened()
