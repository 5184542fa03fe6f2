"""A clock that a test turns."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(slots=True)
class TurnedClock:
    """Stands still until it is turned."""

    seconds: float = 1_000.0
    started: datetime = field(default=datetime(2026, 11, 21, 12, tzinfo=UTC))

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return self.started + timedelta(seconds=self.seconds - 1_000.0)

    def turn(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds
