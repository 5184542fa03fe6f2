"""Documents of a lead. Docs: "Upload Lead Documents"."""

from pathlib import PureWindowsPath

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from loaders.footprints.sandbox.fields import DOCUMENT_TYPES
from loaders.footprints.sandbox.forms import media_type
from loaders.footprints.sandbox.refusals import Refused
from loaders.footprints.sandbox.state import Action, State

_MOST = 5


class Documents:
    """PUT /api/lead/{leadId}/{documentType}: one to five PDFs, as multipart/form-data."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def upload(self, request: Request) -> Response:
        """Keep the files. What belongs to an action is read back in its `attachments`."""
        lead = self._state.lead(request.path_params["lead_id"])
        document_type = request.path_params["document_type"]
        if document_type not in DOCUMENT_TYPES:
            raise Refused(400, f"documentType: expected one of {', '.join(DOCUMENT_TYPES)}")
        if media_type(request) != "multipart/form-data":
            raise Refused(415, f"expected multipart/form-data, got {media_type(request) or 'no content type'}")
        async with request.form() as form:
            names = _names(form)
            action = self._action(form, lead.id)
        if action:
            action.attachments += [
                {"_id": self._state.new_id(), "name": name, "documentType": document_type, "type": "application/pdf"}
                for name in names
            ]
        return JSONResponse({"status": "ok", "uploaded_files": names})

    def _action(self, form: FormData, lead_id: str) -> Action | None:
        action_id = form.get("leadActionId")
        if not action_id:
            return None
        action = self._state.actions.get(str(action_id))
        if action is None or action.lead_id != lead_id:
            raise Refused(400, "leadActionId: no action of this lead")
        return action


def _names(form: FormData) -> list[str]:
    files = form.getlist("documents")
    if not 1 <= len(files) <= _MOST:
        raise Refused(400, f"documents: expected 1 to {_MOST} files, got {len(files)}")
    return [_name(file) for file in files]


def _name(file: UploadFile | str) -> str:
    """The last part of the file's name: the samples send whole paths, and are answered without."""
    if isinstance(file, str):
        raise Refused(400, "documents: expected files")
    if file.content_type != "application/pdf":
        raise Refused(400, f"documents: expected application/pdf, got {file.content_type}")
    return PureWindowsPath(file.filename or "").name
