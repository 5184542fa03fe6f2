"""Answers, notes and tags over a real socket: what is sent, held against the documentation, and what the next read sees."""

from tests.tracksale.conftest import Desk, body
from tests.tracksale.documents import ANA, ANSWERS, NOTE, SCORES, TAGS, sent

OWN = """query ($e: String!) { customer(by: {email: $e}) { surveyAnswers {
  nodes { id answerId score comment updatedAt tags { name value } openAnswers { comment } } } } }"""
NEWEST = "query ($code: ID!) { survey(code: $code) { answers(first: 1) { nodes { answerId score comment } } } }"
EXAMPLE = [{"name": "TagExample", "value": "TagExample"}]


async def own_answers(desk: Desk) -> list[dict[str, object]]:
    found = (await desk.data(OWN, e=ANA))["customer"]["surveyAnswers"]["nodes"]
    assert isinstance(found, list)
    return found


async def test_record_survey_scores(desk: Desk) -> None:
    """Ids are asked for; the next read of that month sees the answer, a backdated one too."""
    await desk.data(NEWEST, code="51")
    row = {
        "name": "Customers_name",
        "email": "customers@example.com",
        "score": 9,
        "justification": "Customers_comment",
        "tags": EXAMPLE,
    }
    made = await desk.data(SCORES, i={"survey": "51", "answers": [{**row, "answeredAt": "2026-11-06T21:20:00Z"}]})

    assert sent(desk, "POST /v2/answer", (("return_answer_id", "1"),)) == body("scores", campaign_code="51")
    recorded = made["recordSurveyScores"]["recorded"]
    assert recorded["message"] == "1 Answer inserted"
    assert recorded["counts"] == {"inserted": 1, "invalid": 0}
    found = await desk.data(
        'query { survey(code: 51) { answers(from: "2026-11-06", to: "2026-11-06") { nodes { answerId score comment } } } }'
    )
    mine = {"answerId": recorded["answers"][0]["answerId"], "score": 9, "comment": "Customers_comment"}
    assert mine in found["survey"]["answers"]["nodes"]

    now = await desk.data(SCORES, i={"survey": "51", "answers": [{"customer": {"email": ANA}, "score": 2}]})
    newest = (await desk.data(NEWEST, code="51"))["survey"]["answers"]["nodes"][0]
    assert newest["answerId"] == now["recordSurveyScores"]["recorded"]["answers"][0]["answerId"]
    assert newest["answerId"] in [answer["answerId"] for answer in await own_answers(desk)]


async def test_record_survey_answers(desk: Desk) -> None:
    """Whole surveys go to /v2/answers, replies in order, tags beside them."""
    said = ("NPS example", "Review example", "", "", "Secondary NPS example", "CSAT example")
    replies: list[dict[str, object]] = [
        {"questionId": 5301 + place, "score": score, "justification": said[place]}
        for place, score in enumerate((10, 5, 0, 0, 10, 5))
    ]
    replies[2:4] = [
        {"questionId": "5303", "option": "Single Choice Question example"},
        {"questionId": "5304", "comment": "Open Question example"},
    ]
    row = {
        "name": "customers_name",
        "email": "customers@example.com",
        "phone": "0722100000",
        "identification": "customers_identification",
    }
    made = await desk.data(
        ANSWERS,
        i={"survey": "53", "answers": [{**row, "answeredAt": "2026-11-06T21:20:00Z", "answers": replies, "tags": EXAMPLE}]},
    )

    documented = body("answers", campaign_code="53")
    for place, reply in enumerate(documented["data"][0]["answers"]):
        reply["question_id"] = 5301 + place
    assert sent(desk, "POST /v2/answers") == documented
    assert made["recordSurveyAnswers"]["recorded"]["counts"] == {"inserted": 1, "invalid": 0}
    found = await desk.data(
        '{ customer(by: {externalId: "customers_identification"}) { surveyAnswers { nodes { score openAnswers { comment } } } } }'
    )
    assert found["customer"]["surveyAnswers"]["nodes"] == [{"score": 10, "openAnswers": [{"comment": "Open Question example"}]}]


async def test_add_survey_note(desk: Desk) -> None:
    """By the answer's global id or number, or by its customer and days; what the answer shows of it is its time of change."""
    newest = (await own_answers(desk))[0]
    noted = await desk.data(NOTE, i={"answer": newest["id"], "comment": "Comment_Text"})

    assert sent(desk, "POST /v2/note") == {"comment": "Comment_Text", "answer_id": int(str(newest["answerId"]))}
    assert noted["addSurveyNote"]["annotated"] == {"message": "Success", "answerId": newest["answerId"]}
    assert (await own_answers(desk))[0]["updatedAt"] != newest["updatedAt"]

    given = {"customer": {"email": ANA}, "comment": "Comment_Text", "from": "2026-11-01", "to": "2026-11-21", "survey": "51"}
    noted = await desk.data(NOTE, i=given)
    named = {"email": ANA, "start_date": "2026-11-01", "end_date": "2026-11-21", "campaign_code": "51"}
    assert sent(desk, "POST /v2/note") == body("note", filter=named)
    assert noted["addSurveyNote"]["annotated"]["answerId"] == newest["answerId"]


async def test_fill_survey_tags(desk: Desk) -> None:
    """Empty tags are filled, filled ones stay; the next read shows them."""
    newest = (await own_answers(desk))[0]
    tags = [{"name": "Branch", "value": "Tag value"}, {"name": "Colour", "value": "Tag value"}]
    filled = await desk.data(TAGS, i={"customer": {"email": ANA}, "survey": "51", "tags": tags})

    assert sent(desk, "POST /v2/fill-empty-tags") == body("fill_tags", campaign_code="51", customer={"email": ANA}, tags=tags)
    assert filled["fillSurveyTags"]["annotated"] == {
        "message": "Request received successfully!",
        "answerId": newest["answerId"],
    }
    assert (await own_answers(desk))[0]["tags"] == [{"name": "City", "value": "București"}, *tags]

    await desk.data(TAGS, i={"answer": newest["answerId"], "tags": tags})
    assert sent(desk, "POST /v2/fill-empty-tags") == {"answer_id": int(str(newest["answerId"])), "tags": tags}
