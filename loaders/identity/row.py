"""A vendor's row of a person, in our words."""

from dataclasses import dataclass, field
from datetime import date, datetime

from loaders.identity.handle import Handle, Kind, handle


@dataclass(frozen=True, slots=True)
class Row:
    """What one vendor knows of one person: its own id and whatever handles and profile fields come with the row for free."""

    vendor: str
    id: str
    first_name: str | None = None
    last_name: str | None = None
    birth_date: date | None = None
    handles: frozenset[Handle] = frozenset()
    record: object = field(default=None, repr=False, compare=False)
    "The vendor's record, for the vendor's own resolvers."
    moments: tuple[datetime, ...] = field(default=(), repr=False, compare=False)
    "When what the vendor holds of the person happened, where it keeps that by time and is found only there."
    is_assumed: bool = False
    "The vendor can't be asked whether it knows the person; the id is what it would be."
    is_active: bool = True
    "False for an account that is switched off, which another of the same person's may have replaced."

    @property
    def is_named_by_handle(self) -> bool:
        """Whether the vendor's id of the person is what identifies them in the world: their e-mail, phone, card or customer number."""
        return any(held.text == self.id for held in self.handles)

    def texts(self, kind: Kind) -> frozenset[str]:
        """The row's values of one kind."""
        return frozenset(held.text for held in self.handles if held.kind is kind)

    def first(self, kind: Kind) -> str | None:
        """The row's value of one kind; the smallest, so that it is always the same one."""
        return min(self.texts(kind), default=None)


def handles(region: str | None, **raw: str | None) -> frozenset[Handle]:
    """Normalize a row's raw values: `handles("RO", email=…, phone=…, external_id=…, loyalty_card=…)`."""
    found = (handle(Kind[name.upper()], text, region) for name, text in raw.items())
    return frozenset(held for held in found if held is not None)
