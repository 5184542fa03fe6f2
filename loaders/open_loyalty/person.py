"""A member as the identity sees one."""

from loaders.identity.row import Row, handles
from loaders.open_loyalty.records.customer import Customer
from loaders.open_loyalty.records.points import Status
from loaders.open_loyalty.routes import NAME


def row_of(customer: Customer, region: str | None) -> Row:
    """Return the member's row; its record is the customer, purchases included."""
    held = handles(region, email=customer.email, phone=customer.phone, loyalty_card=customer.loyalty_card)
    return Row(
        NAME,
        customer.id,
        customer.first_name,
        customer.last_name,
        customer.birth_date,
        held,
        customer,
        is_active=customer.active,
    )


def row_of_status(customer_id: str, status: Status) -> Row:
    """Return what a seller learns of a member by id: the name, without handles or purchases."""
    return Row(NAME, customer_id, status.first_name, status.last_name)
