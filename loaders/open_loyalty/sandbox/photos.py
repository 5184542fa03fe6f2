"""A campaign's photo. Docs: "Get campaign's photo", "Remove campaign's photo", "Add a photo to the campaign"."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from loaders.open_loyalty.sandbox.answers import Refused, answer, not_found
from loaders.open_loyalty.sandbox.forms import BLANK, MULTIPART, form_error
from loaders.open_loyalty.sandbox.programme import Programme
from loaders.open_loyalty.sandbox.rewards import Photo

_MOST_BYTES = 2 * 1024 * 1024
_STARTS = {b"\x89PNG": "image/png", b"GIF8": "image/gif", b"\xff\xd8\xff": "image/jpeg"}


class Photos:
    """Reading, setting and removing photos."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    async def show(self, request: Request) -> Response:
        """Raw bytes with their own content type."""
        photo = self._programme.campaign(request.path_params["campaign"]).photo
        if photo is None:
            raise not_found()
        return Response(photo.content, media_type=photo.content_type)

    async def remove(self, request: Request) -> Response:
        # The documentation shows no body; the server's code answers an empty list, and so does this one.
        self._programme.campaign(request.path_params["campaign"]).photo = None
        return answer([])

    async def replace(self, request: Request) -> Response:
        """Take a file part named `photo[file]`; the documented sample's path as text is no file, and refused."""
        campaign = self._programme.campaign(request.path_params["campaign"])
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != MULTIPART:
            raise _refused(BLANK)
        async with request.form() as parts:
            file = parts.get("photo[file]")
            if not isinstance(file, UploadFile):
                raise _refused(BLANK)
            campaign.photo = _photo(await file.read())
        # As documented: 200 and nothing else.
        return Response()


def _photo(content: bytes) -> Photo:
    if len(content) > _MOST_BYTES:
        raise _refused("The file is too large. Allowed maximum size is 2 MiB.")
    kind = next((kind for start, kind in _STARTS.items() if content.startswith(start)), None)
    if kind is None:
        raise _refused("The mime type of the file is invalid. Allowed mime types are image/png, image/gif, image/jpeg.")
    return Photo(content, kind)


def _refused(message: str) -> Refused:
    return form_error({"file": ()}, {("file",): message})
