"""Whether an operation may begin: by its document, its caller's rights and quota, and the variables it brings."""

from collections.abc import Sequence
from dataclasses import dataclass

from graphql import GraphQLError, OperationType
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from gateway.access.executor import Restricted
from gateway.access.quotas import OverQuota, OverWholeQuota, Quotas
from gateway.access.rights import Registry
from gateway.engine.documents import Facts, Prepared
from gateway.engine.variables import check_variables
from gateway.engine.wishes import Wishes, wishes
from gateway.process import Process
from resolvers.context import Caller
from resolvers.rights import Rights

_MOST_REFUSALS = 20
_SUBSCRIPTION = "Subscription"


class TurnedAway(Exception):
    """The operation doesn't begin; `errors` say why, and `retry_after_s` when to come again."""

    def __init__(self, errors: Sequence[GraphQLError], retry_after_s: float | None = None) -> None:
        super().__init__()
        self.errors = tuple(errors)
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Admitted:
    """An operation that may begin, and how it is to be run."""

    kind: OperationType
    facts: Facts
    rights: Rights
    wished: Wishes
    is_restricted: bool
    "Whether it asks for something that is hidden from its caller."

    @property
    def executor(self) -> type[StrawberryGraphQLCoreExecutionContext]:
        """The ordinary executor, but for a document that asks for something hidden."""
        return Restricted if self.is_restricted else StrawberryGraphQLCoreExecutionContext


class Admission:
    """Decides for one process."""

    def __init__(self, process: Process, quotas: Quotas | None) -> None:
        self._registry = Registry(process.graph)
        self._quotas = quotas

    async def admit(
        self,
        prepared: Prepared,
        operation_name: str | None,
        variables: object,
        extensions: object,
        caller: Caller,
    ) -> Admitted:
        """Return how to run it, or raise TurnedAway. What only reads may begin though it asks for something hidden; a mutation may not."""
        if prepared.errors:
            raise TurnedAway(prepared.errors)
        try:
            operation = prepared.operation(operation_name)
            facts = prepared.facts[operation.name.value if operation.name else None]
            wished = wishes(extensions if isinstance(extensions, dict) else {}, caller)
            check_variables(variables)
        except GraphQLError as error:
            raise TurnedAway([error]) from None
        rights = self._registry.of(caller)
        is_restricted = bool(rights.hidden) and not rights.hidden.keys().isdisjoint(facts.touched)
        if is_restricted and not _may_begin_restricted(operation.operation, rights, facts):
            hidden = sorted(rights.hidden.keys() & facts.touched)
            raise TurnedAway([rights.refusal(where) for where in hidden[:_MOST_REFUSALS]])
        await self._charge(caller, facts)
        return Admitted(operation.operation, facts, rights, wished, is_restricted)

    async def _charge(self, caller: Caller, facts: Facts) -> None:
        if self._quotas is None or not caller.is_known:
            return
        try:
            await self._quotas.spend(caller, facts.cost.total)
        except OverQuota as error:
            raise TurnedAway([error.told()], error.retry_after_s) from None
        except OverWholeQuota as error:
            raise TurnedAway([error.told()]) from None


def _may_begin_restricted(kind: OperationType, rights: Rights, facts: Facts) -> bool:
    """Whether an operation that asks for something hidden may begin; a subscription of which nothing is left may not."""
    if kind is OperationType.SUBSCRIPTION:
        return not any(where in rights.hidden for where in facts.touched if where[0] == _SUBSCRIPTION)
    return kind is OperationType.QUERY
