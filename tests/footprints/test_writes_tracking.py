"""Tracking, held against the documentation's samples."""

import pytest

from tests.footprints.conftest import ANA, PERSON, Desk, Open, at, codes

VISIT = {"visit": {"brands": ["Zara", "Adidas"], "tenants": ["H&M", "C&A"]}}
VISITED = [
    ("actionType", "visit"),
    ("requestType", "action"),
    ("aditionalData[brands][0]", "Zara"),
    ("aditionalData[brands][1]", "Adidas"),
    ("aditionalData[tenants][0]", "H&M"),
    ("aditionalData[tenants][1]", "C&A"),
]
APP_KEY = ("appkey", "571e64183647a855d0sgf3a3")


async def test_start_web_session_and_track_web_activity(desk: Desk) -> None:
    """No token but the App Key, the e-mail encoded once; a visitor that is known has a uid. Docs: "Web Data Tracking"."""
    timeline = "interactions(first: 50) { nodes { icon } }"
    before = (await desk.data(PERSON % timeline, id=await desk.met(0)))["customer"]["interactions"]["nodes"]
    given: dict[str, object] = {"email": ANA.email, "technicalInfo": {"screenSize": "1x1", "deviceOs": "iOS"}}
    session = await desk.write("startWebSession", given, "session { id kind }")
    assert (desk.last.method, desk.last.path, desk.last.query) == ("POST", "/jsapi/init", ())
    assert desk.last.form == [
        APP_KEY,
        ("email", ANA.email),
        ("technicalInfo[screenSize]", "1x1"),
        ("technicalInfo[deviceOs]", "iOS"),
    ]
    assert session["kind"] == "CUSTOMER"

    tracked: dict[str, object] = {"session": session["id"], "kind": session["kind"], "activity": VISIT}
    assert await desk.write("trackWebActivity", tracked, "recorded") is True
    assert (desk.last.method, desk.last.path, desk.last.query) == ("POST", "/jsapi/send", ())
    assert desk.last.form == [APP_KEY, ("uid", session["id"]), ("uType", "c"), *VISITED]
    after = (await desk.data(PERSON % timeline, id=at(0)))["customer"]["interactions"]["nodes"]
    assert len(after) == len(before) + 1


async def test_strangers_are_visitors(desk: Desk) -> None:
    """Without an e-mail, or with an unknown one, there is a pid."""
    session = await desk.write("startWebSession", {}, "session { id kind }")
    assert session["kind"] == "VISITOR"
    tracked: dict[str, object] = {"session": session["id"], "kind": "VISITOR", "activity": {"feedback": {"rating": 10}}}
    assert await desk.write("trackWebActivity", tracked, "recorded") is True
    assert ("uType", "p") in desk.last.form


@pytest.mark.parametrize(
    ("activity", "fields"),
    [
        (
            {"sale": {"receipts": [{"name": "Shoes", "value": 12.5}, {"name": "Hat", "value": 3}]}},
            {
                "actionType": "sale",
                "aditionalData[receipts][0][name]": "Shoes",
                "aditionalData[receipts][0][value]": "12.5",
                "aditionalData[receipts][1][name]": "Hat",
                "aditionalData[receipts][1][value]": "3",
            },
        ),
        (
            {"contact": {"appointmentAt": "2026-02-03T10:00:00Z", "sender": "ORGANIZATION"}},
            {
                "actionType": "contact",
                "aditionalData[appointmentDate]": "2026-02-03 12:00:00",
                "aditionalData[senderType]": "organization",
            },
        ),
        ({"feedback": {"rating": 7}}, {"actionType": "feedback", "aditionalData[rating]": "7"}),
        ({"engagement": {"description": "x"}}, {"actionType": "engagement", "aditionalData[description]": "x"}),
        ({"profiling": {"percentCompleted": 50}}, {"actionType": "profiling", "aditionalData[percentCompleted]": "50"}),
    ],
)
async def test_start_mobile_session_and_track_mobile_activity(
    desk: Desk, activity: dict[str, object], fields: dict[str, str]
) -> None:
    """Each kind of activity with its own data, under the page's misspelled name. Docs: "Mobile Data Tracking"."""
    given: dict[str, object] = {"email": "test.email@test.com", "phone": "0722100000", "pushNotificationToken": "123456"}
    session = await desk.write("startMobileSession", given, "session { id }")
    assert (desk.last.method, desk.last.path, desk.last.query) == ("POST", "/mobileapi/init", ())
    assert desk.last.form == [
        APP_KEY,
        ("userEmail", "test.email@test.com"),
        ("userPhone", "0722100000"),
        ("pushNotificationToken", "123456"),
    ]

    assert await desk.write("trackMobileActivity", {"session": session["id"], "activity": activity}, "recorded") is True
    assert (desk.last.method, desk.last.path) == ("POST", "/mobileapi/send")
    assert dict(desk.last.form) == {"appkey": APP_KEY[1], "mid": session["id"], "requestType": "action", **fields}


async def test_report_beacons_and_position(desk: Desk) -> None:
    """PUT, index first and attribute second. Docs: "Send mobile tracking sensors", "Send mobile tracking geolocation"."""
    session = (await desk.write("startMobileSession", {"email": "test.email@test.com"}, "session { id }"))["id"]
    beacon = {"uuid": "2376-34342-1233-23424", "rssi": 5, "distance": 4, "macAddress": "345987345345-23482746-345934587"}
    more = {"txPower": 2, "name": "mimi", "minor": 3.2, "major": 4.1}
    given: dict[str, object] = {"session": session, "beacons": [{**beacon, **more}, {"uuid": "2376-34342-1233-23422"}]}
    assert await desk.write("reportBeacons", given, "recorded") is True
    assert (desk.last.method, desk.last.path) == ("PUT", "/mobileapi/sensors")
    assert desk.last.form == [
        APP_KEY,
        ("mid", session),
        ("sensors[0][uuid]", "2376-34342-1233-23424"),
        ("sensors[0][rssi]", "5"),
        ("sensors[0][distance]", "4"),
        ("sensors[0][macAddress]", "345987345345-23482746-345934587"),
        ("sensors[0][txPower]", "2"),
        ("sensors[0][name]", "mimi"),
        ("sensors[0][minor]", "3.2"),
        ("sensors[0][major]", "4.1"),
        ("sensors[1][uuid]", "2376-34342-1233-23422"),
    ]

    position: dict[str, object] = {"session": session, "latitude": 44.432149, "longitude": 26.088868, "accuracy": 3}
    assert await desk.write("reportPosition", position, "recorded") is True
    assert (desk.last.method, desk.last.path) == ("PUT", "/mobileapi/geo")
    assert desk.last.form == [APP_KEY, ("mid", session), ("lat", "44.432149"), ("lon", "26.088868"), ("accuracy", "3")]


@pytest.mark.parametrize(
    ("mutation", "given", "paths"),
    [
        (
            "trackMobileActivity",
            {"session": " ", "activity": {"feedback": {"rating": 11}}},
            {"session", "activity.feedback.rating"},
        ),
        ("trackMobileActivity", {"session": "x", "activity": {"sale": {"receipts": []}}}, {"activity.sale.receipts"}),
        (
            "trackMobileActivity",
            {"session": "x", "activity": {"profiling": {"percentCompleted": 101}}},
            {"activity.profiling.percentCompleted"},
        ),
        ("reportBeacons", {"session": "", "beacons": []}, {"session", "beacons"}),
        (
            "reportBeacons",
            {"session": "x", "beacons": [{"uuid": "1"}, {"uuid": " ", "distance": -1}]},
            {"beacons.1.uuid", "beacons.1.distance"},
        ),
        (
            "reportPosition",
            {"session": "x", "latitude": 91, "longitude": -181, "accuracy": -1},
            {"latitude", "longitude", "accuracy"},
        ),
    ],
)
async def test_wrong_tracking(desk: Desk, mutation: str, given: dict[str, object], paths: set[str]) -> None:
    """All mistakes at once, and nothing is sent."""
    refused = await desk.refused(mutation, given, "recorded")

    assert refused.keys() == {f"input.{path}" for path in paths}
    assert desk.calls() == {}


async def test_mobile_session_needs_an_email_or_a_push_token(desk: Desk) -> None:
    """Known from the vendor's mobile library, not from the page."""
    assert (await desk.refused("startMobileSession", {"phone": "0722100000"}, "session { id }")).keys() == {"input"}


async def test_tracking_without_app_key_says_what_to_set(open_desk: Open) -> None:
    """Key and secret are another credential, and nothing is sent without this one."""
    desk = await open_desk(without=("FOOTPRINTS_APP_KEY",))
    answer = await desk.query("mutation { startWebSession(input: {}) { session { id } } }")

    assert codes(answer) == ["VENDOR_AUTH_FAILED"]
    assert "set FOOTPRINTS_APP_KEY" in str(answer.errors)
    assert desk.calls() == {}
