"""What a resolver is given of the running request."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast

import strawberry
from graphql import GraphQLError

from loaders.identity.handle import Handle, Kind, handle
from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.outcomes import Outcomes
from loaders.upstream.clock import Clock
from loaders.upstream.errors import NotConfigured, UpstreamError
from loaders.upstream.scope import Scope
from loaders.upstream.vendor import Vendor
from resolvers.crowd import Crowd
from resolvers.identity.key import Key
from resolvers.identity.neighbourhood import Neighbourhood
from resolvers.identity.person import Person
from resolvers.rights import EVERYTHING, Rights

V = TypeVar("V", bound=Vendor)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `customer` is the person that a customer's own token names, and the only one it sees, by whatever path."""

    name: str = "anonymous"
    customer: Key | None = None
    scopes: frozenset[str] | None = None
    "What it may see and do; None for everything, where the gateway lets everybody in."
    requests_per_minute: int | None = None
    "Its own quota; None for the installation's."
    cost_per_minute: int | None = None
    documents: frozenset[str] | None = None
    "The ids of the trusted documents it may run; None for no such bound."

    @property
    def rights(self) -> str:
        """Name the class of callers that get the same answers: scopes, and the customer where it is one's own token.

        Holds personal data: for a cached answer's key, which is hashed, and for nothing else.
        """
        if not self.is_known:
            return "*"
        parts = ["*"] if self.scopes is None else [str(len(self.scopes)), *sorted(self.scopes)]
        if self.customer is not None:
            # Not by its repr: that leaves the handles' text out, and two customers would be one.
            parts += [self.customer.vendor or "", self.customer.vendor_id or ""]
            parts += [f"{held.kind.name}={held.text}" for held in self.customer.handles]
        # Lengths keep one part from running into the next: a token's scopes are whatever its issuer wrote.
        return "".join(f"{len(part)}:{part}" for part in parts)

    @property
    def is_known(self) -> bool:
        """Whether it is somebody in particular, so that no cache on the way may keep its answers for others."""
        return self.scopes is not None or self.customer is not None

    def may(self, scope: str) -> bool:
        """Whether it has a scope that isn't a vendor's: `cache:skip`, `cache:write`, `explain`. A customer's own token never has."""
        return self.customer is None and (self.scopes is None or scope in self.scopes)


@dataclass(frozen=True, slots=True)
class Audit:
    """What a mutation did, for the log: `outcome` is DONE, REFUSED, REPEATED, CANCELLED or an error's code.

    `customer` is a keyed hash of what the caller named the person by, one after the other where there are several; `by` says what
    that is: a kind of handle, or the vendor whose id it is.
    """

    mutation: str
    customer: str | None
    outcome: str
    by: str | None = None


@dataclass(slots=True)
class Line:
    """What is known so far of the line of a running mutation."""

    customer: str | None = None
    by: str | None = None
    is_under_way: bool = False
    "Whether the write was begun, which then goes on without its caller and writes the line itself."
    is_written: bool = False


@dataclass(slots=True)
class Context:
    """Made per request. Vendors, identity and clock are the process's; scope, caller and problems are the request's."""

    vendors: Mapping[str, Vendor]
    "The configured ones, by name."
    known_vendors: tuple[str, ...]
    "All that this gateway could serve, in the order of the registry."
    owners: Mapping[str, str]
    "The vendor behind each field of Customer that has one, by the field's name in the graph."
    around: Neighbourhood
    cache: Cache
    outcomes: Outcomes
    clock: Clock
    scope: Scope
    caller: Caller = field(default_factory=Caller)
    rights: Rights = EVERYTHING
    problems: list[GraphQLError] = field(default_factory=list)
    "Errors beside the data: what a non-null list could not learn of one vendor."
    inputs: dict[str | int, bytes] = field(default_factory=dict)
    "What a repeated idempotency key must come with again: a keyed hash of the input, by the mutation's name in the answer."
    lines: dict[str | int, Line] = field(default_factory=dict)
    "The running mutations' lines in the log, by the mutation's name in the answer."
    audit: Callable[[Audit], None] = field(default=lambda _: None)
    "Writes down what a mutation did, at once: a write goes on when its caller has gone."
    crowds: dict[str, Crowd] = field(default_factory=dict)
    "People who are waiting for one another, by what is asked of them."

    def vendor(self, kind: type[V]) -> V:
        """Return the configured vendor of that class, or raise NotConfigured."""
        found = self.vendors.get(kind.name)
        if found is None:
            raise NotConfigured(kind.name)
        return cast("V", found)

    def person(self, key: Key) -> Person:
        """Return the person that a key names; nothing is asked yet.

        For a customer's own token that is the customer, whatever the key: no path through the graph leads to anybody else.
        """
        return Person(self.around, self.caller.customer or key)

    def handle(self, kind: Kind, raw: str | None) -> Handle | None:
        """Normalize a handle by this installation's phone region."""
        return handle(kind, raw, self.around.region)

    def line(self, name: str | int) -> Line:
        """Return what is known of a mutation's line."""
        return self.lines.setdefault(name, Line())

    def crowd(self, what: str) -> Crowd:
        """Return the people of whom something is asked that a vendor has a bulk read for."""
        return self.crowds.setdefault(what, Crowd())

    def report(self, error: UpstreamError, info: "Info") -> None:
        """Add an error at the running field without blanking it."""
        self.problems.append(
            GraphQLError(str(error), nodes=info._raw_info.field_nodes, path=info.path.as_list(), original_error=error)
        )

    async def forget(self, tags: Iterable[str]) -> None:
        """Drop what a write made stale, from the cache and from what this request has read already."""
        self.scope.memo.clear()
        await self.cache.forget(tags)


Info = strawberry.Info[Context, None]
