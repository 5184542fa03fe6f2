"""Decoding of the documentation's own samples, made valid JSON: values for its placeholders, its commas put right."""

from datetime import UTC, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import pytest

from loaders.tracksale.answers import Answer, Reason
from loaders.tracksale.campaigns import LimitedSurvey, Survey, SurveyCounters, Widget
from loaders.tracksale.dispatches import Dispatches, DraftLots, Lot
from loaders.tracksale.outcomes import AnnotatedAnswer, Discarded, DispatchOutcome, RecordedAnswers, SentLot, SurveyLinks
from loaders.tracksale.reads import CanImpact
from loaders.tracksale.reports import Category, NpsReport, Status
from loaders.tracksale.spellings import one_or_many
from loaders.upstream.decode import Decoder, via
from loaders.upstream.errors import Malformed
from tests.tracksale.conftest import wire

DECODER = Decoder("tracksale", ZoneInfo("America/Sao_Paulo"))
SURVEYS: Any = Annotated[list[Survey], via(one_or_many)]
MOMENT = datetime(2016, 2, 1, 15, 26, 47, tzinfo=UTC)


def _read(name: str, shape: Any) -> Any:
    return DECODER.record(wire(name), shape)


def _answer(**fields: object) -> Answer:
    return DECODER.record([{"id": 1, "time": 1454340407, **fields}], list[Answer])[0]


def test_campaign_list() -> None:
    """Docs: "Campaign List". Shown as an object although it lists all; public clients saw arrays, also for one."""
    for value in (wire("campaign"), [wire("campaign")]):
        (survey,) = DECODER.record(value, SURVEYS)
        assert (survey.id, survey.name, survey.starts_at, survey.active) == ("7", "Customers_name", MOMENT, None)
        assert survey.questions[0].id == "12345"
    assert _read("campaign", SurveyCounters).answers == 6
    assert _read("campaign", LimitedSurvey).limits.daily.remaining is None


def test_widget() -> None:
    """Docs: "Widget". A reached limit beside `has_limit: false`."""
    widget = _read("widget", Widget)
    assert (widget.id, widget.views.daily, widget.limits.has_limit, widget.limits.reached) == ("1", 2, False, "daily")


def test_can_impact() -> None:
    """Docs: "Check 90 days rule"."""
    assert _read("can_impact", CanImpact).can_impact is True


def test_survey_links() -> None:
    """Docs: "Survey links"; older answers name the list `customers_links`."""
    (link,) = _read("survey_links", SurveyLinks).links
    assert (link.url, link.email) == ("https://tracksale.co/s/Survey_hash", "Customer Email")
    assert DECODER.record({"customers_links": [{"survey_link": "x"}]}, SurveyLinks).links[0].url == "x"


def test_dispatch() -> None:
    """Docs: "Sendings", getNotInserted; and "Sending batch", whose count is text."""
    made = _read("dispatch", DispatchOutcome)
    assert (made.lot_code, made.counts.invalid, made.duplicated[0].email) == ("ABCDEFG123", 1, "email@email.com")
    assert made.invalid[0].reason == "Invalid or empty main channel"
    assert _read("sending_batch", SentLot).recipients == 12


def test_inserted_answers() -> None:
    """Docs: "Insert Answers"; a phone without quotes."""
    made = _read("inserted_answers", RecordedAnswers)
    assert (made.counts.inserted, made.answers[0].answer_id, made.answers[0].phone) == (1, "6805511", "40722100000")


def test_notes_and_draft_lots() -> None:
    """Docs: "Insert Internal Notes", "Search for draft lots", "Discard draft lots"."""
    assert _read("note", AnnotatedAnswer).answer_id == "123456"
    (lot,) = _read("draft_lots", DraftLots).lots
    assert (lot.code, lot.created_at, lot.recipients) == ("Lot_code", MOMENT, 25)
    assert _read("discard", Discarded).success is True


def test_report_answer() -> None:
    """Docs: "Reports", Comments."""
    (answer,) = _read("answers", list[Answer])
    assert (answer.id, answer.answered_at, answer.score, answer.previous_score) == ("6805511", MOMENT, 9, 7)
    assert (answer.survey_code, answer.lot_code, answer.updated_at, answer.tags) == ("7", "ABCDEFG123", MOMENT, [])


def test_report_dispatch() -> None:
    """Docs: "Reports", Dispatches and Paged Dispatches: the same things as text and as numbers."""
    (lot,) = _read("dispatches", list[Lot])
    (row,) = _read("paged_dispatches", Dispatches).data
    assert (lot.code, lot.created_at, lot.campaign.code) == (row.lot.code, row.lot.created_at, row.campaign.code)
    assert (lot.recipients[0].has_answered, row.recipient.has_answered, row.recipient.has_opened) == (True, False, False)


def test_reports_that_add_up() -> None:
    """Docs: "Reports", NPS, Categories, Get campaign status."""
    report = _read("nps", NpsReport)
    assert (report.nps, report.passives_percentage, report.previous.nps, report.previous.previous) == (42.8, 28.6, 35.3, None)
    assert _read("categories", list[Category])[0].nps == 40
    assert _read("statuses", list[Status])[0].name == "Pendente Cliente"


def test_reasons_may_be_json_by_language() -> None:
    """Beyond the page: groups whose texts are JSON inside of a string, or plain; flat lists too."""
    given = [
        {"name": '{"pt-br":"foo"}', "children": ['{"en":"bar"}', "baz", {"name": "qux"}]},
        "flat",
        {"name": "{broken", "children": None},
    ]

    assert _answer(justifications=given).reasons == [
        Reason(name="foo", children=["bar", "baz", "qux"]),
        Reason(name="flat"),
        Reason(name="{broken"),
    ]


def test_values_of_unstated_type() -> None:
    """Empty text is not set; times whose type the page doesn't say are moments, or not set; categories have names."""
    answer = _answer(
        email="", deadline="soon", dispatch_time="1454340407", reminder_time=0, nps_answer="9", categories=[{"name": "A"}, "B"]
    )

    assert (answer.email, answer.deadline, answer.dispatched_at, answer.reminded_at) == (None, None, MOMENT, None)
    assert (answer.score, answer.categories) == (9, ["A", "B"])


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ({"time": "yesterday"}, "$[0].time"),
        ({"nps_answer": "high"}, "$[0].nps_answer"),
        ({"id": None}, "$[0].id"),
        ({"tags": "x"}, "$[0].tags"),
    ],
)
def test_what_does_not_fit_is_named(row: dict[str, object], path: str) -> None:
    """Never a silent null; the message holds no value."""
    with pytest.raises(Malformed) as caught:
        _answer(**row)

    assert caught.value.path == path
    assert "yesterday" not in str(caught.value)
