"""Each documented operation over a real socket: the request is the documentation's sample, and so is the answer that is decoded."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from loaders.tracksale.sandbox import URLS
from tests.operations.paper import Asked, Paper, opened, write

EMAIL = "customers@example.com"
KEY = {"vendorId": {"vendor": "TRACKSALE", "id": EMAIL}}
DAYS = 'from: "2016-02-01", to: "2016-02-29"'
TAG = {"name": "TagExample", "value": "TagExample"}
TAGS = [{"name": "Tag name", "value": "Tag value"}, {"name": "Tag name 2", "value": "Tag value"}]
PERSON = {"email": EMAIL, "phone": "+40722100000"}
MOMENT = "2016-02-01T15:26:47+00:00"


REPLIES = [
    {"questionId": "12345", "score": 10, "justification": "NPS example"},
    {"questionId": "12345", "score": 5, "justification": "Review example"},
    {"questionId": "12345", "option": "Single Choice Question example"},
    {"questionId": "12345", "comment": "Open Question example"},
    {"questionId": "12345", "score": 10, "justification": "Secondary NPS example"},
    {"questionId": "12345", "score": 5, "justification": "CSAT example"},
]
DISPATCHED = """dispatch { message lotCode counts { inserted duplicated invalid }
  duplicated { name email } invalid { name reason } }"""
ANSWERS = f"""{{ survey(code: "7") {{ answers({DAYS}) {{ nodes {{ answerId score previousScore comment answeredAt channel
  name email phone lotCode status priority assignee deadline survey {{ code name }} }} }} }} }}"""
LOTS = f"""{{ survey(code: "7") {{ dispatches({DAYS}) {{ nodes {{ code createdAt status channel
  recipients {{ name email sentAt hasAnswered }} }} }} }} }}"""
SENT = f"""{{ surveyDispatches({DAYS}) {{ nodes {{ lot {{ code createdAt channel }}
  recipient {{ name email hasAnswered hasOpened }} }} }} }}"""
NPS = f"""{{ nps({DAYS}, surveys: [50, 51, 52], compare: true) {{ dispatches promoters passives detractors nps detractorsPercentage
  passivesPercentage previous {{ nps dispatches }} }} }}"""
WIDGET = """{ surveyWidget(key: "key") { id name views { daily weekly monthly } limits { daily hasLimit limitReached } } }"""
INSERTED = {"recorded": {
    "message": "1 Answer inserted", "counts": {"inserted": 1, "invalid": 0},
    "answers": [{"answerId": "6805511", "name": "Customers_name", "phone": "40722100000"}],
}}  # fmt: skip
RECORDED = "recorded { message counts { inserted invalid } answers { answerId name phone } }"

ROWS: dict[int, Asked] = {
    1: Asked("{ surveys { code name description mainChannel startsAt questions { id type title question } } }", {"surveys": [{
        "code": "7", "name": "Customers_name", "description": "Campaign_description", "mainChannel": "Email", "startsAt": MOMENT,
        "questions": [{"id": "12345", "type": "Question_type", "title": "Question_title", "question": "Question"}],
    }]}),
    2: Asked('{ survey(code: "7") { code name description } }',
        {"survey": {"code": "7", "name": "Customers_name", "description": "Campaign_description"}}),
    3: Asked(WIDGET, {"surveyWidget": {
        "id": "1", "name": "Widget", "views": {"daily": 2, "weekly": 0, "monthly": 0},
        "limits": {"daily": 2, "hasLimit": False, "limitReached": "daily"},
    }}),
    4: Asked("query ($by: CustomerKey!) { customer(by: $by) { canBeSurveyed(survey: 7) } }",
        {"customer": {"canBeSurveyed": True}}, {"by": KEY}),
    5: write("createSurveyLinks", "links { url name email }",
        {"links": [{"url": "https://tracksale.co/s/Survey_hash", "name": "Customer Name", "email": "Customer Email"}]},
        survey="7", customers=[{"name": "Customer Name", **PERSON, "email": "customer@example.com", "tags": TAGS}]),
    6: write("dispatchSurvey", DISPATCHED, {"dispatch": {
        "message": "Dispatch executed!", "lotCode": "ABCDEFG123", "counts": {"inserted": 9, "duplicated": 1, "invalid": 1},
        "duplicated": [{"name": "customer name", "email": "email@email.com"}],
        "invalid": [{"name": "customer name", "reason": "Invalid or empty main channel"}],
    }}, survey="7", scheduleAt="2026-11-22T12:00:00Z",
        customers=[{"name": "Customers_name", **PERSON, "tags": [TAG, {**TAG, "name": "TagExample2"}]}]),
    7: write("sendDraftLot", "sending { message recipientCount }",
        {"sending": {"message": "Dispatch executed!", "recipientCount": 12}},
        survey="7", lot="ABCDEFG123", at="2026-11-22T12:00:00Z"),
    8: write("recordSurveyScores", RECORDED, INSERTED, survey="7", answers=[{
        "name": "Customers_name", "email": EMAIL, "score": 9, "justification": "Customers_comment",
        "answeredAt": "2026-11-06T21:20:00Z", "tags": [TAG],
    }]),
    9: write("recordSurveyAnswers", RECORDED, INSERTED, survey="7", answers=[{
        "name": "customers_name", **PERSON, "identification": "customers_identification",
        "answeredAt": "2026-11-06T21:20:00Z", "answers": REPLIES, "tags": [TAG],
    }]),
    10: write("addSurveyNote", "annotated { message answerId }",
        {"annotated": {"message": "Success", "answerId": "123456"}},
        customer=KEY, comment="Comment_Text", **{"from": "2017-01-31", "to": "2017-01-31"}),
    11: write("fillSurveyTags", "annotated { message answerId }",
        {"annotated": {"message": "Request received successfully!", "answerId": "12345"}},
        customer=KEY, survey="7", tags=TAGS),
    12: Asked('{ survey(code: "7") { draftLots { code createdAt recipientCount } } }',
        {"survey": {"draftLots": [{"code": "Lot_code", "createdAt": MOMENT, "recipientCount": 25}]}}),
    13: write("discardDraftLot", "discarded", {"discarded": True}, survey="7", lot="ABCDEFG123"),
    14: Asked(ANSWERS, {"survey": {"answers": {"nodes": [{
        "answerId": "6805511", "score": 9, "previousScore": 7, "comment": "Comment", "answeredAt": MOMENT, "channel": "Email",
        "name": "Customers_name", "email": "Customers_email", "phone": "Customers_phone", "lotCode": "ABCDEFG123",
        "status": "Status", "priority": "None", "assignee": "Assignee_name", "deadline": None,
        "survey": {"code": "7", "name": "Campaign_name"},
    }]}}}),
    15: Asked(LOTS, {"survey": {"dispatches": {"nodes": [{
        "code": "Code_of_dispatch", "createdAt": MOMENT, "status": "Status_of_dispatch", "channel": "Channel_of_dispatch",
        "recipients": [{"name": "Customers_name", "email": "Customers_email", "sentAt": MOMENT, "hasAnswered": True}],
    }]}}}),
    16: Asked(SENT, {"surveyDispatches": {"nodes": [{
        "lot": {"code": "Code_of_dispatch", "createdAt": MOMENT, "channel": "Channel_of_dispatch"},
        "recipient": {"name": "Customers_name", "email": "Customers_email", "hasAnswered": False, "hasOpened": False},
    }]}}),
    17: Asked(NPS, {"nps": {
        "dispatches": 100, "promoters": 20, "passives": 10, "detractors": 5, "nps": 42.8, "detractorsPercentage": 14.3,
        "passivesPercentage": 28.6, "previous": {"nps": 35.3, "dispatches": 90},
    }}),
    18: Asked(f"{{ surveyCategories({DAYS}, surveys: [52, 51, 50]) {{ id name color total nps }} }}",
        {"surveyCategories": [{"id": "6805511", "name": "Product", "color": "#F8D347", "total": 25, "nps": 40}]}),
    19: Asked(f"{{ surveyStatuses({DAYS}, surveys: [52, 51, 50]) {{ id name color total }} }}",
        {"surveyStatuses": [{"id": "76", "name": "Pendente Cliente", "color": "#F8D347", "total": 25}]}),
}  # fmt: skip
ABOUT_A_PERSON = {4, 10, 11}
"Whoever gave an answer lately is known."
RECENTLY = 1794000000


@pytest.fixture(scope="module")
async def paper() -> AsyncIterator[Paper]:
    async with opened("tracksale", {"TRACKSALE_TOKEN": "TOKEN"}, URLS) as served:
        yield served


@pytest.mark.parametrize("number", ROWS)
async def test_row(paper: Paper, number: int) -> None:
    """What goes out is the sample request, and the sample answer comes back in our words."""
    async with paper.gateway() as gateway:
        if number in ABOUT_A_PERSON:
            (answer,) = msgspec.json.decode(paper.wire.bytes("answers.json"))
            paper.says("GET /v2/report/answer", [answer | {"email": EMAIL, "time": RECENTLY}])
        await paper.holds(number, gateway, ROWS[number])
