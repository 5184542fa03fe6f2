"""What entries of the cache depend on, so that a write can drop them. The vendor's ids are opaque; handles are hashed."""

from collections.abc import Iterable
from hashlib import blake2b

from loaders.identity.handle import Handle, Kind


def customer(customer_id: str) -> str:
    """The tag of what shows this customer."""
    return f"carecloud:customer:{customer_id}"


def handle(kind: Kind, text: str) -> str:
    """The tag of who is found by a handle; holds no personal data."""
    return f"carecloud:{kind.name.lower()}:{blake2b(text.encode(), digest_size=16).hexdigest()}"


def of_customer(customer_id: str, _value: object) -> Iterable[str]:
    """What a read of one customer depends on."""
    return (customer(customer_id),)


def of_registration(customer_id: str | None, handles: Iterable[Handle]) -> Iterable[str]:
    """What a new customer makes stale: whoever their handles found before, which is mostly nobody."""
    found = [handle(held.kind, held.text) for held in handles]
    return found if customer_id is None else [customer(customer_id), *found]
