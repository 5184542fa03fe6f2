"""A gateway over all stand-ins, with what it asked them counted by vendor and path."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from gateway.sandbox.town import Town
from loaders.sandbox.people import Person
from tests.conftest import Gateway, make

Json = Any
"An answer's data: what a test looks into is what it asked for."

_TOKENS = re.compile(r".*(/token|/login_check|/tokens|/users/actions/login|/token/refresh)$")
_ID = re.compile(r"/customers/[^/]+")
_BASE = "/webservice/rest-api/enterprise-interface/v1.0"


@dataclass(frozen=True, slots=True)
class Counted:
    """The gateway, and what it costs."""

    gateway: Gateway
    town: Town

    async def data(self, document: str, **variables: object) -> Json:
        """Run an operation that must go well."""
        answer = await self.gateway.query(document, **variables)
        assert answer.errors == []
        return answer.data

    def calls(self, vendor: str) -> dict[str, int]:
        """The calls at one vendor since the last time, by method and path; tokens not counted."""
        house = self.town.houses[vendor]
        asked = [(call.method, call.path.replace(_BASE, "")) for call in house.calls if not _TOKENS.match(call.path)]
        house.reset()
        return dict(Counter(f"{method} {_ID.sub('/customers/*', path)}" for method, path in asked))

    def known_to(self, *vendors: str) -> list[Person]:
        """The people whom all of these vendors know."""
        return [person for person in self.town.people if {*vendors} <= {*person.known_to}]


@pytest_asyncio.fixture(loop_scope="session")
async def carecloud(sandbox: Town) -> AsyncIterator[Counted]:
    """A gateway over CareCloud alone, where nobody else helps out with handles."""
    made = make(sandbox.settings, ("carecloud",))
    yield Counted(made, sandbox)
    await made.process.close()


@pytest.fixture
def counted(gateway: Gateway, sandbox: Town) -> Counted:
    return Counted(gateway, sandbox)


def emails(people: list[Person]) -> list[dict[str, object]]:
    """Name people by e-mail."""
    return [{"email": person.email} for person in people]
