"""Photos of reward campaigns. Docs: "Add a photo to the campaign", "Remove campaign's photo"."""

from typing import BinaryIO, Protocol

from loaders.open_loyalty import OpenLoyalty
from loaders.open_loyalty.writes import PHOTO_PART, Saved
from loaders.upstream.call import Part
from resolvers.context import Info
from resolvers.open_loyalty.writes import checked_campaign, paths
from resolvers.writes import Checks, Written, perform

MOST_BYTES = 2 * 1024 * 1024
_CHUNK = 64 * 1024
_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"GIF87a": "gif", b"GIF89a": "gif", b"\xff\xd8\xff": "jpeg"}


class Uploaded(Protocol):
    """A file of a multipart request, kept on disk where it is large."""

    @property
    def file(self) -> BinaryIO:
        """Its bytes."""


async def set_photo(info: Info, campaign: str, photo: Uploaded, idempotency_key: str | None) -> Written[Saved]:
    """Put a photo in the place of whatever there was; 1 call. What it is, its first bytes say, not its name."""
    checks = Checks()
    campaign_id = checked_campaign(checks, campaign)
    part = _part(photo.file, checks)
    if part is None or checks.errors:
        return checks.refused()
    vendor = info.context.vendor(OpenLoyalty)
    return await perform(
        info,
        shape=Saved,
        write=lambda: vendor.writes.set_photo(campaign_id, part),
        stale=lambda _saved: vendor.tags.of_campaign(campaign_id),
        idempotency_key=idempotency_key,
        paths=paths(),
    )


async def remove_photo(info: Info, campaign: str, idempotency_key: str | None) -> Written[Saved]:
    """Remove the photo, if there is one; 1 call."""
    checks = Checks()
    campaign_id = checked_campaign(checks, campaign)
    if checks.errors:
        return checks.refused()
    vendor = info.context.vendor(OpenLoyalty)
    return await perform(
        info,
        shape=Saved,
        write=lambda: vendor.writes.remove_photo(campaign_id),
        stale=lambda _saved: vendor.tags.of_campaign(campaign_id),
        idempotency_key=idempotency_key,
        paths=paths(),
    )


def _part(file: BinaryIO, checks: Checks) -> Part | None:
    """Return the part to send, rewound; reads it in chunks, and no more than is allowed."""
    file.seek(0)
    size, start = 0, b""
    while size <= MOST_BYTES and (chunk := file.read(_CHUNK)):
        start = start or chunk[:8]
        size += len(chunk)
    file.seek(0)
    kind = next((kind for signature, kind in _KINDS.items() if start.startswith(signature)), None)
    checks.that(kind, "input.photo", "expected a PNG, GIF or JPEG picture")
    checks.that(size <= MOST_BYTES, "input.photo", f"expected at most {MOST_BYTES // 1024 // 1024} MB")
    # Not under the name it came with, which is the caller's and may be anything.
    return Part(PHOTO_PART, file, filename=f"photo.{kind}", content_type=f"image/{kind}") if kind else None
