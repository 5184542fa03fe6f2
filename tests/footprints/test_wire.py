"""The documentation's own sample answers, decoded. Trimmed nowhere; unquoted keys and trailing commas are mended."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from loaders.footprints.dialect import FootprintsDialect
from loaders.footprints.records.catalogue import BusinessUser, Channel, LeadActionType, Location, Offer, OfferCategory, Sku
from loaders.footprints.records.lead import Lead, LeadAction, LeadStatus
from loaders.footprints.records.loyalty import CampaignList, CheckedCode, CodeHistory, CodePage, OfflineCampaign
from loaders.footprints.records.profile import Profile
from loaders.footprints.records.shapes import birthday, document, flag, moment, reference, rows
from loaders.footprints.records.written import Created, Done, Uploaded
from loaders.upstream.decode import Decoder, Zone
from loaders.upstream.errors import Malformed
from tests.footprints.conftest import wire

BUCHAREST = ZoneInfo("Europe/Bucharest")
DECODER = Decoder("footprints", BUCHAREST)


def test_profile() -> None:
    """Docs: "Get customers". Leads are the profile's own, and what they leave out stands in the timeline."""
    found = DECODER.record(wire("profile"), Profile).completed()

    assert (found.id, found.first_name, found.email, found.phone) == (
        "5e7adfb9f583635122272a45",
        "Test",
        "test@test.com",
        "0700000000",
    )
    (lead,), (entry,) = found.leads, found.interactions
    assert lead.client_id == found.id
    assert lead.status is LeadStatus.LEAD
    assert lead.created_at == datetime(2018, 8, 20, 15, 35, 21, 973_000, UTC)
    assert lead.offer_category is not None
    assert lead.offer_category.id == "5a113cc5b425fe79a0a41254"
    assert [change.status for change in lead.history] == [LeadStatus.LEAD]
    assert entry.offer_category is not None
    assert (entry.offer_category.name, entry.offer_category.offers[0].price) == ("Offline campaigns", None)


def test_leads() -> None:
    """Docs: "Get Leads": objects for offer, SKU and consultant, a JavaScript date, a category's name beside its id."""
    (lead,) = DECODER.record(wire("leads"), list[Lead])

    assert (lead.status, lead.birthday) == (LeadStatus.SALE_LEAD, date(1960, 10, 21))
    assert lead.offer is not None
    assert (lead.offer.name, lead.offer.price) == ("OFFER NAME", 800)
    assert lead.sku is not None
    assert lead.sku.price == 400
    assert lead.consultant is not None
    assert lead.consultant.name == "Test Test"
    assert lead.offer_category == OfferCategory(id="5cf92a83bc790a5cf99e35cd", name="Footprints for Retail")
    assert lead.updated_at == datetime(2019, 7, 18, 12, 47, 35, 847_000, UTC)


@pytest.mark.parametrize(("name", "status"), [("lead_updated", LeadStatus.CUSTOMER), ("lead_lost", LeadStatus.LEAD)])
def test_changed_lead(name: str, status: LeadStatus) -> None:
    """Docs: "Update Lead", "Update Lost Lead": plain ids, and stamps that are local to the vendor."""
    lead = DECODER.record(wire(name), Lead)

    assert (lead.status, lead.sku_id, lead.offer) == (status, "5e6b7be8576e5213f065b23c", None)
    assert lead.created_at == datetime(2020, 3, 15, 14, 12, 56, tzinfo=UTC)


def test_lead_actions_and_types() -> None:
    """Docs: "Get Lead Actions", "Get Lead Action Types": the samples are no JSON; `{"data": […]}` is meant."""
    action = DECODER.record(rows(wire("lead_actions"), Zone(BUCHAREST)), list[LeadAction])[0]
    kind = DECODER.record(rows(wire("lead_action_types"), Zone(BUCHAREST)), list[LeadActionType])[0]

    assert (action.detail, action.type and action.type.name, action.attachments) == ("My description", "Test Test", [])
    assert action.date == datetime(2017, 7, 18, 12, 47, 35, 847_000, UTC)
    assert kind.name == "Type 1"


def test_campaigns() -> None:
    """Docs: "Get Loyalty Campaigns", "Get Active Loyalty Campaigns", "List Offline Campaigns"."""
    (wide,) = DECODER.record(wire("campaigns"), CampaignList).campaigns
    narrow = DECODER.record(wire("active_campaigns"), CampaignList).campaigns[0]
    (offline,) = DECODER.record(wire("offline_campaigns"), list[OfflineCampaign])

    assert (wide.internal_id, [prize.points for prize in wide.prizes]) == ("4ihf47mngkb", [10, 20])
    assert (narrow.name, narrow.location, narrow.codes_given) == ("Demo Campaign 2", "Mega Mall", 0)
    assert narrow.codes_expire_at == datetime(2019, 10, 27, 10, 59, 8, tzinfo=UTC)
    assert offline.runs_at(datetime(2018, 7, 1, tzinfo=UTC))
    assert not offline.runs_at(datetime(2019, 7, 1, tzinfo=UTC))


def test_codes() -> None:
    """Docs: "Check Client Code", "Code List", "Check Loyalty User Prize History": one expiry, written three ways."""
    checked = DECODER.record(wire("code_checked"), CheckedCode)
    page = DECODER.record(wire("codes"), CodePage)
    (past,) = DECODER.record(wire("code_history"), CodeHistory).codes

    assert (checked.status, checked.prize) == ("associated", "Prize Name Example")
    assert checked.expires_at == past.expires_at == datetime(2018, 12, 15, 15, 28, 47, tzinfo=UTC)
    assert (past.status, past.location, past.campaign and past.campaign.internal_id) == (
        "redeemed",
        "Location name",
        "17ytx3n52qm",
    )
    (row,) = page.codes
    assert (page.total, row.points, row.holder and row.holder.email) == (1, 1, "exemplu@test.com")
    assert row.expires_at == datetime(2018, 10, 31, 21, tzinfo=UTC)


def test_catalogue() -> None:
    """Docs: "List Catalogues" to "List Channels"."""
    offers = DECODER.record(wire("offers"), list[Offer])
    skus = DECODER.record(wire("skus"), list[Sku])
    (location,) = DECODER.record(wire("locations"), list[Location])
    (user,) = DECODER.record(wire("business_users"), list[BusinessUser])
    channels = DECODER.record(wire("channels"), list[Channel])

    assert len(DECODER.record(wire("offer_categories"), list[OfferCategory])) == 2
    assert offers[0].category == OfferCategory(id="5cf92a83bc790a5cf99e34cd", name="Catalog 1")
    assert (skus[0].quantity, skus[0].offer and skus[0].offer.name) == (1, "Product 1")
    assert (location.address, location.latitude, location.image_url) == ("Alba Iulia, Str. Test nr.1", None, None)
    assert ([place.name for place in user.locations], user.role) == (["Location 1", "Location 2"], "consultant")
    assert [channel.media_type for channel in channels] == ["Earned Media", "Owned Media"]


def test_answers_to_writes() -> None:
    """Docs: "Add Lead", "Add Lead Action", "Upload Lead Documents", "Send Notifications"."""
    assert DECODER.record(wire("lead_created"), Created).id == "6h7adfb9f58363518b370051"
    assert DECODER.record(wire("action_written"), Created).id == "6h7adfb9f58363518b370051"
    assert DECODER.record(wire("documents_uploaded"), Uploaded).names == ["filename1.pdf", "filename2.pdf"]
    assert DECODER.record(wire("notification"), Done) == Done()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2018-12-15T15:28:47.000Z", datetime(2018, 12, 15, 15, 28, 47, tzinfo=UTC)),
        ("2018-12-15 17:28:47", datetime(2018, 12, 15, 15, 28, 47, tzinfo=UTC)),
        ("Fri Oct 21 1960 00:00:00 GMT+0000 (UTC)", datetime(1960, 10, 21, tzinfo=UTC)),
        ("Foo Bar 21 1960 00:00:00 GMT+0000 (UTC)", None),
        ("", None),
        ("soon", None),
        (None, None),
        ({"$date": 1}, None),
    ],
)
def test_moments(raw: object, expected: datetime | None) -> None:
    """Four shapes of dates; what is none of them is not set, and no error."""
    assert moment(raw, Zone(BUCHAREST)) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Fri Oct 21 1960 00:00:00 GMT+0200 (EET)", date(1960, 10, 21)),
        ("1960-10-21", date(1960, 10, 21)),
        ("1960-10-21T00:00:00.000Z", date(1960, 10, 21)),
        ("1960-02-31", None),
        ("", None),
    ],
)
def test_birthdays(raw: object, expected: date | None) -> None:
    """A birthday is the day that is written, whatever zone stands beside it."""
    assert birthday(raw, Zone(BUCHAREST)) == expected


def test_references_and_envelopes() -> None:
    """Ids stand alone or in objects, under `_id` or `id`; lists stand bare or in envelopes; nothing has many shapes."""
    zone = Zone(BUCHAREST)

    assert reference("x", zone) == {"_id": "x"}
    assert reference({"id": "x", "name": "n"}, zone) == {"_id": "x", "id": "x", "name": "n"}
    assert reference("", zone) is reference(None, zone) is reference({}, zone) is None
    assert rows({"data": [1]}, zone) == rows([{"data": [1]}], zone) == rows([1], zone) == [1]
    assert document({}, zone) is document([], zone) is document("", zone) is document(None, zone) is None
    assert [flag(raw, zone) for raw in ("true", False, "", "1")] == [True, False, None, True]


def test_what_does_not_fit_says_where() -> None:
    """The path is in the vendor's names, and the value isn't told."""
    with pytest.raises(Malformed, match=r"\$\.leads\[0\]\.offer\.price expected a number") as caught:
        DECODER.record({"_id": "x", "leads": [{"_id": "y", "offer": {"_id": "z", "price": "secret"}}]}, Profile)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "body", "is_refused"),
    [
        (200, {"status": "success"}, False),
        (200, {"status": "ok", "pid": "x"}, False),
        (200, {"success": True}, False),
        (200, {}, False),
        (200, {"_id": "x", "status": "lost"}, False),
        (200, {"success": False, "message": "no"}, True),
        (200, {"status": "error", "message": "no"}, True),
        (200, {"status": "not found"}, True),
        (400, {"status": "error", "message": "no"}, True),
    ],
)
def test_refusals(status: int, body: object, *, is_refused: bool) -> None:
    """A success has many shapes, and a 200 may be none: the page has no format for errors."""
    assert bool(FootprintsDialect().refusals(status, body)) is is_refused
