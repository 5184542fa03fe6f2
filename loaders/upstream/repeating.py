"""When a read is asked again."""

import asyncio

from loaders.upstream.errors import CircuitOpen, OverBudget, Unavailable

LONGEST_WAIT_S = 2.0
"A vendor's `Retry-After` that is longer isn't sat out."
LONGEST_PAUSE_S = 300.0
"Nor is it left alone for longer than this, whatever it says."


def worth_repeating(error: Exception, deadline: float) -> bool | float:
    """Whether to ask again, or after how many seconds; stamina adds the jitter where we name no time."""
    if isinstance(error, CircuitOpen) or asyncio.get_running_loop().time() >= deadline:
        return False
    if isinstance(error, Unavailable | OverBudget) and error.retry_after_s is not None:
        return error.retry_after_s if 0 < error.retry_after_s <= LONGEST_WAIT_S else False
    return isinstance(error, Unavailable)
