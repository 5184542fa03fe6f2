"""E-mail and phone together: the one way in which Footprints finds a customer."""

from dataclasses import dataclass, field

from loaders.identity.handle import Kind, e164, handle, national


@dataclass(frozen=True, slots=True)
class Pair:
    """A person's e-mail in lower case and phone as it is sent: dialled nationally at home, E.164 for other countries."""

    email: str
    phone: str
    profile_id: str | None = field(default=None, compare=False)
    "Whose they are, where that is known."

    def __repr__(self) -> str:
        return "Pair(…)"

    @property
    def parameters(self) -> dict[str, str]:
        """The two parameters that name a customer in every call."""
        return {"userEmail": self.email, "userPhone": self.phone}

    @property
    def key(self) -> tuple[str, str]:
        """What a read about this person is keyed by."""
        return self.email, self.phone


def pair(email: str | None, phone: str | None, region: str | None, profile_id: str | None = None) -> Pair | None:
    """Make a pair from raw values, or None where one of them names nobody."""
    address, number = handle(Kind.EMAIL, email, region), handle(Kind.PHONE, phone, region)
    return Pair(address.text, dialled(number.text, region), profile_id) if address and number else None


def dialled(number: str, region: str | None) -> str:
    """Return an E.164 number as the vendor's samples spell it: `0722100000` at home, `+39…` from abroad."""
    at_home = national(number)
    return at_home if region and e164(at_home, region) == number else number
