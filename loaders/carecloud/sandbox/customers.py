"""Finding customers: by e-mail, phone, name, card or external id. Beyond the seed, which has no lookup."""

from starlette.responses import JSONResponse, Response

from loaders.carecloud.sandbox.call import Call
from loaders.carecloud.sandbox.listing import Keep, equals, listed, matching, valid
from loaders.carecloud.sandbox.rows import Row, part, text


def get_customers(call: Call) -> Response:
    """Customers by all filters at once (AND); lists are OR inside. Deleted and inactive rows are among them."""
    rows = call.within(call.books.customers)
    return listed(call, "customers", matching(rows, *_filters(call)))


def get_customer(call: Call) -> Response:
    """One customer."""
    return call.one(call.person())


def get_cards(call: Call) -> Response:
    """Cards of all customers, by number among other things."""
    return listed(call, "cards", matching(call.books.cards.all(), *_card_filters(call), equals(call, "customer_id", "state")))


def get_customer_cards(call: Call) -> Response:
    """One customer's cards, blocked ones included."""
    rows = call.books.cards.of(text(call.person(), "customer_id"))
    return listed(call, "cards", matching(rows, *_card_filters(call)))


def get_source_records(call: Call) -> Response:
    """External ids of all customers in reach."""
    rows = call.within(call.books.source_records)
    return listed(call, "customer_source_records", matching(rows, _external_ids(call), equals(call, "customer_id")))


def get_customer_source_records(call: Call) -> Response:
    """One customer's external ids."""
    rows = call.books.source_records.of(text(call.person(), "customer_id"))
    return listed(call, "customer_source_records", matching(rows, _external_ids(call)))


def search_customers(call: Call) -> Response:
    """Customers that match name, birth date and card number exactly; strict mode needs all four values."""
    call.query.choice("mode", ("strict", "none"))
    given = {name: call.query.text(name) for name in ("first_name", "last_name", "card_number")} | {
        "birthdate": call.query.birthdate()
    }
    if None in given.values():
        # Today the whole resource answers in strict mode only, where a missing value finds nobody.
        return JSONResponse({"data": {"strict": []}})
    holders = {row["customer_id"] for row in call.books.cards.all() if row["card_number"] == given["card_number"]}
    rows = matching(call.books.customers.all(), *_about(call), lambda row: row["customer_id"] in holders)
    return JSONResponse({"data": {"strict": [{"customer_id": row["customer_id"], "match": 100} for row in rows]}})


def _filters(call: Call) -> list[Keep]:
    query = call.query
    keeps = _about(call)
    if (email := query.text("email")) is not None:
        keeps.append(lambda row: _told(row, "email") == email.casefold())
    if emails := query.many("email_list"):
        wanted = {email.casefold() for email in emails}
        keeps.append(lambda row: _told(row, "email") in wanted)
    if ids := query.many("customer_ids"):
        chosen = set(ids)
        keeps.append(lambda row: row["customer_id"] in chosen)
    if (phone := query.phone()) is not None:
        keeps.append(lambda row: _told(row, "phone") == phone)
    if (source_id := query.text("customer_source_id")) is not None:
        records = call.books.source_records.all()
        members = {record["customer_id"] for record in records if record["customer_source_id"] == source_id}
        keeps.append(lambda row: row["customer_id"] in members)
    return keeps


def _about(call: Call) -> list[Keep]:
    given = {name: call.query.text(name) for name in ("first_name", "last_name")}
    keeps = [_says(name, value) for name, value in given.items() if value is not None]
    if (birthdate := call.query.birthdate()) is not None:
        keeps.append(_says("birthdate", birthdate))
    return keeps


def _says(name: str, value: str) -> Keep:
    return lambda row: _told(row, name) == value.casefold()


def _told(row: Row, name: str) -> str:
    """A personal field for comparison: the documentation names no case, so it doesn't count."""
    return text(part(row, "personal_information"), name).casefold()


def _card_filters(call: Call) -> list[Keep]:
    query = call.query
    # True searches the secondary numbers only, not both.
    field = "secondary_card_number" if query.flag("search_secondary_card_number") else "card_number"
    keeps = [equals(call, "card_type_id"), valid(call, "is_valid")]
    if (number := query.text("card_number")) is not None:
        keeps.append(lambda row: row[field] == number)
    if numbers := query.many("card_number_list"):
        wanted = set(numbers)
        keeps.append(lambda row: row[field] in wanted)
    return keeps


def _external_ids(call: Call) -> Keep:
    sources = equals(call, "customer_source_id")
    if external_ids := call.query.many("external_ids"):
        # The deprecated external_id is ignored beside external_ids.
        wanted = set(external_ids)
        return lambda row: sources(row) and row["external_id"] in wanted
    external = equals(call, "external_id")
    return lambda row: sources(row) and external(row)
