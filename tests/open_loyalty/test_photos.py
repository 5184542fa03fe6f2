"""Photos of reward campaigns, over a real socket."""

from io import BytesIO

import pytest
from starlette.datastructures import UploadFile

from resolvers import ids
from tests.open_loyalty.conftest import Shop

TEN_OFF = "000096cf-32a3-43bd-9034-4df343e5fd93"
GIFT = "000096cf-32a3-43bd-9034-4df343e5fd92"
PNG = b"\x89PNG\r\n\x1a\n" + b"rest" * 20_000
SET_PHOTO = """mutation ($input: SetRewardCampaignPhotoInput!) { setRewardCampaignPhoto(input: $input) {
  campaign { id hasPhoto photoUrl } userErrors { code message path } } }"""
REMOVE_PHOTO = """mutation ($input: RemoveRewardCampaignPhotoInput!) { removeRewardCampaignPhoto(input: $input) {
  campaign { hasPhoto photoUrl } userErrors { code message path } } }"""


async def test_set_reward_campaign_photo_streams_a_file_part(shop: Shop) -> None:
    """Docs: "Add a photo to the campaign": `photo[file]`; a real file, since the sample's path as text does nothing."""
    photo = UploadFile(BytesIO(PNG), filename="../../Ana Popescu.exe")

    data = await shop.data(SET_PHOTO, input={"campaign": GIFT, "photo": photo})

    (sent,) = shop.house.matching("POST /api/campaign/.*")
    assert sent.path == f"/api/campaign/{GIFT}/photo"
    assert sent.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="photo[file]"; filename="photo.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG' in sent.body
    assert data["setRewardCampaignPhoto"] == {
        "campaign": {
            "id": ids.encode("RewardCampaign", GIFT),
            "hasPhoto": True,
            "photoUrl": f"/media/open-loyalty/campaign/{GIFT}/photo",
        },
        "userErrors": [],
    }
    async with shop.vendor.photo("campaign", GIFT) as response:
        assert response is not None and response.headers["content-type"] == "image/png"
        assert await response.aread() == PNG


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "expected a PNG, GIF or JPEG picture"),
        (b"", "expected a PNG, GIF or JPEG picture"),
        (PNG + bytes(2 * 1024 * 1024), "expected at most 2 MB"),
    ],
)
async def test_set_reward_campaign_photo_takes_small_pictures_only(shop: Shop, content: bytes, words: str) -> None:
    data = await shop.data(SET_PHOTO, input={"campaign": GIFT, "photo": UploadFile(BytesIO(content))})

    assert data["setRewardCampaignPhoto"]["userErrors"] == [
        {"code": "BAD_USER_INPUT", "message": words, "path": ["input", "photo"]}
    ]
    assert shop.calls() == []


async def test_remove_reward_campaign_photo_deletes_it(shop: Shop) -> None:
    """Docs: "Remove campaign's photo", then "Get campaign's photo" answers 404."""
    data = await shop.data(REMOVE_PHOTO, input={"campaign": TEN_OFF})

    (sent,) = shop.house.matching("DELETE .*")
    assert (sent.path, sent.body) == (f"/api/campaign/{TEN_OFF}/photo", b"")
    assert data["removeRewardCampaignPhoto"] == {"campaign": {"hasPhoto": False, "photoUrl": None}, "userErrors": []}
    async with shop.vendor.photo("campaign", TEN_OFF) as opened:
        assert opened is None
