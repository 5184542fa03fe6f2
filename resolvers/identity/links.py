"""The operator's link file: pairs of vendors' ids that are the same person, stronger than any rule."""

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

Place = tuple[str, str]
"A vendor and its id of a person."


class BrokenLinks(ValueError):
    """The link file has lines that can't be used; `complaints` names each."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("; ".join(complaints))
        self.complaints = complaints


@dataclass(frozen=True, slots=True)
class Links:
    """Which ids belong together, by vendor and id."""

    partners: Mapping[Place, Mapping[str, str]] = field(default_factory=dict)
    vendors: frozenset[str] = frozenset()

    def partner(self, vendor: str, vendor_id: str, other: str) -> str | None:
        """Return the other vendor's id of the same person, or None if the file doesn't say."""
        return self.partners.get((vendor, vendor_id), {}).get(other)

    def join(self, vendor: str, other: str) -> bool:
        """Whether the file says of anybody at one vendor who they are at the other."""
        return any(other in group for (name, _), group in self.partners.items() if name == vendor)


def read_links(lines: Iterable[str], vendors: Collection[str]) -> Links:
    """Read `vendor,id,vendor,id` lines; blank lines and `#` comments are passed over. Raises BrokenLinks naming every bad line."""
    groups: dict[Place, dict[str, str]] = defaultdict(dict)
    complaints = []
    for number, row in enumerate(csv.reader(lines), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        complaint = _complaint(cells, vendors) or _join(groups, cells)
        if complaint:
            complaints.append(f"line {number}: {complaint}")
    if complaints:
        raise BrokenLinks(complaints)
    return Links(dict(groups), frozenset(vendor for vendor, _ in groups))


def _complaint(cells: list[str], vendors: Collection[str]) -> str | None:
    if len(cells) != 4 or not all(cells):
        return f"expected vendor,id,vendor,id, got {len(cells)} values"
    for vendor in (cells[0].lower(), cells[2].lower()):
        if vendor not in vendors:
            return f"unknown vendor, expected one of {', '.join(sorted(vendors))}"
    return "a link joins two different vendors" if cells[0].lower() == cells[2].lower() else None


def _join(groups: dict[Place, dict[str, str]], cells: list[str]) -> str | None:
    """Join two ids and everybody already linked with them; all of a group share one mapping."""
    one, other = (cells[0].lower(), cells[1]), (cells[2].lower(), cells[3])
    merged = {**groups.get(one, {}), **dict([one])}
    for vendor, vendor_id in {**groups.get(other, {}), **dict([other])}.items():
        if merged.setdefault(vendor, vendor_id) != vendor_id:
            return f"contradicts an earlier line about {vendor}"
    for place in merged.items():
        groups[place] = merged
    return None
