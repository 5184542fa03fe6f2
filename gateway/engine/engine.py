"""Runs one operation: prepared document, request scope, deadline, answer."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from graphql import ExecutionResult, GraphQLError, OperationType, execute
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from gateway.engine.documents import Documents, Prepared
from gateway.engine.errors import formatted
from gateway.process import Process
from loaders.upstream.ledger import Ledger
from loaders.upstream.scope import Scope, entered
from resolvers.context import Caller


@dataclass(frozen=True, slots=True)
class Request:
    """One operation as a client asked for it."""

    query: str
    variables: Mapping[str, object] | None = None
    operation_name: str | None = None
    extensions: Mapping[str, object] = field(default_factory=dict)
    request_id: str = field(default_factory=lambda: secrets.token_hex(8))


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. `has_run` is false where the request was refused before execution, so that there is no `data` at all."""

    data: object
    errors: list[dict[str, object]]
    extensions: dict[str, object]
    has_run: bool
    kind: OperationType | None = None
    ledger: Ledger = field(default_factory=Ledger)

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

    def __init__(self, process: Process) -> None:
        self._process = process
        self._timeout_s = process.settings.gateway.timeout_s
        self._schema = process.graph.schema._schema
        self._documents = Documents(self._schema, max_tokens=process.settings.gateway.max_tokens)

    def prepare(self, text: str) -> Prepared:
        """Return the document, parsed and validated."""
        return self._documents.prepare(text)

    async def run(self, request: Request, caller: Caller) -> Answer:
        """Answer one query or mutation; never raises for what a client or a vendor did."""
        prepared = self.prepare(request.query)
        if prepared.document is None:
            return _refused(prepared.errors, request.request_id)
        try:
            kind = prepared.kind(request.operation_name)
        except GraphQLError as error:
            return _refused((error,), request.request_id)
        scope = Scope()
        with entered(scope):
            return await self._executed(prepared, kind, request, caller, scope)

    async def _executed(
        self, prepared: Prepared, kind: OperationType, request: Request, caller: Caller, scope: Scope
    ) -> Answer:
        context = self._process.context(scope, caller)
        try:
            async with asyncio.timeout(self._timeout_s):
                ran = execute(
                    self._schema,
                    prepared.document,  # type: ignore[arg-type]  # checked by the caller
                    context_value=context,
                    variable_values=dict(request.variables or {}),
                    operation_name=request.operation_name,
                    executor_class=StrawberryGraphQLCoreExecutionContext,
                )
                result: ExecutionResult = ran if isinstance(ran, ExecutionResult) else await ran
        except TimeoutError:
            error = GraphQLError(
                f"The operation took longer than {self._timeout_s:g} s; ask for less at once.",
                extensions={"code": "QUERY_TIMEOUT"},
            )
            return Answer(None, formatted([error], request.request_id), {}, has_run=True, kind=kind, ledger=scope.ledger)
        errors = [*(result.errors or ()), *context.problems]
        has_run = result.data is not None or any(error.path for error in errors)
        return Answer(
            result.data,
            formatted(errors, request.request_id),
            {"freshness": _freshness(scope.ledger, self._process.clock.now())} if scope.ledger.used else {},
            has_run=has_run,
            kind=kind,
            ledger=scope.ledger,
        )


def _refused(errors: tuple[GraphQLError, ...], request_id: str) -> Answer:
    return Answer(None, formatted(errors, request_id), {}, has_run=False)


def _freshness(ledger: Ledger, now: datetime) -> list[dict[str, object]]:
    """Say per vendor how old the oldest data used is, in seconds, and whether it was past its freshness."""
    return [
        {
            "vendor": used.vendor.upper(),
            "age": max(0, round((now - used.stored_at).total_seconds())),
            "stale": used.is_stale,
        }
        for used in ledger.used.values()
    ]
