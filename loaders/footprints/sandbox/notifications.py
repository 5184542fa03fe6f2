"""E-mails from a template. Docs: "Send Notifications"."""

from base64 import b64decode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from loaders.footprints.sandbox import rules
from loaders.footprints.sandbox.forms import Form, read_form, required
from loaders.footprints.sandbox.refusals import Refused


async def send(request: Request) -> Response:
    """POST /api/notifications/send. Nothing reads a message back."""
    form = await read_form(request)
    _, address = required(form, "templateKey", "email")
    rules.email("email", address)
    rules.checked(form, {"firstName": rules.text, "lastName": rules.text})
    if form.get("attachmentFileName") or form.get("attachmentFileContent"):
        _check_attachment(form)
    return JSONResponse({"status": "success", "message": "Message sent!"})


def _check_attachment(form: Form) -> None:
    """Base64 of a PDF; a `+` that was not encoded arrives as a blank, which is no base64."""
    name, content = required(form, "attachmentFileName", "attachmentFileContent")
    try:
        data = b64decode(content, validate=True)
    except ValueError as error:
        raise Refused(400, "attachmentFileContent: not base64") from error
    if not (name.lower().endswith(".pdf") and data.startswith(b"%PDF")):
        raise Refused(400, "attachment: only pdf is allowed")
