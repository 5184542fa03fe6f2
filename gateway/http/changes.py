"""What a webhook's body says, in JSON or as a form."""

from urllib.parse import parse_qsl

import msgspec

from gateway.http.refusal import malformed

_SHAPE = (
    'Send {"customer": {"id": …}} (or `email`, `phone`, `externalId`, `loyaltyCardNumber`), {"campaign": …}, '
    'or {"everything": true}; as a form `customer[id]=…`, `campaign=…`, `everything=true`.'
)
_MOST_FIELDS = 50
_YES = frozenset({"true", "1", "yes", "on"})

Text = str | int
"Senders write ids of digits as numbers."


class Whom(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A person, by one of these; `id` is the vendor's own."""

    id: Text | None = None
    email: Text | None = None
    phone: Text | None = None
    external_id: Text | None = None
    loyalty_card_number: Text | None = None

    @property
    def named(self) -> tuple[str, str] | None:
        """The one way that is given and its text; None for none or several."""
        given: dict[str, Text] = msgspec.to_builtins(self)
        return next(((kind, str(text)) for kind, text in given.items()), None) if len(given) == 1 else None


class Change(msgspec.Struct, frozen=True):
    """What changed; `key` is the sender's API key where it can set no header."""

    customer: Whom | None = None
    campaign: Text | None = None
    everything: bool = False
    key: str | None = None

    @property
    def which(self) -> str | None:
        """The campaign's id as text."""
        return None if self.campaign is None else str(self.campaign)

    @property
    def is_clear(self) -> bool:
        """Whether it names one thing, in one way."""
        given = (self.customer is not None, self.campaign is not None, self.everything)
        return sum(given) == 1 and (self.customer is None or self.customer.named is not None)


def change(body: bytes, *, is_form: bool) -> Change:
    """Read a body; refuses what says nothing of the sort. Fields it doesn't know are passed over."""
    try:
        told = msgspec.convert(_form(body), Change) if is_form else msgspec.json.decode(body, type=Change)
    except (msgspec.DecodeError, ValueError):
        raise malformed(_SHAPE) from None
    if not told.is_clear:
        raise malformed(_SHAPE)
    return told


def _form(body: bytes) -> dict[str, object]:
    """Return a form's fields; `customer[email]` is the e-mail of the customer. Raises ValueError."""
    found: dict[str, object] = {}
    whom: dict[str, str] = {}
    for name, text in parse_qsl(body.decode(), max_num_fields=_MOST_FIELDS):
        if name.startswith("customer[") and name.endswith("]"):
            whom[name[len("customer[") : -1]] = text
        elif name == "everything":
            found[name] = text.lower() in _YES
        else:
            found[name] = text
    return {**found, "customer": whom} if whom else found
