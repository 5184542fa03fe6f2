"""Project-wide lists: public on both interfaces."""

from starlette.responses import Response

from loaders.carecloud.sandbox.call import Call
from loaders.carecloud.sandbox.errors import bad
from loaders.carecloud.sandbox.listing import equals, listed, matching, named
from loaders.carecloud.sandbox.rows import Row


def get_stores(call: Call) -> Response:
    """Stores; a property filter takes an id and a value."""
    visible = call.query.choice("visible_for_customer", ("0", "1"))
    property_id, value = call.query.text("property_id"), call.query.text("property_value")
    if value is not None and property_id is None:
        raise bad("property_id", "required", message="property_value needs property_id")

    def keep(row: Row) -> bool:
        properties = row["_properties"]
        assert isinstance(properties, dict)
        is_visible = visible is None or str(row["_visible"]) == visible
        return is_visible and (property_id is None or (property_id in properties and value in (None, properties[property_id])))

    kept = matching(call.books.stores.all(), equals(call, "system_id"), keep)
    return listed(call, "stores", kept, bare_in_seed=True)


def get_interests(call: Call) -> Response:
    """What a customer may be interested in."""
    return listed(call, "interests", matching(call.books.interests.all(), named(call)))


def get_customer_properties(call: Call) -> Response:
    """What properties a customer may have."""
    return listed(call, "customer_properties", matching(call.books.properties.all(), named(call)))


def get_customer_sources(call: Call) -> Response:
    """The systems that customers come from."""
    rows = matching(call.books.sources.all(), equals(call, "customer_source_text_id"))
    return listed(call, "customer_sources", rows)


def get_statuses(call: Call) -> Response:
    """The levels of the loyalty programme."""
    return listed(call, "statuses", call.books.statuses.all())


def get_reward_types(call: Call) -> Response:
    """How rewards behave."""
    return listed(call, "reward_types", call.books.reward_types.all())


def get_partners(call: Call) -> Response:
    """The companies of the project."""
    return listed(call, "partners", matching(call.books.partners.all(), named(call)))
