"""What is done about leads: actions, documents, prospects."""

from typing import Any

import pytest

from tests.footprints.sandbox.tenant import ANA, Vendor

PDF = ("C:/My Computer/offer.pdf", b"%PDF-1.4", "application/pdf")


async def test_actions_are_written_with_ids_and_read_with_objects(vendor: Vendor) -> None:
    """The written date is local, the read one is UTC."""
    (lead, *_) = await vendor.leads()
    first, second, _ = (await vendor.ask("GET", "/api/lead/action-types"))["data"]
    before = (await vendor.ask("GET", f"/api/lead/actions/{lead['_id']}"))["data"]
    form = {"leadId": lead["_id"], "leadActionTypeId": first["_id"], "actionDetail": "Call", "date": "2021-01-12 06:42:55"}

    added = await vendor.ask("POST", "/api/lead/action", data=form)
    changed = await vendor.ask("PUT", f"/api/lead/action/{added['_id']}", data={**form, "leadActionTypeId": second["_id"]})

    assert added == changed == {"status": "success", "_id": added["_id"]}
    after = (await vendor.ask("GET", f"/api/lead/actions/{lead['_id']}"))["data"]
    assert len(after) == len(before) + 1
    assert after[-1]["leadActionTypeId"] == {"_id": second["_id"], "name": second["name"]}
    assert after[-1]["date"] == "2021-01-12T04:42:55.000Z"
    assert after[-1]["attachments"] == []


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"leadId": "unknown"}, 404),
        ({"leadActionTypeId": "unknown"}, 400),
        ({"date": "2021-01-12"}, 400),
        ({"leadId": ""}, 400),
    ],
)
async def test_wrong_actions_are_refused(vendor: Vendor, wrong: dict[str, str], status: int) -> None:
    """Lead and type must exist, the date is `Y-m-d H:i:s`."""
    (lead, *_) = await vendor.leads()
    (kind, *_) = (await vendor.ask("GET", "/api/lead/action-types"))["data"]
    form = {"leadId": lead["_id"], "leadActionTypeId": kind["_id"]}

    await vendor.ask("POST", "/api/lead/action", data={**form, **wrong}, status=status)
    await vendor.ask("PUT", "/api/lead/action/unknown", data=form, status=404)


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ([("documents", PDF)], 200),
        ([("documents", PDF)] * 5, 200),
        ([("documents", PDF)] * 6, 400),
        ([("documents[]", PDF)], 400),
        ([("documents", ("a.png", b"x", "image/png"))], 400),
    ],
)
async def test_documents(vendor: Vendor, files: list[tuple[str, tuple[str, bytes, str]]], status: int) -> None:
    """One to five PDFs, answered by their bare names and attached to the action they belong to."""
    (lead, *_) = await vendor.leads()
    path = f"/api/lead/{lead['_id']}"
    (action, *_) = (await vendor.ask("GET", f"/api/lead/actions/{lead['_id']}"))["data"]
    await vendor.ask("PUT", f"{path}/offers", files=files, data={"leadActionId": "unknown"}, status=400)

    answer = await vendor.ask("PUT", f"{path}/offers", files=files, data={"leadActionId": action["_id"]}, status=status)

    (action, *_) = (await vendor.ask("GET", f"/api/lead/actions/{lead['_id']}"))["data"]
    assert len(action["attachments"]) == (len(files) if status == 200 else 0)
    if status == 200:
        assert answer == {"status": "ok", "uploaded_files": ["offer.pdf"] * len(files)}


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"data": {**ANA, "avandorUserId": "", "avandorSession": "", "userCountry": ""}}, 200),
        ({"json": {**ANA, "avandorSession": {"pages": 3}, "potentialScore": 7}}, 200),
        ({"data": {**ANA, "avandorSession[pages]": "3"}}, 400),
        ({"data": {**ANA, "potentialScore": "high"}}, 400),
        ({"content": "[]", "headers": {"content-type": "application/json"}}, 400),
        ({"content": "x", "headers": {"content-type": "text/plain"}}, 415),
    ],
)
async def test_prospects(vendor: Vendor, options: dict[str, Any], status: int) -> None:
    """A form, or JSON when the session is an object; read back as a lead in its first status."""
    answer = await vendor.ask("POST", "/api/prospect", status=status, **options)

    if status == 200:
        held = {lead["_id"]: lead for lead in await vendor.leads()}
        assert held[answer["_id"]]["status"] == "prospect"
