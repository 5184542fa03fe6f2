"""A new customer, in our words, and as each of the vendor's two bodies. Docs: "customers" (seed), "Customers" (today)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from loaders.carecloud.settings import CustomerBody

Fields = dict[str, object]


@dataclass(frozen=True, slots=True)
class Agreements:
    """What the customer agreed to: 0 withdrawn, 1 given, 2 not set."""

    terms: int = 2
    profiling: int = 2
    marketing: int = 2


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where the customer lives; up to seven lines."""

    lines: tuple[str, ...] = ()
    postal_code: str | None = None
    city: str | None = None
    country_code: str | None = None


@dataclass(frozen=True, slots=True)
class SourceId:
    """The customer's id in another system; none where the source alone is to be noted."""

    source_id: str
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class PropertyValue:
    """A property of the customer; `value` is any JSON. Only the seed's body carries the name."""

    property_id: str
    value: Any
    name: str | None = None


@dataclass(frozen=True, slots=True)
class SocialNetwork:
    """A social network's credentials."""

    id: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Registration:
    """What is known of a new customer; `phone` is E.164, `gender` 1 to 5 as the vendor counts."""

    language_id: str
    gender: int | None = None
    salutation: str | None = None
    pre_nominals: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    post_nominals: str | None = None
    email: str | None = None
    phone: str | None = None
    birth_date: date | None = None
    store_id: str | None = None
    address: PostalAddress | None = None
    agreements: Agreements = Agreements()
    sources: tuple[SourceId, ...] = ()
    properties: tuple[PropertyValue, ...] = ()
    social_network: SocialNetwork | None = None
    referral_code: str | None = None
    is_logged_in: bool = False
    password: str | None = field(default=None, repr=False)

    def body(self, kind: CustomerBody) -> Fields:
        """The request's body: the seed's is flat, today's wrapped; they are incompatible."""
        return self._seed() if kind == "seed" else self._spec()

    def _seed(self) -> Fields:
        return _given(
            customer_sources=[_source(one) for one in self.sources] or None,
            personal_information=self._personal_information(),
            additional_properties=[_property(one, with_name=True) for one in self.properties] or None,
            social_network_credentials=self.social_network and _social(self.social_network),
            autologin=self.is_logged_in,
            password=self.password or "",
        )

    def _spec(self) -> Fields:
        return _given(
            customer={"personal_information": self._personal_information()},
            customer_source=_source(self.sources[0]) if self.sources else None,
            social_network_credentials=self.social_network and _social(self.social_network),
            autologin=self.is_logged_in,
            password=self.password,
            property_records=[_property(one, with_name=False) for one in self.properties] or None,
            referral_code=self.referral_code,
        )

    def _personal_information(self) -> Fields:
        return _given(
            gender=self.gender,
            salutation=self.salutation,
            pre_nominals=self.pre_nominals,
            first_name=self.first_name,
            last_name=self.last_name,
            post_nominals=self.post_nominals,
            email=self.email,
            language_id=self.language_id,
            store_id=self.store_id,
            birthdate=self.birth_date and self.birth_date.isoformat(),
            phone=self.phone and self.phone.removeprefix("+"),
            address=self.address and _address(self.address),
            agreement={
                "agreement_gtc": self.agreements.terms,
                "agreement_profiling": self.agreements.profiling,
                "agreement_marketing_communication": self.agreements.marketing,
            },
        )


def _address(address: PostalAddress) -> Fields:
    lines = {f"address{number}": line for number, line in enumerate(address.lines, start=1)}
    # The seed's sample has a number here, which would lose a leading zero; the vendor itself answers with text.
    return _given(**lines, zip=address.postal_code, city=address.city, country_code=address.country_code)


def _source(source: SourceId) -> Fields:
    return _given(customer_source_id=source.source_id, external_id=source.external_id)


def _social(network: SocialNetwork) -> Fields:
    return {"social_network_id": network.id, "social_network_token": network.token}


def _property(one: PropertyValue, *, with_name: bool) -> Fields:
    named = {"property_name": one.name} if with_name and one.name else {}
    return {"property_id": one.property_id, **named, "property_value": one.value}


def _given(**fields: object) -> Fields:
    return {name: value for name, value in fields.items() if value is not None}
