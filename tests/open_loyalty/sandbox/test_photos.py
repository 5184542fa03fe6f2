"""Switches and photos of campaigns."""

import httpx
import pytest

from tests.open_loyalty.sandbox.programme import ANA, GIFT, TEN_OFF, buying

PNG = b"\x89PNG\r\n\x1a\n rest"


async def test_a_campaign_is_switched_off_and_on(admin: httpx.AsyncClient) -> None:
    off = await admin.post(f"/api/campaign/{TEN_OFF}/inactive")
    row = (await admin.get(f"/api/campaign/{TEN_OFF}")).json()

    assert off.json() == {"campaignId": TEN_OFF}
    assert (row["active"], row["visibleForCustomersCount"]) == (False, 0)
    assert (await admin.post(buying(ANA, TEN_OFF))).status_code == 404
    await admin.post(f"/api/campaign/{TEN_OFF}/active")
    assert (await admin.post(buying(ANA, TEN_OFF))).status_code == 200


async def test_a_photo_is_set_shown_and_removed(admin: httpx.AsyncClient) -> None:
    path = f"/api/campaign/{GIFT}/photo"
    missing = await admin.get(path)
    added = await admin.post(path, files={"photo[file]": ("x.png", PNG, "image/png")})
    shown = await admin.get(path)
    removed = await admin.delete(path)

    assert missing.json() == {"error": {"code": 404, "message": "Not Found"}}
    assert (added.status_code, added.content) == (200, b"")
    assert (shown.headers["content-type"], shown.content) == ("image/png", PNG)
    assert (removed.status_code, removed.json()) == (200, [])
    assert (await admin.get(path)).status_code == 404


@pytest.mark.parametrize(
    "request_",
    [
        {"data": {"photo[file]": "C:\\fakepath\\Photo.png"}},
        {"files": {"file": ("x.png", PNG, "image/png")}},
        {"files": {"photo[file]": ("x.png", b"no image", "image/png")}},
        {"files": {"photo[file]": ("x.png", PNG + bytes(2 * 1024 * 1024), "image/png")}},
    ],
)
async def test_a_photo_must_be_a_small_image_file(admin: httpx.AsyncClient, request_: dict[str, dict[str, str]]) -> None:
    answered = await admin.post(f"/api/campaign/{GIFT}/photo", **request_)  # type: ignore[arg-type]  # data or files

    assert answered.status_code == 400
    assert answered.json()["form"]["children"]["file"]["errors"]
