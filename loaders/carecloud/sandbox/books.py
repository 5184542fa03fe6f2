"""All state of one stand-in: the vendor's tables."""

from collections import defaultdict
from itertools import count

from loaders.carecloud.sandbox.rows import Row, opaque_id, text


class Table:
    """Rows of one kind in the order they came, found by id and by customer."""

    def __init__(self, name: str, key: str) -> None:
        self.name = name
        self.key = key
        self._rows: dict[str, Row] = {}
        self._of: dict[str, dict[str, Row]] = defaultdict(dict)

    def add(self, row: Row) -> None:
        """Keep a row under its id and, if it has one, its customer."""
        row_id = text(row, self.key)
        self._rows[row_id] = row
        # A property record doesn't show whose it is, so the books keep that aside.
        if customer_id := text(row, "customer_id") or text(row, "_customer_id"):
            self._of[customer_id][row_id] = row

    def get(self, row_id: str) -> Row | None:
        """The row of this id, or None."""
        return self._rows.get(row_id)

    def all(self) -> list[Row]:
        """Every row, oldest first."""
        return list(self._rows.values())

    def of(self, customer_id: str) -> list[Row]:
        """One customer's rows, oldest first."""
        return list(self._of.get(customer_id, {}).values())


class Books:
    """Customers and what belongs to them; then the project-wide lists."""

    def __init__(self) -> None:
        self.customers = Table("customers", "customer_id")
        self.cards = Table("cards", "card_id")
        self.source_records = Table("customer_source_records", "customer_source_record_id")
        self.property_records = Table("property_records", "property_record_id")
        self.interest_records = Table("interest_records", "interest_record_id")
        self.status_records = Table("status_records", "status_record_id")
        self.vouchers = Table("vouchers", "voucher_id")
        self.points = Table("points", "point_id")
        self.redemptions = Table("redemptions", "point_id")
        self.purchases = Table("purchases", "purchase_id")

        self.stores = Table("stores", "store_id")
        self.rewards = Table("rewards", "reward_id")
        self.interests = Table("interests", "interest_id")
        self.properties = Table("customer_properties", "property_id")
        self.sources = Table("customer_sources", "customer_source_id")
        self.statuses = Table("statuses", "status_id")
        self.reward_types = Table("reward_types", "reward_type_id")
        self.partners = Table("partners", "partner_id")
        self.point_types = Table("point_types", "point_type_id")

        self._numbers = count(1)

    def new_id(self, kind: str) -> str:
        """An id for a record that a caller creates."""
        return opaque_id("created", kind, next(self._numbers))
