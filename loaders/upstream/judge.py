"""What an answer's status says: whether there is something to decode, or which error it is."""

from loaders.upstream.breaker import Breaker
from loaders.upstream.clock import Clock
from loaders.upstream.decode import Decoder
from loaders.upstream.dialect import Dialect
from loaders.upstream.errors import AuthFailed, Malformed, OverBudget, Refusal, Rejected, Unavailable
from loaders.upstream.policy import Policy
from loaders.upstream.repeating import LONGEST_PAUSE_S, LONGEST_WAIT_S
from loaders.upstream.transport import Reply

_UNAVAILABLE = frozenset({408, 425, 500, 502, 503, 504})


class Judge:
    """Knows one vendor's statuses, and opens its breaker where it asks for a pause."""

    def __init__(
        self, vendor: str, *, policy: Policy, breaker: Breaker, clock: Clock, dialect: Dialect, decoder: Decoder
    ) -> None:
        self._vendor = vendor
        self._policy = policy
        self._breaker = breaker
        self._clock = clock
        self._dialect = dialect
        self._decoder = decoder

    def judge(self, reply: Reply, refusal: Refusal | None = None) -> None:
        """Raise what the status says; 2xx passes. `refusal` is what refused credentials mean where they are not ours."""
        status = reply.status
        if status == self._policy.lock_status and not reply.content_type.endswith("json"):
            raise self._locked(status)
        if 200 <= status < 300:
            return
        if status == 429:
            raise self._slowed(reply)
        if status in _UNAVAILABLE or status >= 500:
            wait_s = reply.retry_after_s(self._clock.now())
            raise Unavailable(self._vendor, f"expected an answer, got status {status}", retry_after_s=wait_s)
        if status in self._policy.refused_credentials and refusal is not None:
            raise Rejected(self._vendor, status, (refusal,))
        if status in self._policy.refused_credentials:
            raise AuthFailed(self._vendor, f"expected our credentials to be taken, got status {status}")
        if status < 400:
            raise Malformed(self._vendor, path="$", expected="an answer", got=f"a redirect ({status})")
        raise Rejected(self._vendor, status, self._refusals(reply))

    def _locked(self, status: int) -> OverBudget:
        self._breaker.open_for(self._policy.lock_pause_s, wished="the vendor locked the account for too many calls")
        reason = f"the vendor locked the account for too many calls (status {status}); someone must solve its CAPTCHA"
        return OverBudget(self._vendor, reason, retry_after_s=self._policy.lock_pause_s)

    def _slowed(self, reply: Reply) -> OverBudget:
        """A vendor that names a longer pause than a repetition may wait is left alone for that long."""
        wait_s = reply.retry_after_s(self._clock.now())
        if wait_s is not None and wait_s > LONGEST_WAIT_S:
            self._breaker.open_for(min(wait_s, LONGEST_PAUSE_S), wished="the vendor asked for fewer calls")
        return OverBudget(self._vendor, "the vendor asks for fewer calls (status 429)", retry_after_s=wait_s)

    def _refusals(self, reply: Reply) -> tuple[Refusal, ...]:
        try:
            return self._dialect.refusals(reply.status, self._dialect.plain(self._decoder, reply))
        except Malformed:
            return ()
