"""Documents, parsed and validated once and kept: the same text is never validated twice while it is remembered."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    parse,
    specified_rules,
    validate,
)

from gateway.access.touched import fragments_of, touched
from gateway.engine.cost import Cost
from gateway.engine.deferred import at_once
from gateway.engine.introspection import NoIntrospection, NoService
from gateway.engine.limits import Inspector
from gateway.engine.one_of import OneOfVariables
from gateway.engine.written import glaring
from resolvers.rights import Coordinate

_MOST_ERRORS = 20


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an operation before it runs: what it may cost, which fields it could touch."""

    cost: Cost
    touched: frozenset[Coordinate]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document and its operations by name, or the errors that keep it from being run."""

    document: DocumentNode | None
    operations: dict[str | None, OperationDefinitionNode]
    errors: tuple[GraphQLError, ...] = ()
    facts: dict[str | None, Facts] = field(default_factory=dict)
    "What was found out about each operation."
    deferring: DocumentNode | None = None
    "The document with its `@defer`, for clients that take the parts; `document` is without. None where nothing is deferred."

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """Return the operation to run; raises GraphQLError where the name doesn't settle it."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        found = self.operations.get(name)
        if found is None:
            known = ", ".join(sorted(str(known) for known in self.operations if known))
            raise GraphQLError(
                f"`operationName` must name one of the document's operations: {known}."
                if known
                else "The document has no operation.",
                extensions={"code": "BAD_USER_INPUT"},
            )
        return found

    def declared(self, name: str | None, given: Mapping[str, object]) -> Mapping[str, object]:
        """Return those variables that the operation declares; all where the name doesn't settle which it is.

        The others change nothing in an answer, and would make endless answers of one.
        """
        node = self.operations.get(name) or (next(iter(self.operations.values())) if len(self.operations) == 1 else None)
        if node is None:
            return given
        names = {one.variable.name.value for one in node.variable_definitions or ()}
        return given if names.issuperset(given) else {key: value for key, value in given.items() if key in names}

    def kind(self, name: str | None) -> OperationType:
        """Return whether the operation is a query, a mutation or a subscription."""
        return self.operation(name).operation


class Documents:
    """The newest `most` documents; each costs up to about 100 KB.

    Unless it `shows_schema`, introspection is refused and no error suggests a name of the schema. A slice tells its SDL by
    `_service` nevertheless: without it no router could be put before it.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        inspector: Inspector,
        *,
        max_tokens: int,
        shows_schema: bool = True,
        is_slice: bool = False,
        most: int = 1000,
    ) -> None:
        self._schema = schema
        self._inspector = inspector
        self._max_tokens = max_tokens
        self._most = most
        self._known: OrderedDict[str, Prepared] = OrderedDict()
        self._shows_schema = shows_schema
        closed = () if shows_schema else (NoIntrospection,) if is_slice else (NoIntrospection, NoService)
        self._rules = (*specified_rules, OneOfVariables, *closed)

    def known(self, text: str) -> Prepared | None:
        """Return the document where it was prepared lately, without work."""
        return self._known.get(text)

    def prepare(self, text: str) -> Prepared:
        """Return the document, parsed and validated, from memory where it was seen before."""
        known = self._known.get(text)
        if known is not None:
            self._known.move_to_end(text)
            return known
        prepared = self._checked(text)
        self._known[text] = prepared
        if len(self._known) > self._most:
            self._known.popitem(last=False)
        return prepared

    def _checked(self, text: str) -> Prepared:
        try:
            document = parse(text, max_tokens=self._max_tokens)
        except GraphQLError as error:
            return Prepared(None, {}, (_coded(error, "GRAPHQL_PARSE_FAILED"),))
        too_much = glaring(document, self._inspector.limits)
        if too_much:
            return Prepared(None, {}, tuple(too_much))
        errors = validate(self._schema, document, self._rules, max_errors=_MOST_ERRORS, hide_suggestions=not self._shows_schema)
        if errors:
            return Prepared(None, {}, tuple(_coded(error, "GRAPHQL_VALIDATION_FAILED") for error in errors))
        operations = {
            node.name.value if node.name else None: node
            for node in document.definitions
            if isinstance(node, OperationDefinitionNode)
        }
        refusals = self._inspector.refusals(document)
        if refusals:
            return Prepared(None, {}, tuple(refusals))
        fragments = fragments_of(document)
        facts = {
            name: Facts(self._inspector.cost(node, fragments), touched(self._schema, node, fragments))
            for name, node in operations.items()
        }
        whole = at_once(text, document)
        return Prepared(whole, operations, facts=facts, deferring=None if whole is document else document)


def _coded(error: GraphQLError, code: str) -> GraphQLError:
    return GraphQLError(
        error.message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        extensions={"code": code, **(error.extensions or {})},
    )
