"""The stand-in behaves as Tracksale's page says, oddities and refusals included."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from starlette.applications import Starlette

from loaders.sandbox.people import people
from loaders.tracksale.sandbox import SETTINGS, URLS, stand_in

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
YEARS = {"start": "2020-01-01", "end": "2026-03-10", "limit": "-1"}
ANA = "ana.popescu0@example.com"
TOKEN = SETTINGS["TRACKSALE_TOKEN"]
TAG = {"name": "Colour", "value": "red"}


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Vendor:
    """The stand-in, its clock, and a client that holds the token."""

    app: Starlette
    clock: Clock
    http: httpx.AsyncClient

    async def get(self, path: str, **params: str) -> httpx.Response:
        return await self.http.get(path, params=params)

    async def post(self, path: str, body: object, **params: str) -> httpx.Response:
        return await self.http.post(path, json=body, params=params)

    async def answers(self, **params: str) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = (await self.get("/v2/report/answer", **YEARS | params)).json()
        return rows

    async def answer(self, answer_id: object, **params: str) -> dict[str, object]:
        return next(row for row in await self.answers(**params) if row["id"] == answer_id)


@pytest.fixture
async def vendor() -> AsyncIterator[Vendor]:
    clock = Clock()
    app = stand_in(people(), clock)
    headers = {"authorization": f"bearer {TOKEN}"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://tracksale", headers=headers) as http:
        yield Vendor(app, clock, http)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (f"bearer {TOKEN}", 200),
        (f"Bearer {TOKEN}", 200),
        ("bearer wrong", 401),
        (TOKEN, 401),
        (f"Basic {TOKEN}", 401),
        ("", 401),
    ],
)
async def test_the_token_opens_both_hosts(vendor: Vendor, sent: str, status: int) -> None:
    """The raw token follows the word bearer, on v2 and on v3."""
    for path in ("/v2/campaign", "/dispatch"):
        answer = await vendor.http.get(path, headers={"authorization": sent})
        assert answer.status_code == status
        assert status == 200 or answer.json() == {"error": "Invalid token"}


async def test_no_token_is_refused_and_tokens_never_expire(vendor: Vendor) -> None:
    """Without the header it is 401; there is no expiry, so expiring tokens changes nothing."""
    vendor.app.state.expire_tokens()
    assert (await vendor.get("/v2/campaign")).status_code == 200

    del vendor.http.headers["authorization"]
    refused = await vendor.get("/v2/campaign")
    assert (refused.status_code, refused.json()) == (401, {"error": "Token not provided"})


def test_one_app_serves_both_urls() -> None:
    assert dict(URLS) == {"TRACKSALE_URL": "", "TRACKSALE_V3_URL": ""}


async def test_the_call_limit_sleeps_until_switched_on(vendor: Vendor) -> None:
    """1001 calls at once pass while the limit is off."""
    for _ in range(1001):
        assert (await vendor.get("/v2/widget/widget51")).status_code == 200


async def test_more_than_a_thousand_calls_in_five_minutes_ask_for_a_captcha(vendor: Vendor) -> None:
    """The 1001st call answers 405 with a page, and so does everything after it, even hours later, until it is solved."""
    vendor.app.state.limit_calls = True
    for _ in range(1000):
        assert (await vendor.get("/v2/widget/widget51")).status_code == 200
    for path in ("/v2/widget/widget51", "/dispatch", "/nowhere"):
        locked = await vendor.get(path)
        assert locked.status_code == 405
        assert locked.headers["content-type"].startswith("text/html")
        assert "CAPTCHA" in locked.text
    vendor.clock.now += timedelta(hours=2)
    assert (await vendor.get("/v2/campaign")).status_code == 405

    vendor.app.state.solve_captcha()
    assert (await vendor.get("/v2/campaign")).status_code == 200


async def test_the_call_limit_slides(vendor: Vendor) -> None:
    """Calls older than five minutes no longer count, one by one."""
    vendor.app.state.limit_calls = True
    for half in range(2):
        vendor.clock.now = NOW + timedelta(seconds=150 * half)
        for _ in range(500):
            await vendor.get("/v2/widget/widget51")
    vendor.clock.now = NOW + timedelta(seconds=300)
    for _ in range(500):
        assert (await vendor.get("/v2/widget/widget51")).status_code == 200
    assert (await vendor.get("/v2/widget/widget51")).status_code == 405


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v2/customer", 404),
        ("GET", "/v2/report/DETALHES", 404),
        ("GET", "/dispatch/ABCDEFG123", 404),
        ("GET", "/v2/campaign/", 404),
        ("GET", "/v2/campaign/99", 404),
        ("GET", "/v2/widget/none", 404),
        ("GET", "/v2/answers", 405),
        ("POST", "/v2/campaign", 405),
        ("POST", "/v2/report/answer", 405),
    ],
)
async def test_what_nobody_documented_is_refused_as_json(vendor: Vendor, method: str, path: str, status: int) -> None:
    """Unlike the CAPTCHA's 405, the router's is JSON."""
    answer = await vendor.http.request(method, path)
    assert answer.status_code == status
    assert "error" in answer.json()


async def test_campaigns_are_arrays_even_of_one(vendor: Vendor) -> None:
    """The list and the single campaign both answer arrays."""
    every = (await vendor.get("/v2/campaign")).json()
    assert [row["code"] for row in every] == [51, 52, 53]
    assert (await vendor.get("/v2/campaign/52")).json() == [every[1]]
    types = {question["type"] for row in every for question in row["questions"]}
    assert types == {"NPS", "CSAT", "Single Choice", "Review", "Open Question", "Secondary NPS"}
    assert "dispatch_limits" not in every[0]


async def test_counters_need_both_dates(vendor: Vendor) -> None:
    """Without a whole period the counters are null."""
    counters = ("detractors", "passives", "promoters", "dispatches", "comments", "answers")
    for params in ({}, {"start": "2025-01-01"}):
        (row,) = (await vendor.get("/v2/campaign/51", **params)).json()
        assert [row[name] for name in counters] == [None] * 6

    (row,) = (await vendor.get("/v2/campaign/51", start="2023-01-01", end="2026-03-10")).json()
    assert row["answers"] == row["detractors"] + row["passives"] + row["promoters"] > 0
    assert row["answers"] > row["comments"] > 0
    assert row["answers"] == len(await vendor.answers(codes="51"))


async def test_dispatch_limits_are_null_where_unused(vendor: Vendor) -> None:
    first, _, third = (await vendor.get("/v2/campaign", dispatch_limits="1")).json()
    assert first["dispatch_limits"]["daily"] == {"limit": None, "remaining": None}
    assert third["dispatch_limits"]["daily"] == {"limit": 600, "remaining": 600}


async def test_a_widget_may_contradict_itself(vendor: Vendor) -> None:
    widget = (await vendor.get("/v2/widget/widget51")).json()
    assert widget["views"] == {"daily": 2, "weekly": 0, "monthly": 0}
    assert (widget["limits"]["has_limit"], widget["limits"]["limit_reached"]) == (False, "daily")


async def test_the_answer_report_shows_ten_of_thirty_days(vendor: Vendor) -> None:
    """Ten answers of the last thirty days by default, newest first; -1 shows all."""
    default = (await vendor.get("/v2/report/answer")).json()
    month = (await vendor.get("/v2/report/answer", limit="-1")).json()
    assert len(default) == 10 < len(month) < len(await vendor.answers())
    assert default == month[:10]
    times = [row["time"] for row in month]
    assert times == sorted(times, reverse=True)
    assert min(times) >= SECONDS - 31 * 86400


async def test_a_person_is_found_by_what_their_answers_carry(vendor: Vendor) -> None:
    """Person 0 has three answers of the last 365 days, others none to six; some answers match nobody."""
    rows = await vendor.answers()
    ana = [row for row in rows if row["email"] == ANA]
    ages = [(SECONDS - int(str(row["time"]))) // 86400 for row in ana]
    assert ages == [12, 95, 240, 500, 900]
    assert {row["phone"] for row in ana} == {"+40 722 100000"}
    assert [row["last_nps_answer"] for row in ana] == [*[row["nps_answer"] for row in ana[1:]], None]

    counts = [
        sum(row["phone"] == spelling.phone for row in rows) for one in people()[1:200] if (spelling := one.at("tracksale"))
    ]
    assert set(counts) == set(range(7))
    assert any(row["email"] == row["phone"] == row["identification"] is None for row in rows)
    assert {row["phone"] for row in rows} >= {"0000000000"}
    assert any(row["email"] is None and row["alternative_email"] for row in rows)
    assert len({row["id"] for row in rows}) == len(rows)


async def test_arrays_are_empty_unless_asked_for(vendor: Vendor) -> None:
    """Tags and the four arrays are there but empty, `update_time` is absent; each is filled by its own parameter."""
    switches = {"review": "1", "nps_secondary": "1", "open_question": "1", "csat": "1"}
    (bare, full) = await vendor.answers(codes="53"), await vendor.answers(codes="53", tags="true", **switches)
    assert all(bare[0][name] == [] for name in ("tags", *switches))
    assert "update_time" not in bare[0]
    assert all(full[0][name] for name in switches)
    assert any(row["tags"] for row in full)
    only = (await vendor.answers(codes="53", csat="1"))[0]
    assert (only["csat"], only["review"]) == (full[0]["csat"], [])
    assert "update_time" in (await vendor.answers(return_update_time="true"))[0]


async def test_justifications_are_nested_or_flat(vendor: Vendor) -> None:
    """Nested groups by default, one array on demand; some texts are JSON inside of a string."""
    nested = [row["justifications"] for row in await vendor.answers()]
    flat = [row["justifications"] for row in await vendor.answers(justifReturn="array")]
    assert [{"name": "Service", "children": ["Friendliness", "Speed"]}] in nested
    assert ["Service", "Friendliness", "Speed"] in flat
    assert any('{"pt-br":"Produto"}' in texts for texts in flat if isinstance(texts, list))


@pytest.mark.parametrize(
    ("start", "end", "is_shown"),
    [
        ("2024-06-10", "2024-06-10", True),
        ("2024-06-11", "2024-06-12", False),
        ("2024-06-08", "2024-06-09", False),
        ("2024-06-10T22:30:00", "2024-06-10T22:30:00", True),
        ("2024-06-10T22:30:01", "2024-06-11", False),
    ],
)
async def test_dates_are_those_of_the_accounts_calendar(vendor: Vendor, start: str, end: str, *, is_shown: bool) -> None:
    """An answer of 01:30 UTC belongs to São Paulo's day before; the last day, or second, counts whole."""
    time = int(datetime(2024, 6, 11, 1, 30, tzinfo=UTC).timestamp())
    row = {"name": "New", "email": "new@example.org", "score": 8, "create_time": time}
    await vendor.post("/v2/answer", {"campaign_code": "51", "answers": [row]})
    found = await vendor.answers(start=start, end=end)
    assert any(answer["email"] == "new@example.org" for answer in found) is is_shown


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/v2/report/answer", {"limit": "all"}),
        ("/v2/report/answer", {"limit": "0"}),
        ("/v2/report/answer", {"limit": "-2"}),
        ("/v2/report/answer", {"start": "01/31/2017"}),
        ("/v2/report/answer", {"start": "2017-02-31"}),
        ("/v2/report/answer", {"start": "2017-01-31T12:00:00Z"}),
        ("/v2/report/answer", {"start": "2025-02-01", "end": "2025-01-01"}),
        ("/v2/report/answer", {"start": "2025-02-01", "end": "9999-12-31"}),
        ("/v2/report/answer", {"codes": "[51,52]"}),
        ("/v2/report/answer", {"tags": "1"}),
        ("/v2/report/answer", {"csat": "true"}),
        ("/v2/report/answer", {"justifReturn": "flat"}),
        ("/v2/report/nps", {"start": "2025-01-01T00:00:00"}),
        ("/v2/report/nps", {"compare": "1"}),
        ("/v2/report/dispatch", {"channel": "Email"}),
        ("/v2/campaign", {"start": "2025", "end": "2026"}),
        ("/v2/campaign", {"dispatch_limits": "true"}),
        ("/dispatch", {"limit": "99"}),
        ("/dispatch", {"limit": "10001"}),
        ("/dispatch", {"page": "0"}),
    ],
)
async def test_wrong_parameters_are_refused(vendor: Vendor, path: str, params: dict[str, str]) -> None:
    answer = await vendor.get(path, **params)
    assert answer.status_code == 400
    assert answer.json()["error"]


async def test_the_nps_adds_up(vendor: Vendor) -> None:
    """The score is that of the answers of the same days; the period before comes with `compare=true` only."""
    params = {"start": "2025-09-01", "end": "2025-11-30", "codes": "51,53"}
    report = (await vendor.get("/v2/report/nps", **params, compare="true")).json()
    answers = [row["nps_answer"] for row in await vendor.answers(**params)]
    assert report["promoters"] + report["passives"] + report["detractors"] == len(answers)
    assert report["nps"] == round(report["promoters_percentage"] - report["detractors_percentage"], 1)
    assert report["dispatches"] > 0
    before = (await vendor.get("/v2/report/nps", start="2025-06-02", end="2025-08-31", codes="51,53")).json()
    assert report["compare"] == before
    assert (await vendor.get("/v2/report/nps", start="2010-01-01", end="2010-01-02")).json()["nps"] == 0


@pytest.mark.parametrize(("path", "name"), [("category", "Product"), ("status", "Pendente Cliente")])
async def test_answers_are_counted_by_category_and_status(vendor: Vendor, path: str, name: str) -> None:
    rows = (await vendor.get(f"/v2/report/{path}", start="2023-01-01", end="2026-03-10")).json()
    row = next(row for row in rows if row["name"] == name)
    assert row["total"] > 0
    assert re.fullmatch("#[0-9A-F]{6}", row["color"])
    assert ("nps" in row) is (path == "category")


async def test_dispatch_lots_are_text_and_show_channels_on_demand(vendor: Vendor) -> None:
    """Codes, times and `has_answered` of v2 are text."""
    params = {"start": "2026-02-08", "end": "2026-02-09", "codes": "51"}
    (lot,) = (await vendor.get("/v2/report/dispatch", **params)).json()
    assert lot["campaign"] == {"name": "Store visit", "code": "51"}
    assert "channel" not in lot
    ana = next(row for row in lot["customers"] if row["email"] == ANA)
    assert (ana["has_answered"], ana["identification"]) == ("1", None)
    assert ana["dispatch_time"] == lot["create_time"] == str(SECONDS - 30 * 86400)
    assert (await vendor.answers(codes="51"))[0]["campaign_code"] == 51
    (lot,) = (await vendor.get("/v2/report/dispatch", **params, channel="true")).json()
    assert lot["channel"] == "Email"


async def test_v3_pages_rows_of_customers(vendor: Vendor) -> None:
    """The pages of 100 are, one after the other, the one page of 10000; past the last one there is nothing."""
    window = {"start": "2023-01-01", "end": "2026-03-10"}
    whole = (await vendor.get("/dispatch", **window, limit="10000")).json()
    assert (whole["code"], whole["status"]) == (200, "success")
    rows, page = [], 1
    while found := (await vendor.get("/dispatch", **window, page=str(page))).json()["data"]:
        rows += found
        page += 1
    assert rows == whole["data"]
    assert len(rows) > 300
    assert {row["customer"]["has_answered"] for row in rows} == {"0", "1"}
    assert "channel" not in rows[0]["lot"]
    assert "tags" not in rows[0]["customer"]
    more = (await vendor.get("/dispatch", **window, channel="true", tags="true")).json()["data"][0]
    assert more["lot"]["channel"]
    assert more["customer"]["tags"]


@pytest.mark.parametrize(
    ("handle", "code", "can_impact"),
    [
        ({"email": ANA}, "51", False),
        ({"email": ANA.upper()}, "51", False),
        ({"phone": "0722 100 000"}, "51", False),
        ({"email": ANA}, "53", True),
        ({"email": "stranger@example.org"}, "51", True),
    ],
)
async def test_the_90_days_rule(vendor: Vendor, handle: dict[str, str], code: str, *, can_impact: bool) -> None:
    """Whoever got the campaign in the last 90 days isn't asked again."""
    assert (await vendor.post(f"/v2/campaign/{code}/can-impact", handle)).json() == {"can_impact": can_impact}


async def test_a_dispatch_starts_the_quarantine(vendor: Vendor) -> None:
    customer = {"name": "New", "email": "new@example.org"}
    sent = await vendor.post("/v2/campaign/51/dispatch", {"customers": [customer], "schedule_time": SECONDS})
    assert sent.json()["msg"] == "Dispatch executed!"
    for days, can_impact in ((0, False), (89, False), (90, True)):
        vendor.clock.now = NOW + timedelta(days=days)
        answer = await vendor.post("/v2/campaign/51/can-impact", {"email": "new@example.org"})
        assert answer.json() == {"can_impact": can_impact}


async def test_survey_links_keep_the_customers(vendor: Vendor) -> None:
    """Each customer comes back as sent, with a link of their own that stays the same."""
    customers = [{"name": "A", "email": "a@example.org", "tags": [TAG]}, {"name": "B", "phone": "0722000111"}]
    linked = (await vendor.post("/v2/campaign/51/survey-links", {"customers": customers})).json()["customers"]
    assert [{name: row[name] for name in row if name != "survey_link"} for row in linked] == customers
    assert all(re.fullmatch(r"https://tracksale\.co/s/[0-9a-z]+", row["survey_link"]) for row in linked)
    assert linked[0]["survey_link"] != linked[1]["survey_link"]
    assert (await vendor.post("/v2/campaign/51/survey-links", {"customers": customers})).json()["customers"] == linked


async def test_a_draft_lot_gathers_customers_until_it_is_sent(vendor: Vendor) -> None:
    """Later calls add to the same lot, and leave out duplicates and customers without the main channel."""
    one, two = {"name": "A", "email": "a@example.org"}, {"name": "B", "email": "b@example.org"}
    first = (await vendor.post("/v2/campaign/51/dispatch", {"customers": [one]})).json()
    assert first == {
        "msg": "Customers have been successfully added!",
        "dispatch_code": first["dispatch_code"],
        "status": {"duplicated": 0, "invalid": 0, "inserted": 1},
        "campaign": {"name": "Store visit", "cod": 51},
    }
    more = {"customers": [one, two, {"name": "C", "phone": "0722000111"}]}
    second = (await vendor.post("/v2/campaign/51/dispatch", more, getNotInserted="1")).json()
    assert second["dispatch_code"] == first["dispatch_code"]
    assert second["status"] == {"duplicated": 1, "invalid": 1, "inserted": 1}
    assert second["duplicated_customers"] == [one]
    assert second["invalid_customers"] == [{"name": "C", "reason": "Invalid or empty main channel"}]
    drafts = (await vendor.get("/v2/campaign/51/draft-lot")).json()
    assert drafts == {"lot": [{"code": first["dispatch_code"], "create_time": str(SECONDS), "total_dispatches": "2"}]}

    path = f"/v2/campaign/51/dispatch/{first['dispatch_code']}"
    assert (await vendor.post(path, {"time": 0})).json() == {"msg": "Dispatch executed!", "customers": "2"}
    assert (await vendor.get("/v2/campaign/51/draft-lot")).json() == {"lot": []}
    assert (await vendor.post(path, {"time": 0})).status_code == 404
    lots = (await vendor.get("/v2/report/dispatch", codes="51")).json()
    assert [row["email"] for row in lots[0]["customers"]] == ["a@example.org", "b@example.org"]
    third = (await vendor.post("/v2/campaign/51/dispatch", {"customers": [one]})).json()
    assert third["dispatch_code"] != first["dispatch_code"]


async def test_a_scheduled_lot_waits_for_its_time(vendor: Vendor) -> None:
    body = {"customers": [{"email": "a@example.org"}], "schedule_time": SECONDS + 3600, "finish_time": SECONDS + 86400}
    code = (await vendor.post("/v2/campaign/51/dispatch", body)).json()["dispatch_code"]
    for hours, status in ((0, "Agendado"), (1, "Enviado")):
        vendor.clock.now = NOW + timedelta(hours=hours)
        rows = (await vendor.get("/dispatch", codes="51")).json()["data"]
        assert next(row["lot"]["status"] for row in rows if row["lot"]["dispatch_code"] == code) == status


async def test_a_discarded_lot_is_gone(vendor: Vendor) -> None:
    """Campaign 52 has a draft lot from the beginning; it belongs to no other campaign."""
    (lot,) = (await vendor.get("/v2/campaign/52/draft-lot")).json()["lot"]
    assert lot["total_dispatches"] == "2"
    assert (await vendor.http.post(f"/v2/campaign/51/discard-lot/{lot['code']}")).status_code == 404
    assert (await vendor.http.post(f"/v2/campaign/52/discard-lot/{lot['code']}")).json() == {"success": True}
    assert (await vendor.http.post(f"/v2/campaign/52/discard-lot/{lot['code']}")).status_code == 404
    assert (await vendor.get("/v2/campaign/52/draft-lot")).json() == {"lot": []}


async def test_limited_dispatches_run_out(vendor: Vendor) -> None:
    """Campaign 53 sends 600 a day; what exceeds it is refused whole."""

    async def send(first: int, count: int) -> int:
        customers = [{"email": f"c{number}@example.org"} for number in range(first, first + count)]
        body = {"customers": customers, "schedule_time": SECONDS}
        return (await vendor.post("/v2/campaign/53/dispatch", body)).status_code

    assert [await send(0, 500), await send(500, 101), await send(500, 60)] == [200, 400, 200]
    (row,) = (await vendor.get("/v2/campaign/53", dispatch_limits="1")).json()
    assert row["dispatch_limits"]["daily"] == {"limit": 600, "remaining": 40}
    assert row["dispatch_limits"]["monthly"]["remaining"] == 5000 - 560


SCORE = {"name": "New", "email": "new@example.org", "score": 9, "justification": "Good", "tags": [TAG]}


async def test_recorded_scores_are_reported(vendor: Vendor) -> None:
    """Wrong rows count as invalid, the others are in the report at once; ids are shown on demand."""
    wrong: list[dict[str, object]] = [
        SCORE | {"score": 11},
        SCORE | {"score": "9"},
        SCORE | {"name": ""},
        SCORE | {"email": None, "phone": "0722000111"},
        SCORE | {"create_time": SECONDS * 1000},
        SCORE | {"tags": [{"name": "Colour"}]},
    ]
    body = {"campaign_code": "51", "answers": [SCORE, *wrong]}
    answer = (await vendor.post("/v2/answer", body)).json()
    assert answer == {"msg": "1 Answer inserted", "status": {"invalid": 6, "inserted": 1}}
    shown = (await vendor.post("/v2/answer", body, return_answer_id="1")).json()["answers"]
    assert [row["email"] for row in shown] == ["new@example.org"]

    row = await vendor.answer(shown[0]["answer_id"], tags="true")
    assert (row["nps_answer"], row["nps_comment"], row["time"], row["tags"]) == (9, "Good", SECONDS, [TAG])
    assert (row["campaign_code"], row["type"]) == (51, "Email")


def survey(*replies: tuple[int, dict[str, object]]) -> dict[str, object]:
    return {
        "name": "New",
        "email": "new@example.org",
        "identification": "C7",
        "answers": [{"question_id": 5300 + number, **reply} for number, reply in replies],
    }


NPS: tuple[int, dict[str, object]] = (1, {"score": 10, "justification": "Great"})
REVIEW: tuple[int, dict[str, object]] = (2, {"score": "4"})
CHOICE: tuple[int, dict[str, object]] = (3, {"option": "Price"})
OPEN: tuple[int, dict[str, object]] = (4, {"comment": "Nothing"})
SECOND: tuple[int, dict[str, object]] = (5, {"score": 0})
CSAT: tuple[int, dict[str, object]] = (6, {"score": 5})


@pytest.mark.parametrize(
    ("row", "is_valid"),
    [
        (survey(NPS, REVIEW, CHOICE, OPEN, SECOND, CSAT), True),
        (survey(NPS, REVIEW, OPEN, SECOND, CSAT), True),
        (survey(NPS, REVIEW, (3, {}), OPEN, SECOND, CSAT), True),
        (survey(REVIEW, NPS, CHOICE, OPEN, SECOND, CSAT), False),
        (survey(NPS, REVIEW, CHOICE, SECOND, CSAT), False),
        (survey(NPS, REVIEW, CHOICE, OPEN, SECOND, CSAT, CSAT), False),
        (survey(NPS, REVIEW, CHOICE, (4, {"score": 3}), SECOND, CSAT), False),
        (survey(NPS, REVIEW, CHOICE, OPEN, SECOND, (6, {"score": 6})), False),
        (survey(), False),
    ],
)
async def test_recorded_surveys_follow_the_campaigns_order(vendor: Vendor, row: dict[str, object], *, is_valid: bool) -> None:
    """Replies come in the order of the questions, only the optional one may be left out; ids are always shown."""
    answer = (await vendor.post("/v2/answers", {"campaign_code": "53", "data": [row]})).json()
    assert answer["status"] == {"invalid": int(not is_valid), "inserted": int(is_valid)}
    assert len(answer["answers"]) == int(is_valid)
    if is_valid:
        shown = await vendor.answer(answer["answers"][0]["answer_id"], review="1", open_question="1")
        assert (shown["nps_answer"], shown["nps_comment"], shown["identification"]) == (10, "Great", "C7")
        assert [reply["score"] for reply in shown["review"]] == [4]  # type: ignore[attr-defined]  # JSON
        assert [reply["comment"] for reply in shown["open_question"]] == ["Nothing"]  # type: ignore[attr-defined]  # JSON


async def test_a_note_finds_its_answer(vendor: Vendor) -> None:
    """By id, or the newest of the filter; it is seen in `update_time`."""
    newest = next(row for row in await vendor.answers() if row["email"] == ANA)
    vendor.clock.now += timedelta(minutes=1)
    body = {"comment": "Called", "filter": {"phone": "0722100000", "start_date": "2026-01-01", "end_date": "2026-03-10"}}
    assert (await vendor.post("/v2/note", body)).json() == {"msg": "Success", "answer_id": newest["id"]}
    assert (await vendor.answer(newest["id"], return_update_time="true"))["update_time"] == SECONDS + 60
    by_id = await vendor.post("/v2/note", {"comment": "Again", "answer_id": newest["id"]})
    assert by_id.json()["answer_id"] == newest["id"]


async def test_only_empty_tags_are_filled(vendor: Vendor) -> None:
    """An empty tag gets its value, an absent one is added, a filled one stays; the campaign's code is optional."""
    newest = next(row for row in await vendor.answers() if row["email"] == ANA)
    tags = [{"name": "City", "value": "Elsewhere"}, {"name": "Branch", "value": "North"}, TAG]
    filled = await vendor.post("/v2/fill-empty-tags", {"customer": {"email": ANA}, "tags": tags})
    assert filled.json() == {"answer_id": newest["id"], "msg": "Request received successfully!"}
    shown = (await vendor.answer(newest["id"], tags="true"))["tags"]
    assert shown == [{"name": "City", "value": "București"}, tags[1], TAG]


CUSTOMERS = [{"name": "A", "email": "a@example.org"}]
DATES = {"start_date": "2026-01-01", "end_date": "2026-03-10"}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v2/campaign/51/can-impact", {}, 400),
        ("/v2/campaign/51/can-impact", {"email": ANA, "phone": "0722100000"}, 400),
        ("/v2/campaign/99/can-impact", {"email": ANA}, 404),
        ("/v2/campaign/51/survey-links", {"customers": CUSTOMERS * 501}, 400),
        ("/v2/campaign/51/survey-links", {"customers": [{"tags": [{"name": "Colour"}]}]}, 400),
        ("/v2/campaign/51/dispatch", {"customers": CUSTOMERS * 501}, 400),
        ("/v2/campaign/51/dispatch", {"customers": []}, 400),
        ("/v2/campaign/51/dispatch", {"customers": CUSTOMERS[0]}, 400),
        ("/v2/campaign/51/dispatch", CUSTOMERS, 400),
        ("/v2/campaign/99/dispatch", {"customers": CUSTOMERS}, 404),
        ("/v2/campaign/51/dispatch/NONE", {"time": 0}, 404),
        ("/v2/answer", {"campaign_code": "51", "data": [SCORE]}, 400),
        ("/v2/answer", {"campaign_code": 51, "answers": [SCORE]}, 400),
        ("/v2/answer", {"campaign_code": "99", "answers": [SCORE]}, 404),
        ("/v2/answers", {"campaign_code": "51", "answers": [SCORE]}, 400),
        ("/v2/note", {"answer_id": 6805511}, 400),
        ("/v2/note", {"comment": "Called"}, 400),
        ("/v2/note", {"comment": "Called", "answer_id": 1}, 404),
        ("/v2/note", {"comment": "Called", "answer_id": "6805511"}, 400),
        ("/v2/note", {"comment": "Called", "filter": {"email": ANA}}, 400),
        ("/v2/note", {"comment": "Called", "filter": DATES}, 400),
        ("/v2/note", {"comment": "Called", "filter": [DATES | {"email": ANA}]}, 400),
        ("/v2/note", {"comment": "Called", "filter": DATES | {"email": "stranger@example.org"}}, 404),
        ("/v2/note", {"comment": "Called", "filter": DATES | {"email": ANA, "campaign_code": "52"}}, 404),
        ("/v2/fill-empty-tags", {"answer_id": 6805511, "tags": []}, 400),
        ("/v2/fill-empty-tags", {"answer_id": 6805511, "tags": [TAG] * 51}, 400),
        ("/v2/fill-empty-tags", {"tags": [TAG]}, 400),
        ("/v2/fill-empty-tags", {"customer": {}, "tags": [TAG]}, 400),
    ],
)
async def test_wrong_bodies_are_refused(vendor: Vendor, path: str, body: object, status: int) -> None:
    answer = await vendor.post(path, body)
    assert answer.status_code == status
    assert answer.json()["error"]


@pytest.mark.parametrize("times", [{"schedule_time": SECONDS - 1}, {"schedule_time": SECONDS * 1000}, {"finish_time": SECONDS}])
async def test_times_are_seconds_that_lie_ahead(vendor: Vendor, times: dict[str, int]) -> None:
    """Past times and milliseconds are refused in the one known error body, for a new lot as for a draft."""
    refused = await vendor.post("/v2/campaign/51/dispatch", {"customers": CUSTOMERS} | times)
    assert (refused.status_code, refused.json()) == (400, {"error": "Invalid Time"})
    assert (await vendor.get("/v2/campaign/51/draft-lot")).json() == {"lot": []}


async def test_a_draft_is_not_sent_in_the_past(vendor: Vendor) -> None:
    (lot,) = (await vendor.get("/v2/campaign/52/draft-lot")).json()["lot"]
    refused = await vendor.post(f"/v2/campaign/52/dispatch/{lot['code']}", {"time": SECONDS - 1})
    assert (refused.status_code, refused.json()) == (400, {"error": "Invalid Time"})
    assert (await vendor.post(f"/v2/campaign/52/dispatch/{lot['code']}", {})).status_code == 400


@pytest.mark.parametrize(
    ("content_type", "content", "status"),
    [
        ("application/x-www-form-urlencoded", b"email=a", 415),
        ("text/plain", b'{"email":"a@example.org"}', 415),
        ("application/json", b"{", 400),
        ("application/json; charset=utf-8", b'{"email":"a@example.org"}', 200),
    ],
)
async def test_bodies_are_json(vendor: Vendor, content_type: str, content: bytes, status: int) -> None:
    headers = {"content-type": content_type}
    answer = await vendor.http.post("/v2/campaign/51/can-impact", content=content, headers=headers)
    assert answer.status_code == status


async def test_two_stand_ins_share_nothing_and_agree(vendor: Vendor) -> None:
    """What is written in one isn't seen in another; both begin alike."""
    other = httpx.ASGITransport(stand_in(people(), Clock()))
    async with httpx.AsyncClient(transport=other, base_url="http://other", headers=vendor.http.headers) as http:
        assert (await http.get("/v2/report/answer", params=YEARS)).json() == await vendor.answers()
        await vendor.post("/v2/answer", {"campaign_code": "51", "answers": [SCORE]})
        assert len((await http.get("/v2/report/answer", params=YEARS)).json()) == len(await vendor.answers()) - 1
