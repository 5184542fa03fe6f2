"""What tests of reads share."""

import pytest

from tests.upstream.clock import TurnedClock
from tests.upstream.reading import Desk


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def desk() -> Desk:
    return Desk()
