"""A circuit breaker per vendor: a rolling failure rate opens it, one probe at a time closes it again.

What counts is a call with all its attempts: three that failed within a second tell as much as one.
"""

from collections import deque
from dataclasses import dataclass
from enum import Enum

from loaders.upstream.clock import Clock
from loaders.upstream.errors import CircuitOpen, OverBudget

_MOMENT_S = 1.0


class State(Enum):
    """CLOSED asks, OPEN doesn't, HALF_OPEN has one probe under way or due."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When to open: at least `failures` and `rate` of the outcomes of the last `window_s` seconds; asked again after `pause_s`."""

    failures: int = 5
    rate: float = 0.5
    window_s: float = 30.0
    pause_s: float = 10.0


class Breaker:
    """Guards one vendor. Call `admit` before each attempt and `succeed` or `falter` after it, and `fail` when a call gives up."""

    def __init__(self, vendor: str, clock: Clock, thresholds: Thresholds | None = None) -> None:
        self.vendor = vendor
        self._clock = clock
        self._limits = thresholds or Thresholds()
        self._outcomes: deque[tuple[float, bool]] = deque(maxlen=1000)
        self._closed_again_at: float | None = None
        self._is_probing = False
        self._wished: str | None = None
        "Why the vendor itself wants to be left alone, where it said so."

    @property
    def state(self) -> State:
        if self._closed_again_at is None:
            return State.CLOSED
        return State.OPEN if self._clock.monotonic() < self._closed_again_at else State.HALF_OPEN

    @property
    def pause_s(self) -> float:
        """Seconds from a failed probe to the next one."""
        return self._limits.pause_s

    @property
    def wait_s(self) -> float:
        """Seconds until the next probe, 0 where the vendor may be asked."""
        return max(0.0, self._closed_again_at - self._clock.monotonic()) if self._closed_again_at is not None else 0.0

    def admit(self) -> bool:
        """Let a call pass, and return whether it is a probe; or raise with the seconds until the next one: OverBudget where the
        vendor asked for the pause, else CircuitOpen.
        """
        if self._closed_again_at is None:
            return False
        wait_s = self.wait_s
        if wait_s > 0 and self._wished is not None:
            raise OverBudget(self.vendor, f"not asked: {self._wished}", retry_after_s=wait_s)
        if wait_s > 0 or self._is_probing:
            raise self._left_alone(wait_s)
        self._is_probing = True
        return True

    def defer(self) -> CircuitOpen:
        """Leave the probe to another process for a moment; return what that means for the call."""
        self.open_for(_MOMENT_S)
        return self._left_alone(_MOMENT_S)

    def succeed(self) -> None:
        """Note a call that the vendor answered; a probe's success closes the circuit."""
        if self._is_probing:
            self._outcomes.clear()
            self._closed_again_at, self._is_probing = None, False
        self._outcomes.append((self._clock.monotonic(), True))

    def falter(self) -> None:
        """Note an attempt that failed, and may be repeated; a probe isn't."""
        if self._is_probing:
            self.fail()

    def fail(self) -> None:
        """Note a call that failed; opens the circuit when too many did."""
        now = self._clock.monotonic()
        self._outcomes.append((now, False))
        while self._outcomes and self._outcomes[0][0] < now - self._limits.window_s:
            self._outcomes.popleft()
        failures = sum(not is_good for _, is_good in self._outcomes)
        too_many = failures >= self._limits.failures and failures >= self._limits.rate * len(self._outcomes)
        if self._is_probing or (too_many and self._closed_again_at is None):
            self.open_for(self._limits.pause_s)

    def open_for(self, pause_s: float, *, wished: str | None = None) -> None:
        """Open at once, for at least that many seconds; `wished` says why, where the vendor itself asked for it."""
        until, self._is_probing = self._clock.monotonic() + pause_s, False
        if self._closed_again_at is None or until > self._closed_again_at:
            self._closed_again_at, self._wished = until, wished

    def abandon(self) -> None:
        """Note a call that ended without telling anything about the vendor, so that a probe's place is free again."""
        self._is_probing = False

    def _left_alone(self, wait_s: float) -> CircuitOpen:
        return CircuitOpen(self.vendor, "not asked, it failed too often a moment ago", retry_after_s=max(wait_s, _MOMENT_S))
