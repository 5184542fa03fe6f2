"""One authenticated request, what it may see, and how answers are wrapped."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import JSONResponse, Response

from loaders.carecloud.sandbox.body import Body
from loaders.carecloud.sandbox.books import Books, Table
from loaders.carecloud.sandbox.errors import bad, forbidden, missing
from loaders.carecloud.sandbox.query import Query
from loaders.carecloud.sandbox.rows import Row, local, shown
from loaders.carecloud.sandbox.sessions import Session


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler needs. `at` is the aware time of the request."""

    books: Books
    session: Session
    query: Query
    body: Body
    path: dict[str, str]
    language: str
    at: datetime

    @property
    def now(self) -> str:
        """The time of the request as the vendor spells it; such texts compare as times."""
        return local(self.at)

    @property
    def is_seed(self) -> bool:
        """Whether the caller speaks the seed's dialect: the old Basic mode, its flat bodies and bare answers."""
        return self.session.scheme == "Basic"

    def found(self, table: Table, row_id: str) -> Row:
        """A record named in the path, or 404."""
        row = table.get(row_id)
        if row is None:
            raise missing(table.name.replace("_", "-"), row_id)
        return row

    def known(self, table: Table, name: str, row_id: str) -> Row:
        """A record named in a body or query: there a wrong id is a 400, not a 404."""
        row = table.get(row_id)
        if row is None:
            raise bad(name, "not_found", row_id)
        return row

    def person(self) -> Row:
        """The customer in the path: anyone on the enterprise interface, else only the one logged in."""
        customer_id = self.path["customer_id"]
        self._check_reach(customer_id, self.own())
        return self.found(self.books.customers, customer_id)

    def writable_person(self) -> Row:
        """As `person`, also one registered with this token, as in the seed; but nobody deleted."""
        customer_id = self.path["customer_id"]
        if customer_id not in self.session.registered:
            return self.alive(self.person())
        return self.alive(self.found(self.books.customers, customer_id))

    def subject(self, customer_id: str) -> Row:
        """The customer in a body or query, within the caller's reach."""
        self._check_reach(customer_id, self.own())
        return self.known(self.books.customers, "customer_id", customer_id)

    def alive(self, customer: Row) -> Row:
        """Refuse to change a deleted customer."""
        if customer["state"] == 0:
            raise bad("customer_id", "deleted", customer["customer_id"])
        return customer

    def own(self) -> str | None:
        """None on the enterprise interface, which sees everybody; else the id of whoever is logged in."""
        if self.session.interface == "enterprise":
            return None
        if self.session.customer_id is None:
            raise forbidden("No customer is logged in on this token")
        return self.session.customer_id

    def within(self, table: Table) -> list[Row]:
        """The rows of a project-wide list that the caller may see."""
        own = self.own()
        return table.all() if own is None else table.of(own)

    def one(self, row: Row) -> Response:
        """A single record."""
        return JSONResponse({"data": shown(row, self.language)})

    def created(self, name: str, row_id: str, *, bare_in_seed: bool = False) -> Response:
        """201 with the new id; the seed shows some of them without the `data` envelope."""
        answer: dict[str, object] = {name: row_id}
        return JSONResponse(answer if bare_in_seed and self.is_seed else {"data": answer}, 201)

    def done(self) -> Response:
        """204: success without a body."""
        return Response(status_code=204)

    def _check_reach(self, customer_id: str, own: str | None) -> None:
        if own is not None and customer_id != own:
            raise bad("customer_id", "not_belong_to_logged_in_customer", customer_id)
