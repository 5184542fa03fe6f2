"""From a request's bytes straight to the answer that is kept for it: what was asked before isn't parsed again."""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b

from gateway.engine.engine import Engine, Request
from gateway.engine.responses import Ready
from gateway.http.journal import Journal, Named
from resolvers.context import Caller

_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Where an answer is kept, and what the journal calls the operation."""

    key: str
    named: Named


class Shortcuts:
    """The newest 10,000, by a hash of the body and the caller's rights, so that none leads to another's answer.

    A shortcut says only where to look: whether the answer is still there and fresh is the cache's to say.
    """

    def __init__(self, engine: Engine, journal: Journal) -> None:
        self._engine = engine
        self._journal = journal
        self._known: OrderedDict[bytes, Shortcut] = OrderedDict()

    def find(self, body: bytes, caller: Caller, request_id: str) -> Ready | None:
        """Return the kept answer to the request in these bytes, and write that it was given."""
        shortcut = self._known.get(_digest(body, caller)) if caller.documents is None else None
        ready = None if shortcut is None else self._engine.kept(shortcut.key)
        if ready is not None and shortcut is not None:
            self._journal.kept(shortcut.named, request_id, caller)
        return ready

    def note(self, body: bytes, request: Request, caller: Caller) -> None:
        """Remember where the answer to these bytes is kept; nothing where the caller's documents must be looked at each time."""
        if caller.documents is not None or not self._engine.is_plain(request, caller):
            return
        key = self._engine.key(request, caller)
        if key is not None:
            self._known[_digest(body, caller)] = Shortcut(key, self._journal.named(request))
            if len(self._known) > _MOST:
                self._known.popitem(last=False)


def _digest(body: bytes, caller: Caller) -> bytes:
    return blake2b(body, digest_size=16, key=blake2b(caller.rights.encode(), digest_size=16).digest()).digest()
