"""The contract's 85 rows, and where beside the tests the documentation's samples of each are kept."""

from pathlib import Path

import msgspec

TABLE = Path(__file__).parent / "rows.json"


class Row(msgspec.Struct, forbid_unknown_fields=True):
    """One documented operation: its sample request and answer by their files' names, and the headers that the answer is shown with.

    `note` says what is used where the documentation has no sample, or one that can't be meant.
    """

    vendor: str
    number: int
    endpoint: str
    fields: tuple[str, ...]
    request: str
    answer: str
    headers: dict[str, str] = {}
    note: str = ""


def rows(vendor: str | None = None) -> list[Row]:
    """All rows, or one vendor's."""
    found = msgspec.json.decode(TABLE.read_bytes(), type=list[Row])
    return [row for row in found if vendor in (None, row.vendor)]
