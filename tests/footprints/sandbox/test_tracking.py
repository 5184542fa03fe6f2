"""What web pages and devices tell."""

import httpx
import pytest

from loaders.footprints.sandbox import stand_in
from loaders.sandbox.people import people
from tests.footprints.sandbox.tenant import ANA, APP_KEY, KEY, SECRET, Clock, Vendor


@pytest.mark.parametrize(
    ("email", "kind", "u_type"), [(ANA["userEmail"], "uid", "c"), ("x@example.com", "pid", "p"), (None, "pid", "p")]
)
async def test_web_session(vendor: Vendor, email: str | None, kind: str, u_type: str) -> None:
    """A customer has a uid, a stranger a pid; the customer's activity shows up in the timeline."""
    form = {"appkey": APP_KEY, "technicalInfo[browserType]": "Chrome"} | ({"email": email} if email else {})
    session = (await vendor.http.post("/jsapi/init", data=form)).json()
    assert set(session) == {"status", kind}
    send = {
        "appkey": APP_KEY,
        "uid": session[kind],
        "actionType": "visit",
        "requestType": "action",
        "aditionalData[brands][0]": "Zara",
    }

    answer = await vendor.http.post("/jsapi/send", data={**send, "uType": u_type})
    other = await vendor.http.post("/jsapi/send", data={**send, "uType": "p" if u_type == "c" else "c"})

    assert (answer.status_code, answer.json()) == (200, {})
    assert other.status_code == 400
    timeline = (await vendor.ask("GET", "/api/client", params=ANA))["interactionsTimeline"]
    assert len(timeline) == (5 if u_type == "c" else 4)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"aditionalData[tenants][0]": "H&M", "aditionalData[interests][0]": "Food"}, 200),
        ({"actionType": "sale", "aditionalData[receipts][0][name]": "C&A", "aditionalData[receipts][0][value]": "52"}, 200),
        ({"actionType": "feedback", "aditionalData[rating]": "10"}, 200),
        ({"actionType": "contact", "aditionalData[appointmentDate]": "2026-04-01 10:00:00"}, 200),
        ({"actionType": "profiling", "aditionalData[percentCompleted]": "80"}, 200),
        ({"actionType": "engagement", "aditionalData[description]": "x"}, 200),
        ({"actionType": "feedback", "aditionalData[rating]": "11"}, 400),
        ({"actionType": "feedback", "aditionalData[brands][0]": "Zara"}, 400),
        ({"actionType": "sale", "aditionalData[receipts][0][name]": "C&A"}, 400),
        ({"aditionalData[brands]": "Zara"}, 400),
        ({"additionalData[brands][0]": "Zara"}, 400),
        ({"actionType": "dance"}, 400),
        ({"requestType": "visit"}, 400),
        ({"mid": "unknown"}, 400),
        ({"appkey": "unknown"}, 401),
    ],
)
async def test_mobile_activity(vendor: Vendor, changes: dict[str, str], status: int) -> None:
    """Each action has its own extra data, under the page's own spelling."""
    init = {"appkey": APP_KEY, "userEmail": "x@example.com", "technicalInfo[deviceOs]": "iOS"}
    mobile_id = (await vendor.http.post("/mobileapi/init", data=init)).json()["mobileId"]
    form = {"appkey": APP_KEY, "mid": mobile_id, "actionType": "visit", "requestType": "action", **changes}

    answer = await vendor.http.post("/mobileapi/send", data=form)

    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    ("path", "extra", "status"),
    [
        ("sensors", {"sensors[0][uuid]": "2376-34342", "sensors[0][rssi]": "5", "sensors[1][minor]": "3.2"}, 200),
        ("sensors", {"sensors[uuid][0]": "2376-34342"}, 400),
        ("sensors", {"sensors[0][rssi]": "near"}, 400),
        ("sensors", {}, 400),
        ("geo", {"lat": "44.432149", "lon": "26.088868", "accuracy": "3"}, 200),
        ("geo", {"lat": "144.4", "lon": "26.088868"}, 400),
        ("geo", {"lat": "44.4"}, 400),
    ],
)
async def test_sensors_and_position(vendor: Vendor, path: str, extra: dict[str, str], status: int) -> None:
    """Both are PUT, as the samples are; sensors are numbered first and named second."""
    init = await vendor.http.post("/mobileapi/init", data={"appkey": APP_KEY, "pushNotificationToken": "123456"})
    form = {"appkey": APP_KEY, "mid": init.json()["mobileId"], **extra}

    answer = await vendor.http.put(f"/mobileapi/{path}", data=form)

    assert answer.status_code == status, answer.text
    if status == 200:
        assert answer.json() == {"success": True}


@pytest.mark.parametrize("path", ["/jsapi/init", "/mobileapi/init"])
async def test_tracking_needs_the_app_key_in_a_form(vendor: Vendor, path: str) -> None:
    """An access token is no substitute, JSON is not what the page shows, and a phone alone starts no mobile session."""
    assert (await vendor.http.post(path, data={"email": "x@example.com"})).status_code == 400
    assert (await vendor.http.post(path, data={"appkey": vendor.token})).status_code == 401
    assert (await vendor.http.post(path, json={"appkey": APP_KEY})).status_code == 415
    if path == "/mobileapi/init":
        assert (await vendor.http.post(path, data={"appkey": APP_KEY, "userPhone": "0700000000"})).status_code == 400


async def test_two_stand_ins_share_nothing_but_their_data() -> None:
    """A write to one is not seen by the other, and both start alike."""
    profiles = []
    for _ in range(2):
        http = httpx.AsyncClient(transport=httpx.ASGITransport(stand_in(people(), Clock())), base_url="http://footprints")
        async with http:
            answer = await http.post("/api/token", data={"grant_type": "client_credentials"}, auth=(KEY, SECRET))
            query = {"access_token": answer.json()["access_token"]}
            profiles.append((await http.get("/api/client", params={**query, **ANA})).json())
            await http.post("/api/lead", params=query, data=ANA)

    assert profiles[0] == profiles[1]
