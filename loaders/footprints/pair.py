"""E-mail and phone together: the one way in which Footprints finds a customer."""

from dataclasses import dataclass
from hashlib import blake2b

from loaders.identity.handle import Kind, e164, handle, national


@dataclass(frozen=True, slots=True)
class Pair:
    """A person's e-mail in lower case and phone as it is sent: dialled nationally at home, E.164 for other countries."""

    email: str
    phone: str

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

    @property
    def tag(self) -> str:
        """Names what is kept about this person; a hash, because tags are seen."""
        return f"footprints:person:{_hashed(f'{self.email} {self.phone}')}"


def pair(email: str | None, phone: str | None, region: str | None) -> Pair | None:
    """Make a pair from raw values, or None where one of them names nobody."""
    address, number = handle(Kind.EMAIL, email, region), handle(Kind.PHONE, phone, region)
    return Pair(address.text, dialled(number.text, region)) if address and number else None


def dialled(number: str, region: str | None) -> str:
    """Return an E.164 number as the vendor's samples spell it: `0722100000` at home, `+39…` from abroad."""
    at_home = national(number)
    return at_home if region and e164(at_home, region) == number else number


def email_tag(email: str) -> str:
    """Name what is kept about the person with that e-mail."""
    return f"footprints:email:{_hashed(email.strip().lower())}"


def _hashed(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()
