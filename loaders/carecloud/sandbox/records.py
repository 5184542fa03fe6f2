"""What hangs on a customer: interests, properties, external ids, statuses, purchases."""

from starlette.responses import Response

from loaders.carecloud.sandbox.body import Body
from loaders.carecloud.sandbox.call import Call
from loaders.carecloud.sandbox.errors import bad
from loaders.carecloud.sandbox.listing import between, equals, listed, matching, valid
from loaders.carecloud.sandbox.rows import Row, text


def get_interest_records(call: Call) -> Response:
    """One customer's interests."""
    return listed(call, "interest_records", call.books.interest_records.of(text(call.person(), "customer_id")))


def get_property_records(call: Call) -> Response:
    """One customer's properties."""
    return listed(call, "property_records", call.books.property_records.of(text(call.person(), "customer_id")))


def get_status_records(call: Call) -> Response:
    """One customer's statuses; just one is valid at a time."""
    rows = call.books.status_records.of(text(call.person(), "customer_id"))
    return listed(call, "status_records", matching(rows, valid(call, "valid_now")))


def get_purchases(call: Call) -> Response:
    """Purchases of all customers in reach."""
    return _purchases(call, matching(call.within(call.books.purchases), equals(call, "customer_id")))


def get_customer_purchases(call: Call) -> Response:
    """One customer's purchases."""
    return _purchases(call, call.books.purchases.of(text(call.person(), "customer_id")))


def add_interest_record(call: Call) -> Response:
    """Note an interest. The seed's sample URL misspells this route `interst-records`; only the prose's spelling works."""
    customer_id = text(call.writable_person(), "customer_id")
    record = call.body.section("interest_record")
    record.need("interest_id", "customer_id")
    _check_customer(record, customer_id)
    interest_id = record.text("interest_id")
    call.known(call.books.interests, "interest_id", interest_id)
    if any(row["interest_id"] == interest_id for row in call.books.interest_records.of(customer_id)):
        raise bad("interest_id", "relation_already_exists", interest_id)
    record_id = call.books.new_id("interest record")
    call.books.interest_records.add(
        {"interest_record_id": record_id, "interest_id": interest_id, "customer_id": customer_id, "last_change": call.now}
    )
    return call.created("interest_record_id", record_id, bare_in_seed=True)


def add_property_record(call: Call) -> Response:
    """Set a property. `property_value` may be of any type; the seed's sample leaves it out, which makes it null."""
    customer_id = text(call.writable_person(), "customer_id")
    record = call.body.section("property_record")
    _check_customer(record, customer_id)
    property_id = check_property(call, record)
    if call.books.property_records.get(f"{property_id}:{customer_id}"):
        raise bad("property_id", "relation_already_exists", property_id)
    return call.created("property_record_id", add_property(call, customer_id, record), bare_in_seed=True)


def add_customer_source_record(call: Call) -> Response:
    """Tie a customer to their id in another system."""
    customer_id = text(call.alive(call.person()), "customer_id")
    record = call.body.section("customer_source_record")
    check_source_record(call, record)
    return call.created("customer_source_record_id", add_source_record(call, customer_id, record))


def check_property(call: Call, record: Body) -> str:
    """Refuse a property that the project doesn't have; return its id."""
    record.need("property_id")
    property_id = record.text("property_id")
    call.known(call.books.properties, "property_id", property_id)
    return property_id


def check_source_record(call: Call, record: Body) -> None:
    """Refuse an unknown source, and an external id that another customer has in it."""
    record.need("customer_source_id")
    source_id, external_id = record.text("customer_source_id"), record.text("external_id")
    call.known(call.books.sources, "customer_source_id", source_id)
    taken = {(row["customer_source_id"], row["external_id"]) for row in call.books.source_records.all()}
    if external_id and (source_id, external_id) in taken:
        raise bad("external_id", "relation_already_exists", external_id)


def add_property(call: Call, customer_id: str, record: Body) -> str:
    """Keep a checked property; its record id carries a colon."""
    property_id = record.text("property_id")
    row: Row = {
        "property_record_id": f"{property_id}:{customer_id}",
        "property_id": property_id,
        "property_name": call.known(call.books.properties, "property_id", property_id)["name"],
        "property_value": record.fields.get("property_value"),
        "last_change": call.now,
        "_customer_id": customer_id,
    }
    call.books.property_records.add(row)
    return text(row, "property_record_id")


def add_source_record(call: Call, customer_id: str, record: Body) -> str:
    """Keep a checked external id."""
    record_id = call.books.new_id("source record")
    call.books.source_records.add(
        {
            "customer_source_record_id": record_id,
            "customer_source_id": record.text("customer_source_id"),
            "customer_id": customer_id,
            "external_id": record.text("external_id"),
            "last_change": call.now,
        }
    )
    return record_id


def _check_customer(record: Body, customer_id: str) -> None:
    if record.given("customer_id") and record.text("customer_id") != customer_id:
        raise bad("customer_id", "not_allowed_value", record.text("customer_id"), "differs from the path")


def _purchases(call: Call, rows: list[Row]) -> Response:
    with_items = call.query.flag("purchase_items_extension") is True
    kept = matching(
        rows,
        equals(call, "store_id", "type_id", "external_purchase_id"),
        between(call, "payment_time", "payment_time_from", "payment_time_to"),
    )
    return listed(call, "purchases", kept, lambda row: {**row, "purchase_items": row["_items"] if with_items else []})
