"""One attempt at a call: credentials, then the budget, then the wire; once more where the credentials had run out."""

import asyncio
from collections.abc import Awaitable, Callable

from loaders.upstream.auth import Auth
from loaders.upstream.budget import Budget
from loaders.upstream.call import Call
from loaders.upstream.errors import TimedOut, Unavailable
from loaders.upstream.ledger import Exchange
from loaders.upstream.policy import Policy
from loaders.upstream.transport import Reply, Unsent, UnsentInTime

Send = Callable[[Call, float], Awaitable[Reply]]
"Sends an authorized call within some seconds."


class Sender:
    """Sends one vendor's calls with its credentials."""

    def __init__(self, vendor: str, auth: Auth, budget: Budget, policy: Policy) -> None:
        self._vendor = vendor
        self._auth = auth
        self._budget = budget
        self._policy = policy

    async def send(self, call: Call, exchange: Exchange, deadline: float, send: Send, *, is_write: bool) -> Reply:
        """Send with credentials; once more with newer ones when a 401 (for a read also a 403) says that nothing was done."""
        replayed = {401} if is_write else self._policy.refused_credentials
        sent, reply = await self._sent(call, exchange, deadline, send)
        if reply.status in replayed and self._auth.refused(sent):
            exchange.attempts += 1
            _, reply = await self._sent(call, exchange, deadline, send)
        return reply

    async def _sent(self, call: Call, exchange: Exchange, deadline: float, send: Send) -> tuple[Call, Reply]:
        remaining_s = deadline - asyncio.get_running_loop().time()
        if remaining_s <= 0:
            raise UnsentInTime(self._vendor, self._policy.timeout_s)
        try:
            async with asyncio.timeout(remaining_s):
                authorized = await self._auth.authorize(call)
        except (TimeoutError, TimedOut) as error:
            raise UnsentInTime(self._vendor, self._policy.timeout_s) from error
        except Unavailable as error:
            raise Unsent(self._vendor, error.reason, retry_after_s=error.retry_after_s) from error
        await self._budget.take()
        remaining_s = max(0.001, deadline - asyncio.get_running_loop().time())
        exchange.is_sent = True
        traced = authorized.with_headers(*exchange.headers) if exchange.headers else authorized
        return authorized, await send(traced, remaining_s)
