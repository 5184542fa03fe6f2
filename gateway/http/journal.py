"""One log line per operation: who asked what, how it went; nothing that a caller or a vendor sent."""

import time
from collections import Counter
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

import structlog

from gateway.engine.engine import Answer, Engine, Request
from gateway.observe.observer import Begun, Observer
from resolvers.context import Caller


@dataclass(frozen=True, slots=True)
class Named:
    """What an operation is called."""

    logged: str
    counted: str | None
    "Its own name; a metric counts under it only where that name is known."
    is_trusted: bool


class Journal:
    """Writes the lines of one process."""

    def __init__(self, engine: Engine, observer: Observer) -> None:
        self._engine = engine
        self._observer = observer
        self._log = structlog.get_logger("gateway.requests").bind()

    async def followed(self, running: Awaitable[Answer], request: Request, caller: Caller) -> Answer:
        """Wait for an answer and write how it went; a request whose client went away is written too."""
        began, started = self._observer.begin(), time.perf_counter()
        answer: Answer | None = None
        try:
            answer = await running
        finally:
            took_s = time.perf_counter() - started
            self._observe(began, request, answer, took_s)
            self._write(request, caller, answer, took_s)
        return answer

    def kept(self, named: Named, request_id: str, caller: Caller) -> None:
        """Write that an answer was given from what is kept."""
        self._observer.kept(named.counted, is_trusted=named.is_trusted)
        self._log.info(
            "operation",
            request_id=request_id,
            caller=caller.name,
            operation=named.logged,
            ms=0,
            calls=0,
            hits=0,
            outcome="KEPT",
        )

    def named(self, request: Request) -> Named:
        """Name the operation: by its own name where the document is the organization's own and has it, else by the document's hash.

        Whoever sends a document or asks for an operation may put anything into a name, a person's too.
        """
        is_trusted = self._engine.is_trusted(request)
        if is_trusted and request.operation_name and self._engine.kind(request) is not None:
            return Named(request.operation_name[:100], request.operation_name, is_trusted)
        hashed = blake2b(request.query.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        return Named(hashed, request.operation_name, is_trusted)

    def refused(self, code: str, status: int, state: Mapping[str, object]) -> None:
        """Write that a request was refused before there was an operation."""
        self._observer.refused(code)
        self._log.info(
            "refused", request_id=state.get("request_id"), caller=state.get("caller", "unknown"), status=status, outcome=code
        )

    def pictured(self, status: int, state: Mapping[str, object]) -> None:
        """Write that a picture was passed on, or that the caller had it."""
        self._log.info("picture", request_id=state.get("request_id"), caller=state.get("caller", "unknown"), status=status)

    def _observe(self, began: Begun, request: Request, answer: Answer | None, took_s: float) -> None:
        """Pass on how it went. A name counts only where the document had an operation of that name, so that it ran."""
        kind = answer.kind.value if answer and answer.kind else None
        name = request.operation_name if kind else None
        is_trusted = self._engine.is_trusted(request)
        self._observer.end(began, name, kind, _outcome(answer), took_s, is_trusted=is_trusted)

    def _write(self, request: Request, caller: Caller, answer: Answer | None, took_s: float) -> None:
        sources = Counter(exchange.source for exchange in answer.ledger.exchanges) if answer else Counter[str]()
        self._log.info(
            "operation",
            request_id=request.request_id,
            caller=caller.name,
            operation=self.named(request).logged,
            kind=answer.kind.value if answer and answer.kind else None,
            ms=round(took_s * 1000, 1),
            calls=sources["miss"],
            hits=sources["hit"] + sources["stale"] + sources["joined"],
            outcome=_outcome(answer),
        )


def _outcome(answer: Answer | None) -> str:
    """OK, or the first error's code; GONE where the client went away before."""
    if answer is None:
        return "GONE"
    if not answer.errors:
        return "OK"
    extensions = answer.errors[0].get("extensions")
    return str(extensions.get("code", "ERROR")) if isinstance(extensions, dict) else "ERROR"
