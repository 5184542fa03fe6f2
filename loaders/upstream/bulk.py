"""When everybody's list is read instead of asking for each person: where it has fewer pages than there are people.

How many pages it has shows its first one only, so that the look is a call itself: it is made for ten people or more, and a list
that was too long is not looked at again for ten minutes. Once a request has read the list, whoever else it wants is taken from it.
"""

from collections.abc import Hashable

from loaders.upstream.clock import Clock
from loaders.upstream.errors import AuthFailed, Malformed, OverBudget, Rejected, TimedOut, UpstreamError
from loaders.upstream.scope import current

WORTH_A_LOOK = 10
"People from which on a list is looked at, unless a vendor's lists are likely long."

ENDLESS = 1_000_000
"Pages of a list that isn't to be had, or that doesn't say how long it is."

NOT_TO_BE_HAD = (AuthFailed, Malformed, Rejected, TimedOut)
"What a list may fail with though each person's own answer comes: it is forbidden, too large or too slow."

_REMEMBERED_S = 600.0


class Bulk:
    """Remembers lists that were too long, by what tells them apart."""

    def __init__(self, clock: Clock, worth_a_look: int = WORTH_A_LOOK) -> None:
        self._clock = clock
        self._worth_a_look = worth_a_look
        self._long: dict[Hashable, tuple[int, float]] = {}

    def is_worth_a_look(self, people: int, which: Hashable = None) -> bool:
        """Whether the first page may be asked for: a call, which is the first of the list's if that turns out cheaper."""
        pages, until = self._long.get(which, (0, 0.0))
        return people >= self._worth_a_look and (pages < people or self._clock.monotonic() >= until)

    def is_cheaper(self, pages: int, people: int, which: Hashable = None) -> bool:
        """Whether reading all pages takes fewer calls than asking for each person; if not, it is remembered."""
        if pages < people:
            return True
        now = self._clock.monotonic()
        self._long = {key: held for key, held in self._long.items() if now < held[1]}
        self._long[which] = (pages, now + _REMEMBERED_S)
        return False


def gives_way(error: UpstreamError, *, is_begun: bool) -> bool:
    """Whether people may be asked for singly where their list failed otherwise: the vendor may be in trouble with the list alone, and
    the circuit breaker sees to it that one in trouble with everything isn't asked for long. Not where too much is asked of it already,
    nor to renew what is held.
    """
    return is_begun or not (current().is_renewal or isinstance(error, OverBudget))


def pages_of(total: int | None, rows: int) -> int:
    """How many pages a list has, by its total and the rows of its first page: a vendor may send fewer than it was asked for."""
    if total is None:
        return ENDLESS
    return -(-total // rows) if rows else int(total > 0) * ENDLESS
