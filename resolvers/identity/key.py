"""What a caller named a person by."""

from dataclasses import dataclass

from loaders.identity.handle import Handle
from loaders.identity.row import Row


@dataclass(frozen=True, slots=True)
class Key:
    """The person wanted: by one handle, by a vendor's id, or by a vendor's row that led here (a lead, an answer)."""

    handles: tuple[Handle, ...] = ()
    vendor: str | None = None
    vendor_id: str | None = None
    row: Row | None = None
    "The vendor's row where it is known already, so that the vendor needn't be asked again."
