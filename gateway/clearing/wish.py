"""What an operator wants dropped, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.registry import VENDORS
from gateway.settings import BrokenSettings
from loaders.identity.handle import Kind
from resolvers.context import Context
from resolvers.customer import key_of_handle, key_of_id, key_of_vendor
from resolvers.identity.key import Key
from resolvers.refusals import BadInput

_KINDS = {
    "email": (Kind.EMAIL, "email"),
    "phone": (Kind.PHONE, "phone"),
    "external-id": (Kind.EXTERNAL_ID, "externalId"),
    "loyalty-card": (Kind.LOYALTY_CARD, "loyaltyCardNumber"),
}
KINDS = (*_KINDS, "id", *VENDORS)
"A handle, the graph's own id, or a vendor whose id it is."


@dataclass(frozen=True, slots=True)
class Whom:
    """A person as the command line names one, `KIND:VALUE`."""

    kind: str
    text: str

    def key(self, context: Context) -> Key:
        """Return the same for this process; raises BadInput."""
        if self.kind == "id":
            return key_of_id(self.text)
        if self.kind in _KINDS:
            return key_of_handle(context, _KINDS[self.kind][0], self.text)
        return key_of_vendor(context, self.kind, self.text)

    @property
    def variables(self) -> dict[str, object]:
        """The same as a CustomerKey of the graph."""
        if self.kind == "id":
            return {"id": self.text}
        if self.kind in _KINDS:
            return {_KINDS[self.kind][1]: self.text}
        return {"vendorId": {"vendor": self.kind.upper(), "id": self.text}}


@dataclass(frozen=True, slots=True)
class Wish:
    """All of a vendor's, what shows a person, or, where neither is named, everything."""

    vendor: str | None
    customer: Whom | None

    @property
    def is_everything(self) -> bool:
        """Whether nothing in particular is named."""
        return self.vendor is None and self.customer is None


@dataclass(frozen=True, slots=True)
class Cleared:
    """What was dropped where, and a sentence for each thing that wasn't."""

    vendors: Sequence[str] = ()
    tags: int = 0
    unknown_at: Sequence[str] = ()
    complaints: Sequence[str] = ()


def wish(vendor: str | None, customer: str | None) -> Wish:
    """Read the options; raises BrokenSettings with a sentence per mistake, which doesn't repeat a person's value."""
    complaints = []
    name = None if vendor is None else vendor.strip().lower().replace("-", "_")
    if name is not None and name not in VENDORS:
        complaints.append(f"--vendor: unknown vendor {name}, expected one of {', '.join(VENDORS)}.")
    kind, colon, text = (customer or "").partition(":")
    kind = kind.strip().lower()
    kind = kind.replace("-", "_") if kind.replace("-", "_") in VENDORS else kind
    if customer is not None and (not colon or not text.strip() or kind not in KINDS):
        complaints.append(f"--customer: expected KIND:VALUE, such as email:ana@example.com; KIND is one of {', '.join(KINDS)}.")
    if complaints:
        raise BrokenSettings(complaints)
    return Wish(name, None if customer is None else Whom(kind, text.strip()))


def told(cleared: Cleared, wanted: Wish) -> str:
    """Say what was dropped, in a line or two."""
    if wanted.is_everything:
        return "Dropped everything that was kept."
    where = ", ".join(cleared.vendors)
    if wanted.customer is None:
        return f"Dropped all that was kept of {where}."
    lines = [f"Dropped what shows this person at {where} ({cleared.tags} tags)."]
    if cleared.unknown_at:
        lines.append(
            f"Known to nobody by this {wanted.customer.kind} at {', '.join(cleared.unknown_at)}: what was kept of that is dropped."
        )
    return "\n".join(lines)


def person_of(wanted: Wish, context: Context) -> Key | None:
    """Return the key of the person, or raise BrokenSettings saying what would be one."""
    try:
        return None if wanted.customer is None else wanted.customer.key(context)
    except BadInput as error:
        raise BrokenSettings([f"--customer: {error.message}"]) from None
