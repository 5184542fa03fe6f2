"""The organization's own lists, and its e-mails."""

from base64 import b64encode

import pytest

from tests.footprints.sandbox.tenant import Vendor


@pytest.mark.parametrize(
    ("path", "records", "fields"),
    [
        ("/api/offerCategory", 23, {"_id", "name"}),
        ("/api/offer", 27, {"_id", "name", "price", "externalId", "offerCategory"}),
        ("/api/sku", 34, {"_id", "name", "price", "externalId", "quantity", "offer"}),
    ],
)
async def test_catalogues_are_paged_in_headers(vendor: Vendor, path: str, records: int, fields: set[str]) -> None:
    """Ten rows a page; the last page is short and the next one empty."""
    pages = -(-records // 10)
    query = {"access_token": vendor.token}
    first = await vendor.http.get(path, params=query)
    last = await vendor.ask("GET", path, params={"page": str(pages)})

    assert first.headers["X-Current-Page"] == "1"
    assert first.headers["X-Records"] == str(records)
    assert first.headers["X-Total-Pages"] == str(pages)
    assert set(first.json()[0]) == fields
    assert len(last) == records % 10
    assert await vendor.ask("GET", path, params={"page": str(pages + 1)}) == []


@pytest.mark.parametrize(
    ("path", "count", "field"),
    [
        ("/api/location", 12, "coords"),
        ("/api/location?country_name=Romania", 9, "areaId"),
        ("/api/location?county_name=Cluj", 3, "address"),
        ("/api/location?county_name=Atlantis", 0, ""),
        ("/api/offlineCampaign", 4, "drawFrequency"),
        ("/api/business-users", 4, "groupRole"),
        ("/api/channels", 4, "mediaType"),
    ],
)
async def test_other_lists_are_bare_arrays(vendor: Vendor, path: str, count: int, field: str) -> None:
    """All rows at once."""
    joint = "&" if "?" in path else "?"
    rows = (await vendor.http.get(f"{path}{joint}access_token={vendor.token}")).json()

    assert len(rows) == count
    assert all(field in row for row in rows)


@pytest.mark.parametrize(
    ("extra", "status"),
    [
        ({}, 200),
        ({"attachmentFileName": "a.pdf", "attachmentFileContent": b64encode(b"%PDF-1.4 \xff\xfe").decode()}, 200),
        ({"attachmentFileName": "a.pdf"}, 400),
        ({"attachmentFileName": "a.pdf", "attachmentFileContent": "JVBE Ri0x"}, 400),
        ({"attachmentFileName": "a.png", "attachmentFileContent": b64encode(b"%PDF").decode()}, 400),
        ({"email": "nobody"}, 400),
        ({"templateKey": ""}, 400),
    ],
)
async def test_notifications(vendor: Vendor, extra: dict[str, str], status: int) -> None:
    """A template and an address, and at most a PDF."""
    form = {"templateKey": "irqm1350re7pw", "email": "test@test.com", **extra}

    answer = await vendor.ask("POST", "/api/notifications/send", data=form, status=status)

    if status == 200:
        assert answer == {"status": "success", "message": "Message sent!"}
