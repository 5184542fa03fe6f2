"""What was answered and sent, by days."""

import re
from datetime import UTC, datetime

import pytest

from loaders.sandbox.people import people
from tests.tracksale.sandbox.account import ANA, SECONDS, Vendor


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
