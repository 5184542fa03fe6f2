"""Uploads of a lead's documents, and the PDF beside an e-mail."""

from base64 import b64encode

from starlette.datastructures import UploadFile

from loaders.footprints import Footprints
from loaders.footprints.records.written import Notification, Uploaded
from loaders.upstream.call import Part
from resolvers.context import Info
from resolvers.footprints.writes.given import contact, given, identifier
from resolvers.writes import Checks, Written, perform

PDF = "application/pdf"
MOST_DOCUMENTS = 5
LARGEST_DOCUMENT = 20 * 1024 * 1024
LARGEST_ATTACHMENT = 5 * 1024 * 1024  # The vendor takes it as base64 within a form, so it is held in memory.


async def upload_lead_documents(info: Info, source: object, idempotency_key: str | None) -> Written[Uploaded]:
    """Send one to five PDFs, streamed; one call. Docs: "Upload Lead Documents"."""
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    identifier(checks, values, "lead", "action")
    documents: list[UploadFile] = values["documents"]
    right = 1 <= len(documents) <= MOST_DOCUMENTS
    checks.that(right, "input.documents", f"expected 1 to {MOST_DOCUMENTS} files, got {len(documents)}")
    if right:
        for place, document in enumerate(documents):
            await _check(checks, document, f"input.documents.{place}", LARGEST_DOCUMENT)
    if checks.errors:
        return checks.refused()
    lead, kind, action = values["lead"], values["kind"], values.get("action")
    parts = [Part("documents", document.file, _name(document), PDF) for document in documents]
    return await perform(
        info,
        shape=Uploaded,
        write=lambda: vendor.writes.leads.upload(lead, kind, parts, action),
        stale=lambda _: (vendor.tags.actions_of(lead),),
        idempotency_key=idempotency_key,
    )


async def send_notification(info: Info, source: object, idempotency_key: str | None) -> Written[bool]:
    """Send an e-mail from a template; one call. Docs: "Send Notifications"."""
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    contact(info, checks, values)
    identifier(checks, values, "template")
    attachment: UploadFile | None = values.pop("attachment", None)
    if attachment is not None:
        await _check(checks, attachment, "input.attachment", LARGEST_ATTACHMENT)
    if checks.errors:
        return checks.refused()
    if attachment is not None:
        values["attachment_name"] = _name(attachment)
        values["attachment_content"] = b64encode(await attachment.read()).decode()
    notification = Notification(**values)
    return await perform(
        info,
        shape=bool,
        write=lambda: vendor.writes.people.notify(notification),
        stale=lambda _: (),
        idempotency_key=idempotency_key,
    )


async def _check(checks: Checks, document: object, path: str, largest: int) -> None:
    """Note what is no PDF or too large, by what the file says and by what it holds."""
    if not isinstance(document, UploadFile):
        checks.refuse(path, "expected a file of a multipart request")
        return
    begin = await document.read(5)
    await document.seek(0)
    is_pdf = document.content_type == PDF and begin == b"%PDF-"
    checks.that(is_pdf, path, f"expected a PDF, sent as {PDF}")
    size = document.size or 0
    checks.that(size <= largest, path, f"expected at most {largest // 1024 // 1024} MB, got {size} bytes")


def _name(document: UploadFile) -> str:
    """The file's name without the folders that some browsers send."""
    return (document.filename or "document.pdf").replace("\\", "/").rsplit("/", 1)[-1]
