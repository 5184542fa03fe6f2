"""The documentation's own samples: what is read from its answers, and what is sent for its requests."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import httpx
import pytest

from loaders.carecloud.dialect import CareCloudDialect
from loaders.carecloud.directory import added
from loaders.carecloud.records.account import PointRecordPage, PointsOverview, PurchasePage, VoucherPage
from loaders.carecloud.records.catalogue import InterestPage
from loaders.carecloud.records.customer import CardPage, CustomerPage, SourceRecordPage
from loaders.carecloud.records.reward import RewardPage
from loaders.carecloud.records.store import StorePage
from loaders.carecloud.registration import (
    PostalAddress,
    PropertyValue,
    Registration,
    SocialNetwork,
    SourceId,
)
from loaders.carecloud.writes import CustomerWritten
from loaders.identity.handle import Kind
from loaders.identity.row import Row, handles
from loaders.upstream.decode import Decoder, Enveloped, Record, wire
from loaders.upstream.errors import Malformed, Refusal
from loaders.upstream.transport import Reply
from tests.carecloud.samples import sample

T = TypeVar("T")

WIRE = Path(__file__).parent / "wire"
DECODER = Decoder("carecloud", ZoneInfo("Europe/Prague"))
DIALECT = CareCloudDialect()

JOHN = Registration(
    language_id="en",
    gender=1,
    first_name="John",
    last_name="Smith",
    email="happy_customer@crmcarecloud.com",
    store_id="86e05affc7a7abefc",
    birth_date=date(1993, 1, 21),
    phone="+420221634695",
    address=PostalAddress(("Old Town Square", "35"), "11000", "Prague", "cz"),
    sources=(SourceId("0b1788109b8", "94826712"),),
    properties=(PropertyValue("wedding_date", "2001-08-13", "Date of wedding"),),
    social_network=SocialNetwork("twitter", "38e123j1jedu12d1jnjqwd"),
)


def plain(body: bytes) -> object:
    return DIALECT.plain(DECODER, Reply(200, httpx.Headers(), body))


def decoded(sample: str, shape: type[T]) -> T:
    answer = DECODER.record(plain((WIRE / sample).read_bytes()), Enveloped[shape])  # type: ignore[valid-type]  # a shape known at run time
    return answer.data


def test_stores_are_read():
    """Docs (seed): "stores". Empty text, null and 0/0 are "not set"; a local time is the project's."""
    page = decoded("stores.json", StorePage)

    [store] = page.rows or []
    assert (store.id, store.name, store.code, store.email, store.url) == ("86e05affc7a7abefc", "Ice Cream HQ", None, None, None)
    assert store.address is not None
    assert (store.address.line1, store.address.line3, store.address.postal_code) == ("Main", None, "11000")
    assert store.position is None
    assert store.changed_at == datetime(2018, 12, 19, 15, 12, 56, tzinfo=UTC)
    assert page.total is None


def test_rewards_are_read():
    """Docs (seed): "rewards". A property's value may be a boolean, and its record id has a colon."""
    [reward] = decoded("rewards.json", RewardPage).rows or []

    assert (reward.id, reward.code, reward.name) == ("8bdf68d3838b4e009991819e85", None, "Letní balíček 2017")
    assert (reward.note, reward.priority, reward.valid_to, reward.state) == (None, None, None, 1)
    assert [(one.id, one.value) for one in reward.properties] == [("global:8bdf68d3838b4e009991819e85", True)]
    assert reward.changed_at == datetime(2017, 6, 14, 8, 43, 49, 882375, tzinfo=UTC)


def test_customers_are_read():
    """Docs (beyond the seed): "Customers". An impossible birth date is none, and a phone may be a number."""
    page = decoded("customers.json", CustomerPage)

    [customer] = page.rows or []
    assert customer.about.birth_date is None
    assert customer.about.phone == "420523828931"
    assert customer.is_active
    assert page.total == 1


def test_vouchers_are_read():
    """Docs (beyond the seed): "Vouchers". An empty reward is none; a second may have one digit."""
    [voucher] = decoded("vouchers.json", VoucherPage).rows or []

    assert (voucher.code, voucher.value, voucher.reward, voucher.valid_to) == ("w7TU7KfeE", 3.49, None, None)
    assert voucher.created_at == datetime(2013, 6, 14, 12, 37, 3, 574408, tzinfo=UTC)


def test_a_balance_is_read():
    """Docs (beyond the seed): "Points overview"."""
    overview = decoded("points_overview.json", PointsOverview)

    assert (overview.earned, overview.redeemed, overview.available) == (100.0, 20.5, 79.5)
    assert [money.value for money in overview.money_values] == [3472.0]


def test_cards_points_and_bills_are_read():
    """Docs (beyond the seed): "Cards", "Points", "Purchases". Numbers may be text and text numbers; empty text is "not set"."""
    [card] = decoded("cards.json", CardPage).rows or []
    [given] = decoded("point_records.json", PointRecordPage).rows or []
    [bill] = decoded("purchases.json", PurchasePage).rows or []

    assert (card.number, card.secondary_number, card.customer_id, card.valid_to) == ("1000000000016", None, "81ce", None)
    assert (given.assigned, given.available, given.note) == (100.0, 79.5, None)
    assert given.valid_to == datetime(2014, 7, 24, 19, 33, 13, tzinfo=UTC)
    assert (bill.total_price, bill.items_count, bill.cash_desk, bill.external_id) == (12.5, 2, "3", "A-17")
    assert bill.paid_at == datetime(2013, 7, 24, 19, 33, 13, tzinfo=UTC)


class _Made(Record, frozen=True):
    id: str = wire("interest_record_id")


def test_a_row_with_more_handles_keeps_what_else_it_holds():
    """Whatever a row is given later on."""
    row = Row("carecloud", "1", "Ana", moments=(datetime(2026, 11, 1, tzinfo=UTC),), is_assumed=True, is_active=False)

    more = added(row, handles("RO", loyalty_card="8000000000000"))

    assert (more.moments, more.is_assumed, more.is_active) == (row.moments, True, False)
    assert more.first(Kind.LOYALTY_CARD) == "8000000000000"


def test_an_answer_may_lack_its_envelope():
    """Docs (seed): the answers of "interest-records" and "property-records" have no `data`, others do."""
    assert decoded("interest.json", _Made).id == "fdsdfe7nh640"
    assert decoded("register.json", CustomerWritten).id == "8bababca29337fcf"


@pytest.mark.parametrize("body", [b'{"data": []}', b'{"data": {}}', b"[]", b'{"data": null}', b'{"data": {"total_items": 0}}'])
def test_an_empty_answer_is_an_empty_list(body: bytes):
    """Whatever a server writes for nothing."""
    assert not DECODER.record(plain(body), Enveloped[SourceRecordPage]).data.rows


def test_a_list_that_does_not_fit_says_where():
    """A wrong shape is an error with its path, never a silent null."""
    body = b'{"data": {"interests": [{"interest_id": null}]}}'

    with pytest.raises(Malformed, match=r"\$\.data\.interests\[0\]\.interest_id"):
        DECODER.record(plain(body), Enveloped[InterestPage])


def test_refusals_name_the_fields():
    """Docs (beyond the seed): "Errors". A name may be text, a list or anything; values and personal data stay out."""
    refusals = DIALECT.refusals(400, plain((WIRE / "error.json").read_bytes()))

    assert refusals == (
        Refusal("ALREADY_EXISTS", "[e-mail] is taken", ("email",)),
        Refusal("INVALID_VALUE_FORMAT", "invalid value format", ("personal_information", "phone")),
        Refusal("REQUIRED", "something is required"),
    )


def test_a_resource_of_the_other_interface_is_named():
    """Docs (beyond the seed): "Errors", `interface_not_allowed_exception`."""
    (refusal,) = DIALECT.refusals(403, plain((WIRE / "not_allowed.json").read_bytes()))

    assert refusal == Refusal("INTERFACE_NOT_ALLOWED", 'Resource name "cards" is not allowed in Customer API')


def test_the_flat_registration_is_the_seeds():
    """Docs (seed): "customers". The postal code is text, which keeps leading zeros; a change's time is the vendor's to say."""
    assert JOHN.body("seed") == sample("register_request.json")


def test_the_wrapped_registration_is_todays():
    """Docs (beyond the seed): "Customers", POST: the person in `customer`, one source, properties without names."""
    body = JOHN.body("spec")

    assert body["customer"] == {"personal_information": JOHN.body("seed")["personal_information"]}
    assert body["customer_source"] == {"customer_source_id": "0b1788109b8", "external_id": "94826712"}
    assert body["property_records"] == [{"property_id": "wedding_date", "property_value": "2001-08-13"}]
    assert body["autologin"] is False
    assert "password" not in body
