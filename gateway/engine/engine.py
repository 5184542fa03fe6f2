"""Runs one operation: prepared document, request scope, deadline, answer."""

import asyncio
import secrets
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from graphql import ExecutionResult, GraphQLError, OperationType

from gateway.access.catalogue import Catalogue
from gateway.access.quotas import Quotas
from gateway.engine.admission import Admission, Admitted, TurnedAway
from gateway.engine.audit import auditor, never_began
from gateway.engine.documents import Documents, Prepared
from gateway.engine.errors import formatted, too_late
from gateway.engine.incremental import Delivery, Tell
from gateway.engine.limits import Inspector, Limits
from gateway.engine.responses import Ready, Responses
from gateway.engine.told import told
from gateway.engine.wishes import OWN_ANSWER
from gateway.process import Process
from loaders.upstream.cache.cache import Moment
from loaders.upstream.ledger import Ledger
from loaders.upstream.scope import Scope, entered
from resolvers.context import Caller

_NOT_STREAMED = GraphQLError(
    "A subscription is answered as it happens: ask with `Accept: text/event-stream`, or over WebSocket by graphql-transport-ws.",
    extensions={"code": "BAD_USER_INPUT"},
)


@dataclass(frozen=True, slots=True)
class Request:
    """One operation as a client asked for it."""

    query: str
    variables: Mapping[str, object] | None = None
    operation_name: str | None = None
    extensions: Mapping[str, object] = field(default_factory=dict)
    request_id: str = field(default_factory=lambda: secrets.token_hex(8))
    skips_cache: bool = False
    "Asks the vendors anew, as `Cache-Control: no-cache` wishes; from a caller that may not, the wish counts for nothing."
    document_id: str | None = None
    "Names a document that the gateway knows, where `query` is empty."


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. `has_run` is false where the request was refused before execution, so that there is no `data` at all."""

    data: Any
    "As the query shaped it."
    errors: list[dict[str, object]]
    extensions: dict[str, object]
    has_run: bool
    kind: OperationType | None = None
    ledger: Ledger = field(default_factory=Ledger)
    ready: Ready | None = None
    "The same as bytes, with what HTTP is told about keeping it, where the whole of a query succeeded."

    retry_after_s: float | None = None
    "When to come again, where the caller's quota is used up."

    is_told: bool = False
    "Whether it went out in parts, so that nothing of it is left to send."

    @property
    def body(self) -> dict[str, object]:
        """The response map of the specification."""
        body: dict[str, object] = {"data": self.data} if self.has_run else {}
        if self.errors:
            body["errors"] = self.errors
        if self.extensions:
            body["extensions"] = self.extensions
        return body


class Engine:
    """Answers operations for one process."""

    def __init__(
        self, process: Process, *, shows_schema: bool = False, quotas: Quotas | None = None, known: Catalogue | None = None
    ) -> None:
        settings = process.settings.gateway
        self._process = process
        self._shows_schema = shows_schema
        self._timeout_s = settings.timeout_s
        self._schema = process.graph.schema._schema
        limits = Limits(depth=settings.max_depth, aliases=settings.max_aliases, cost=settings.max_cost)
        inspector = Inspector(self._schema, limits, process.graph.owners)
        self._documents = Documents(
            self._schema,
            inspector,
            max_tokens=settings.max_tokens,
            shows_schema=shows_schema,
            is_slice=process.graph.is_slice,
        )
        self._admission = Admission(process, quotas)
        self._known = known or Catalogue()
        self._responses = Responses(process.cache, process.clock)

    def named(self, request: Request, caller: Caller) -> Request:
        """Return the request with its document, by whatever it was named; raises GraphQLError where it may not be run."""
        if self.is_plain(request, caller):
            return request
        return replace(request, query=self._known.text(request.query, request.document_id, request.extensions, caller))

    def refused(self, error: GraphQLError, request: Request) -> Answer:
        """Return the answer to a request that doesn't begin."""
        return _refused((error,), request.request_id)

    def is_trusted(self, request: Request) -> bool:
        """Whether the document is one of the organization's own."""
        return self._known.is_trusted(request.query)

    def prepare(self, text: str) -> Prepared:
        """Return the document, parsed and validated."""
        return self._documents.prepare(text)

    def is_plain(self, request: Request, caller: Caller) -> bool:
        """Whether the request carries its document, and the caller may send any."""
        return bool(request.query) and caller.documents is None and self._known.is_free(request.extensions)

    def key(self, request: Request, caller: Caller) -> str | None:
        """Return where the whole answer is kept for a caller with the same rights; None where the caller is to have their own."""
        is_anew = request.skips_cache and caller.may("cache:skip")
        if is_anew or not self._process.cache.is_kept or any(request.extensions.get(name) for name in OWN_ANSWER):
            return None
        return self._answer_key(request, caller)

    def kept(self, key: str) -> Ready | None:
        """Return the whole answer where it is kept and fresh; nothing is parsed."""
        return self._responses.find(key)

    def kind(self, request: Request) -> OperationType | None:
        """Return what the request asks for; None where it doesn't say, which its answer then tells."""
        prepared = self.prepare(request.query)
        try:
            return None if prepared.errors else prepared.kind(request.operation_name)
        except GraphQLError:
            return None

    def defers(self, request: Request) -> bool:
        """Whether some of the answer may come later than the rest, if the client takes that."""
        return self.prepare(request.query).deferring is not None

    async def run(self, request: Request, caller: Caller, tell: Tell | None = None) -> Answer:
        """Answer one query or mutation; never raises for what a client or a vendor did.

        Where `tell` is given, a query with deferred fragments is told by it in parts; without it, it comes whole.
        """
        if self.kind(request) is OperationType.SUBSCRIPTION:
            return _refused((_NOT_STREAMED,), request.request_id)
        scope, asked = Scope(), self._process.cache.moment()
        answer, admitted = await self._answered(request, caller, scope, tell)
        if admitted is None or admitted.wished.tells or answer.is_told:
            return answer
        if admitted.kind is OperationType.QUERY and not answer.errors:
            return self._readied(answer, request, caller, scope, asked)
        return answer

    async def look(self, request: Request, caller: Caller, scope: Scope) -> Answer:
        """Run a subscription's selection once; what it used is in the scope afterwards."""
        answer, _ = await self._answered(request, caller, scope)
        return answer

    async def _answered(
        self, request: Request, caller: Caller, scope: Scope, tell: Tell | None = None
    ) -> tuple[Answer, Admitted | None]:
        """Run an operation if it may begin."""
        prepared = self.prepare(request.query)
        try:
            admitted = await self._admission.admit(
                prepared, request.operation_name, request.variables, request.extensions, caller
            )
        except TurnedAway as refused:
            never_began(auditor(request.request_id, caller), prepared, request.operation_name, refused.errors)
            return replace(_refused(refused.errors, request.request_id), retry_after_s=refused.retry_after_s), None
        scope.caller = caller.name if caller.is_known else None
        scope.skips_cache = request.skips_cache and caller.may("cache:skip")
        scope.max_stale_s = admitted.wished.max_stale_s
        with entered(scope):
            return await self._executed(prepared, admitted, request, caller, scope, tell), admitted

    async def _executed(
        self, prepared: Prepared, admitted: Admitted, request: Request, caller: Caller, scope: Scope, tell: Tell | None
    ) -> Answer:
        context, kind = self._process.context(scope, caller), admitted.kind
        context.rights = admitted.rights
        context.audit = auditor(request.request_id, caller)
        deferring = None if tell is None or kind is not OperationType.QUERY else prepared.deferring
        executor = admitted.executor.build(
            self._schema,
            deferring or prepared.document,  # type: ignore[arg-type]  # one that was admitted
            context_value=context,
            raw_variable_values=dict(request.variables or {}),
            operation_name=request.operation_name,
            enable_early_execution=deferring is not None,
            hide_suggestions=not self._shows_schema,
        )
        try:
            if isinstance(executor, list):
                never_began(context.audit, prepared, request.operation_name, executor)
                result = ExecutionResult(None, executor)
            elif tell is None or deferring is None:
                # A mutation is not cut off: its outcome would be lost. Each of its calls has a deadline of its own.
                async with asyncio.timeout(None if kind is OperationType.MUTATION else self._timeout_s):
                    ran = executor.execute_operation()
                    result = ran if isinstance(ran, ExecutionResult) else await cast("Awaitable[ExecutionResult]", ran)
            else:
                delivery = Delivery(executor, tell, context.problems, request.request_id)
                whole = await delivery.run(self._timeout_s, lambda: self._told(admitted, scope))
                if whole is None:
                    return Answer(None, delivery.errors, {}, has_run=True, kind=kind, ledger=scope.ledger, is_told=True)
                result = whole
        except TimeoutError:
            late = formatted([too_late(self._timeout_s)], request.request_id)
            return Answer(None, late, self._told(admitted, scope), has_run=True, kind=kind, ledger=scope.ledger)
        errors = [*(result.errors or ()), *context.problems]
        has_run = result.data is not None or any(error.path for error in errors)
        return Answer(
            result.data,
            formatted(errors, request.request_id),
            self._told(admitted, scope),
            has_run=has_run,
            kind=kind,
            ledger=scope.ledger,
        )

    def _told(self, admitted: Admitted, scope: Scope) -> dict[str, object]:
        return told(admitted.wished, admitted.facts.cost, scope.ledger, self._process.clock.now())

    def _readied(self, answer: Answer, request: Request, caller: Caller, scope: Scope, asked: Moment) -> Answer:
        """Turn a query's whole answer into bytes, and keep them while all it used is fresh."""
        kept = self._responses.made(answer.data, scope.ledger, is_private=caller.is_known, took_s=scope.elapsed_ms() / 1000)
        key = self._answer_key(request, caller)
        if key is not None:
            self._responses.keep(key, kept, scope.ledger, asked)
        return replace(answer, ready=kept.ready(self._process.clock))

    def _answer_key(self, request: Request, caller: Caller) -> str | None:
        variables, prepared = request.variables, self._documents.known(request.query)
        if variables and prepared is not None:
            variables = prepared.declared(request.operation_name, variables)
        return self._responses.key(request.query, request.operation_name, variables, caller.rights)


def _refused(errors: tuple[GraphQLError, ...], request_id: str) -> Answer:
    return Answer(None, formatted(errors, request_id), {}, has_run=False)
