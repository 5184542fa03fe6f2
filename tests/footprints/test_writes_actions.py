"""Writes of leads' actions and documents, and e-mails: held against the documentation's samples, and seen by the next read."""

from io import BytesIO

from starlette.datastructures import Headers, UploadFile

from tests.footprints.conftest import LEAD, LEADS, PERSON, Desk, at

MEETING = "6d22aa000000000000000001"
PDF = b"%PDF-1.4 content"


def document(name: str = "offer.pdf", content: bytes = PDF, kind: str = "application/pdf") -> UploadFile:
    """A file as the gateway's server hands it on."""
    return UploadFile(BytesIO(content), size=len(content), filename=name, headers=Headers({"content-type": kind}))


async def test_add_and_update_lead_action(desk: Desk) -> None:
    """The sample's fields and local stamp, POST and PUT; the lead's next `actions` show both. Docs: "Add Lead Action"."""
    await desk.data(PERSON % LEADS, id=await desk.met(0))
    given: dict[str, object] = {"lead": LEAD, "type": MEETING, "detail": "description", "date": "2021-01-12T06:42:55"}
    action = await desk.write("addLeadAction", given, "action { id }")
    assert desk.sent() == ("POST", "/api/lead/action")
    assert desk.last.form == [
        ("leadId", LEAD),
        ("leadActionTypeId", MEETING),
        ("actionDetail", "description"),
        ("date", "2021-01-12 06:42:55"),
    ]
    change: dict[str, object] = {"action": action["id"], "detail": "another", "date": "2021-01-12T06:00:00Z"}
    await desk.data(PERSON % LEADS, id=at(0))
    assert (await desk.write("updateLeadAction", change, "action { id }")) == action
    assert desk.sent() == ("PUT", f"/api/lead/action/{action['id']}")
    assert desk.last.form == [("actionDetail", "another"), ("date", "2021-01-12 08:00:00")]

    leads = (await desk.data(PERSON % LEADS, id=at(0)))["customer"]["leads"]["nodes"]
    (read,) = [one for one in leads[0]["actions"] if one["id"] == action["id"]]
    assert (read["detail"], read["type"]["name"], read["date"][:16]) == ("another", "Meeting", "2021-01-12T06:00")


async def test_upload_lead_documents(desk: Desk) -> None:
    """Multipart with one part per PDF, and the action's id; the action's attachments show them. Docs: "Upload Lead Documents"."""
    leads = (await desk.data(PERSON % LEADS, id=await desk.met(0)))["customer"]["leads"]["nodes"]
    action = leads[0]["actions"][0]["id"]
    files = [document("C:\\MyComputer\\filename1.pdf"), document("filename2.pdf")]
    given: dict[str, object] = {"lead": LEAD, "kind": "CONTRACTS", "documents": files, "action": action}
    kept = await desk.write("uploadLeadDocuments", given, "documents { names }")

    call = desk.last
    assert (call.method, call.path) == ("PUT", f"/api/lead/{LEAD}/contracts")
    assert call.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert call.body.count(b'name="documents"; filename="filename') == 2
    assert call.body.count(b"Content-Type: application/pdf") == 2
    assert call.body.count(PDF) == 2
    assert b'name="leadActionId"\r\n\r\n' + action.encode() in call.body
    assert kept == {"names": ["filename1.pdf", "filename2.pdf"]}
    after = (await desk.data(PERSON % LEADS, id=at(0)))["customer"]["leads"]["nodes"]
    assert after[0]["actions"][0]["attachments"] == ["filename1.pdf", "filename2.pdf"]


async def test_upload_lead_documents_checks_files(desk: Desk) -> None:
    """One to five, PDFs by name and by content."""
    given: dict[str, object] = {"lead": LEAD, "kind": "OFFERS"}
    wrong = [document(kind="image/png"), document(content=b"no pdf"), document()]

    refused = await desk.refused("uploadLeadDocuments", {**given, "documents": wrong}, "documents { names }")
    assert refused.keys() == {"input.documents.0", "input.documents.1"}
    for count in (0, 6):
        files = [document() for _ in range(count)]
        assert (await desk.refused("uploadLeadDocuments", {**given, "documents": files}, "documents { names }")).keys() == {
            "input.documents"
        }
    assert desk.calls() == {}


async def test_send_notification(desk: Desk) -> None:
    """Base64 that survives the form. Docs: "Send Notifications"."""
    given: dict[str, object] = {"template": "irqm1350re7pw", "email": "test@test.com", "attachment": document("x/test.pdf")}
    assert await desk.write("sendNotification", given, "sent") is True

    assert desk.sent() == ("POST", "/api/notifications/send")
    assert desk.last.form == [
        ("templateKey", "irqm1350re7pw"),
        ("email", "test@test.com"),
        ("attachmentFileName", "test.pdf"),
        ("attachmentFileContent", "JVBERi0xLjQgY29udGVudA=="),
    ]
    wrong: dict[str, object] = {"template": " ", "email": "x", "attachment": document(content=b"x")}
    refused = await desk.refused("sendNotification", wrong, "sent")
    assert refused.keys() == {"input.template", "input.email", "input.attachment"}
