"""Runs a query whose deferred fragments come in parts of their own, each when it is ready.

Fragments begin together with the rest, so that reads are shared and batched as if nothing were deferred; only what waits for a
slow vendor comes later. Parts are in the words of the specification's draft, `pending`, `incremental`, `completed`, which
graphql-core speaks. Specification: github.com/graphql/graphql-spec/pull/1110.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Any, NotRequired, TypedDict

from graphql import (
    ExecutionResult,
    GraphQLError,
    InitialIncrementalExecutionResult,
    SubsequentIncrementalExecutionResult,
)
from graphql.execution import CompletedResult, Executor, IncrementalDeferResult, PendingResult

from gateway.engine.errors import formatted, too_late

Path = Sequence[str | int]
Errors = list[dict[str, object]]


class Pending(TypedDict):
    """A fragment that comes later: where it belongs, and the label that its document gives it."""

    id: str
    path: Path
    label: NotRequired[str]


class Fields(TypedDict):
    """Fields that have come, at the place of the pending `id` or below it."""

    id: str
    data: dict[str, Any]
    subPath: NotRequired[Path]
    errors: NotRequired[Errors]


class Completed(TypedDict):
    """A fragment that has come whole, or, with errors, that never comes."""

    id: str
    errors: NotRequired[Errors]


class Part(TypedDict, total=False):
    """One part; the first has the data, each may have what is pending, and the last has no next."""

    data: dict[str, Any]
    errors: Errors
    pending: list[Pending]
    incremental: list[Fields]
    completed: list[Completed]
    extensions: Mapping[str, object]
    hasNext: bool


Tell = Callable[[Part], Awaitable[None]]
"Sends a part; returns when the next may come."


class Delivery:
    """One query's parts on their way."""

    def __init__(self, executor: Executor[Any], tell: Tell, problems: list[GraphQLError], request_id: str) -> None:
        self._executor = executor
        self._tell = tell
        self._problems = problems
        self._request_id = request_id
        self._pending: dict[str, Pending] = {}
        self.errors: Errors = []
        "Of all parts that were told."

    async def run(self, timeout_s: float, extensions: Callable[[], Mapping[str, object]]) -> ExecutionResult | None:
        """Tell the answer in parts, or return it where it came whole: then nothing has been told.

        Fragments that aren't there in time end with an error; raises TimeoutError where the first part isn't. The last part has
        nothing but the `extensions`, so that they are about the whole answer.
        """
        try:
            async with asyncio.timeout(timeout_s) as limit:
                ran = self._executor.execute_operation()
                result = await ran if isinstance(ran, Awaitable) else ran
            if isinstance(result, ExecutionResult):
                return result
            await self._tell({**self._first(result.initial_result), "hasNext": True})
            async with aclosing(result.subsequent_results) as parts:
                while self._pending:
                    part = await self._next(parts, limit.when())
                    await self._tell({**(self._cut_off(too_late(timeout_s)) if part is None else part), "hasNext": True})
            left = self._told(self._problems)
            await self._tell({**_unless_empty(errors=left, extensions=extensions()), "hasNext": False})
        finally:
            # What has begun early is tasks of its own, which nobody else ends where this one is cancelled.
            await self._executor.cancel_incremental_work()
        return None

    async def _next(
        self, parts: AsyncGenerator[SubsequentIncrementalExecutionResult, None], until: float | None
    ) -> Part | None:
        """Return the next part, or None where it isn't there in time."""
        try:
            async with asyncio.timeout_at(until):
                part = await anext(parts)
        except TimeoutError:
            return None
        pending = self._announced(part.pending)
        incremental = [self._fields(one) for one in part.incremental or () if isinstance(one, IncrementalDeferResult)]
        completed = [self._completed(one) for one in part.completed or ()]
        return _unless_empty(pending=pending, incremental=incremental, completed=completed)

    def _first(self, result: InitialIncrementalExecutionResult) -> Part:
        data = result.data or {}
        errors = self._told([*(result.errors or ()), *self._problems_in(data, ())])
        return {"data": data, **_unless_empty(errors=errors), "pending": self._announced(result.pending)}

    def _announced(self, fragments: Sequence[PendingResult] | None) -> list[Pending]:
        announced: list[Pending] = []
        for fragment in fragments or ():
            self._pending[fragment.id] = pending = Pending(id=fragment.id, path=fragment.path)
            if fragment.label is not None:
                pending["label"] = fragment.label
            announced.append(pending)
        return announced

    def _fields(self, came: IncrementalDeferResult) -> Fields:
        sub_path = came.sub_path or []
        problems = self._problems_in(came.data, [*self._pending[came.id]["path"], *sub_path])
        fields: Fields = {"id": came.id, "data": came.data}
        if sub_path:
            fields["subPath"] = sub_path
        errors = self._told([*(came.errors or ()), *problems])
        if errors:
            fields["errors"] = errors
        return fields

    def _completed(self, done: CompletedResult) -> Completed:
        del self._pending[done.id]
        return {"id": done.id, "errors": self._told(done.errors)} if done.errors else {"id": done.id}

    def _cut_off(self, late: GraphQLError) -> Part:
        """End everything that is pending."""
        completed: list[Completed] = [
            {"id": one["id"], "errors": self._told([_at(late, one["path"])])} for one in self._pending.values()
        ]
        self._pending.clear()
        return {"completed": completed}

    def _told(self, errors: Sequence[GraphQLError]) -> Errors:
        told = formatted(errors, self._request_id)
        self.errors += told
        return told

    def _problems_in(self, data: object, at: Path) -> list[GraphQLError]:
        """Take out the problems that were reported beside fields which these data hold."""
        found = [problem for problem in self._problems if _holds(data, at, problem.path or ())]
        for problem in found:
            self._problems.remove(problem)
        return found


def _holds(data: object, at: Path, path: Path) -> bool:
    if list(path[: len(at)]) != list(at):
        return False
    for step in path[len(at) :]:
        if isinstance(data, dict) and isinstance(step, str):
            if step not in data:
                return False
            data = data[step]
        elif isinstance(data, list) and isinstance(step, int):
            data = data[step]
        else:
            break  # Null was put in the place of what the path goes on into.
    return True


def _at(error: GraphQLError, path: Path) -> GraphQLError:
    return GraphQLError(error.message, path=path, extensions=error.extensions)


def _unless_empty(**members: Any) -> Part:
    return {name: member for name, member in members.items() if member}  # type: ignore[return-value]  # of a part
