"""Every write over a real socket: what is sent, held against the documentation's samples, and what the next read sees."""

import msgspec
import pytest

from tests.tracksale.conftest import Desk, wire

ANA = "ana.popescu0@example.com"
ERRORS = "userErrors { code message path }"

LINKS = f"mutation ($i: CreateSurveyLinksInput!) {{ createSurveyLinks(input: $i) {{ links {{ url name email }} {ERRORS} }} }}"
DISPATCH = f"""mutation ($i: DispatchSurveyInput!) {{ dispatchSurvey(input: $i) {{ dispatch {{ message lotCode
  counts {{ inserted duplicated invalid }} duplicated {{ name email }} invalid {{ name reason }} }} {ERRORS} }} }}"""
SEND = f"mutation ($i: SendDraftLotInput!) {{ sendDraftLot(input: $i) {{ sending {{ message recipientCount }} {ERRORS} }} }}"
DISCARD = f"mutation ($i: DiscardDraftLotInput!) {{ discardDraftLot(input: $i) {{ discarded {ERRORS} }} }}"
SCORES = f"""mutation ($i: RecordSurveyScoresInput!) {{ recordSurveyScores(input: $i) {{ recorded {{ message
  counts {{ inserted invalid }} answers {{ answerId name email phone identification }} }} {ERRORS} }} }}"""
ANSWERS = SCORES.replace("Scores", "Answers")
NOTE = f"mutation ($i: AddSurveyNoteInput!) {{ addSurveyNote(input: $i) {{ annotated {{ message answerId }} {ERRORS} }} }}"
TAGS = f"mutation ($i: FillSurveyTagsInput!) {{ fillSurveyTags(input: $i) {{ annotated {{ message answerId }} {ERRORS} }} }}"

DRAFTS = "{ survey(code: 52) { draftLots { code recipientCount } } }"
OWN = """query ($e: String!) { customer(by: {email: $e}) { surveyAnswers {
  nodes { id answerId score comment updatedAt tags { name value } openAnswers { comment } } } } }"""
NEWEST = "query ($code: ID!) { survey(code: $code) { answers(first: 1) { nodes { answerId score comment } } } }"

EXAMPLE = [{"name": "TagExample", "value": "TagExample"}]


def _sent(desk: Desk, line: str, query: tuple[tuple[str, str], ...] = ()) -> object:
    """Return the newest call's body, once its first line and its type are what they must be."""
    call = desk.last()
    assert (f"{call.method} {call.path}", call.query) == (line, query)
    assert call.headers["content-type"] == "application/json"
    return msgspec.json.decode(call.body)


async def _answers(desk: Desk) -> list[dict[str, object]]:
    found = (await desk.data(OWN, e=ANA))["customer"]["surveyAnswers"]["nodes"]
    assert isinstance(found, list)
    return found


async def test_create_survey_links(desk: Desk) -> None:
    """A link per customer; the body is the documentation's."""
    customer = {
        "name": "Customer Name", "email": "customer@example.com", "phone": "0722 100 000",
        "tags": [{"name": "Tag name", "value": "Tag value"}, {"name": "Tag name 2", "value": "Tag value"}],
    }  # fmt: skip
    made = await desk.data(LINKS, i={"survey": "51", "customers": [customer]})

    assert _sent(desk, "POST /v2/campaign/51/survey-links") == wire("links_request")
    (link,) = made["createSurveyLinks"]["links"]
    assert link["url"].startswith("https://tracksale.co/s/")
    assert link["email"] == "customer@example.com"


async def test_dispatch_survey_at_a_time(desk: Desk) -> None:
    """Sent as documented, times in Unix seconds; the next read of lots sees it."""
    lots = "{ survey(code: 51) { dispatches(first: 1) { nodes { code recipients { email } } } } }"
    before = await desk.data(lots)
    tags = [{"name": "TagExample", "value": "TagExample"}, {"name": "TagExample2", "value": "TagExample"}]
    customer = {
        "name": "Customers_name",
        "email": "customers@example.com",
        "phone": "+40722100000",
        "identification": "C-77",
        "tags": tags,
    }
    made = await desk.data(
        DISPATCH,
        i={"survey": "51", "customers": [customer], "scheduleAt": "2026-11-22T12:00:00Z", "finishAt": "2026-11-23T12:00:00Z"},
    )

    assert _sent(desk, "POST /v2/campaign/51/dispatch", (("getNotInserted", "1"),)) == wire("dispatch_request")
    assert made["dispatchSurvey"]["dispatch"]["message"] == "Dispatch executed!"
    assert made["dispatchSurvey"]["dispatch"]["counts"] == {"inserted": 1, "duplicated": 0, "invalid": 0}
    after = await desk.data(lots)
    assert after != before
    assert after["survey"]["dispatches"]["nodes"][0]["recipients"] == [{"email": "customers@example.com"}]


async def test_dispatch_survey_to_a_draft_lot(desk: Desk) -> None:
    """Without a time customers gather in the draft lot; who can't be reached or is there already is named."""
    assert (await desk.data(DRAFTS))["survey"]["draftLots"][0]["recipientCount"] == 2
    rows = [
        {"name": "A", "phone": "+40722999001"},
        {"name": "B", "phone": "0722999001"},
        {"name": "C", "email": "c@example.com"},
    ]
    made = (await desk.data(DISPATCH, i={"survey": "52", "customers": rows}))["dispatchSurvey"]["dispatch"]

    assert "schedule_time" not in msgspec.json.decode(desk.last().body)
    assert made["counts"] == {"inserted": 1, "duplicated": 1, "invalid": 1}
    assert made["duplicated"] == [{"name": "B", "email": None}]
    assert made["invalid"] == [{"name": "C", "reason": "Invalid or empty main channel"}]
    assert (await desk.data(DRAFTS))["survey"]["draftLots"] == [{"code": made["lotCode"], "recipientCount": 3}]


async def test_customers_may_be_named_by_a_key(desk: Desk) -> None:
    """What the vendor needs is taken from who knows them; own fields win, and an unknown person is refused before anything is sent."""
    rows = [{"customer": {"email": ANA.upper()}, "name": "Ana"}, {"customer": {"email": "nobody.at.all@example.com"}}]
    refused = (await desk.data(LINKS, i={"survey": "51", "customers": rows}))["createSurveyLinks"]
    assert refused["links"] is None
    assert [(error["code"], error["path"]) for error in refused["userErrors"]] == [
        ("UNKNOWN_CUSTOMER", ["input", "customers", "1", "customer"])
    ]
    assert not desk.house.hits("POST .*")

    await desk.data(LINKS, i={"survey": "51", "customers": rows[:1]})
    body = msgspec.json.decode(desk.last().body)
    assert body["customers"][0] | {"identification": ""} == {
        "name": "Ana",
        "email": ANA,
        "phone": "+40722100000",
        "identification": "",
    }


async def test_send_draft_lot(desk: Desk) -> None:
    """Now is 0 on the wire; the lot is a draft no longer."""
    lot = (await desk.data(DRAFTS))["survey"]["draftLots"][0]["code"]
    sent = await desk.data(SEND, i={"survey": "52", "lot": lot})

    assert _sent(desk, f"POST /v2/campaign/52/dispatch/{lot}") == {"time": 0}
    assert sent["sendDraftLot"]["sending"] == {"message": "Dispatch executed!", "recipientCount": 2}
    assert (await desk.data(DRAFTS))["survey"]["draftLots"] == []

    again = await desk.data(SEND, i={"survey": "52", "lot": lot, "at": "2026-11-22T12:00:00Z"})
    assert _sent(desk, f"POST /v2/campaign/52/dispatch/{lot}") == {"time": 1795348800}
    assert again["sendDraftLot"]["userErrors"] == [{"code": "REJECTED", "message": "Lot not found", "path": None}]


async def test_discard_draft_lot(desk: Desk) -> None:
    """No body is sent; the next read doesn't see the lot."""
    lot = (await desk.data(DRAFTS))["survey"]["draftLots"][0]["code"]
    dropped = await desk.data(DISCARD, i={"survey": "52", "lot": lot})

    call = desk.last()
    assert (call.method, call.path, call.body) == ("POST", f"/v2/campaign/52/discard-lot/{lot}", b"")
    assert dropped["discardDraftLot"] == {"discarded": True, "userErrors": []}
    assert (await desk.data(DRAFTS))["survey"]["draftLots"] == []


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

    assert _sent(desk, "POST /v2/answer", (("return_answer_id", "1"),)) == wire("scores_request")
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
    assert newest["answerId"] in [answer["answerId"] for answer in await _answers(desk)]


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

    assert _sent(desk, "POST /v2/answers") == wire("answers_request")
    assert made["recordSurveyAnswers"]["recorded"]["counts"] == {"inserted": 1, "invalid": 0}
    found = await desk.data(
        '{ customer(by: {externalId: "customers_identification"}) { surveyAnswers { nodes { score openAnswers { comment } } } } }'
    )
    assert found["customer"]["surveyAnswers"]["nodes"] == [{"score": 10, "openAnswers": [{"comment": "Open Question example"}]}]


async def test_add_survey_note(desk: Desk) -> None:
    """By the answer's global id or number, or by its customer and days; what the answer shows of it is its time of change."""
    newest = (await _answers(desk))[0]
    noted = await desk.data(NOTE, i={"answer": newest["id"], "comment": "Comment_Text"})

    assert _sent(desk, "POST /v2/note") == {"comment": "Comment_Text", "answer_id": int(str(newest["answerId"]))}
    assert noted["addSurveyNote"]["annotated"] == {"message": "Success", "answerId": newest["answerId"]}
    assert (await _answers(desk))[0]["updatedAt"] != newest["updatedAt"]

    given = {"customer": {"email": ANA}, "comment": "Comment_Text", "from": "2026-11-01", "to": "2026-11-21", "survey": "51"}
    noted = await desk.data(NOTE, i=given)
    assert _sent(desk, "POST /v2/note") == wire("note_filter_request")
    assert noted["addSurveyNote"]["annotated"]["answerId"] == newest["answerId"]


async def test_fill_survey_tags(desk: Desk) -> None:
    """Empty tags are filled, filled ones stay; the next read shows them."""
    newest = (await _answers(desk))[0]
    tags = [{"name": "Branch", "value": "Tag value"}, {"name": "Colour", "value": "Tag value"}]
    filled = await desk.data(TAGS, i={"customer": {"email": ANA}, "survey": "51", "tags": tags})

    assert _sent(desk, "POST /v2/fill-empty-tags") == wire("fill_tags_request")
    assert filled["fillSurveyTags"]["annotated"] == {
        "message": "Request received successfully!",
        "answerId": newest["answerId"],
    }
    assert (await _answers(desk))[0]["tags"] == [{"name": "City", "value": "București"}, *tags]

    await desk.data(TAGS, i={"answer": newest["answerId"], "tags": tags})
    assert _sent(desk, "POST /v2/fill-empty-tags") == {"answer_id": int(str(newest["answerId"])), "tags": tags}


@pytest.mark.parametrize(
    ("document", "given", "paths"),
    [
        (LINKS, {"survey": "?", "customers": []}, ["survey", "customers"]),
        (LINKS, {"survey": "51", "customers": [{"name": "A"}] * 501}, ["customers", *(f"customers.{n}" for n in range(500))]),
        (
            DISPATCH,
            {
                "survey": "51",
                "customers": [{"email": "no", "phone": "12", "tags": [{"name": " ", "value": ""}]}, {"customer": {"email": "no"}}],
                "scheduleAt": "2026-11-20T12:00:00Z",
                "finishAt": "2026-11-19T12:00:00Z",
            },
            [
                "customers.0.email", "customers.0.phone", "customers.0.tags.0.name", "customers.0.tags.0.value", "customers.1",
                "customers.1.customer", "finishAt", "finishAt", "scheduleAt",
            ],
        ),
        (SEND, {"survey": "52", "lot": "../x", "at": "2020-01-01T00:00:00Z"}, ["at", "lot"]),
        (DISCARD, {"survey": "a b", "lot": ""}, ["lot", "survey"]),
        (
            SCORES,
            {"survey": "51", "answers": [{"email": "a@example.com", "score": 11, "answeredAt": "2027-01-01T00:00:00Z"}]},
            ["answers.0.answeredAt", "answers.0.name", "answers.0.score"],
        ),
        (
            ANSWERS,
            {
                "survey": "53",
                "answers": [
                    {"name": "A", "email": "a@example.com", "answers": [
                        {"questionId": "x", "score": 1, "option": "y"}, {"questionId": "1"},
                        {"questionId": "1", "comment": "c", "justification": "j"},
                    ]},
                    {"name": "B", "email": "b@example.com", "answers": []},
                ],
            },
            ["answers.0.answers.0", "answers.0.answers.0.questionId", "answers.0.answers.1", "answers.0.answers.2.justification",
             "answers.1.answers"],
        ),
        (NOTE, {"comment": " ", "from": "2026-01-01", "survey": "51"}, ["", "comment", "from"]),
        (NOTE, {"comment": "x", "answer": "nine", "survey": "51"}, ["answer", "survey"]),
        (TAGS, {"tags": [{"name": "n", "value": "v"}] * 51, "answer": "1"}, ["tags"]),
        (TAGS, {"tags": [], "customer": {"email": "nobody.at.all@example.com"}}, ["customer", "tags"]),
    ],
)  # fmt: skip
async def test_mistakes_are_told_at_once_and_nothing_is_sent(
    desk: Desk, document: str, given: dict[str, object], paths: list[str]
) -> None:
    """Each with its path from `input` on."""
    ((payload),) = (await desk.data(document, i=given)).values()

    told = sorted(".".join(error["path"][1:]) for error in payload["userErrors"])
    assert told == sorted(paths)
    assert not desk.house.hits("POST .*")


async def test_what_the_vendor_refuses_is_a_user_error(desk: Desk) -> None:
    """In the vendor's words."""
    refused = await desk.data(LINKS, i={"survey": "99", "customers": [{"email": "a@example.com"}]})

    assert refused["createSurveyLinks"] == {
        "links": None, "userErrors": [{"code": "REJECTED", "message": "Campaign not found", "path": None}],
    }  # fmt: skip


async def test_a_lost_answer_is_an_unknown_outcome_and_the_key_sends_nothing_twice(desk: Desk) -> None:
    """The request was made once, the error says how to find out, and the same key again makes no call."""
    row = {"name": "A", "email": "a@example.com", "score": 9}
    given = {"survey": "51", "answers": [row], "idempotencyKey": "key-1"}
    desk.house.fault("half body", only=lambda method, path: path == "/v2/answer")
    lost = [await desk.query(SCORES, i=given) for _ in range(2)]
    desk.house.fault(None)

    assert [answer.errors[0]["extensions"]["code"] for answer in lost] == ["OUTCOME_UNKNOWN"] * 2  # type: ignore[index]  # JSON
    assert "`answers`" in str(lost[0].errors[0]["message"])
    assert desk.house.hits("POST /v2/answer") == 1


async def test_the_same_key_gives_the_first_outcome(desk: Desk) -> None:
    """Without a call; with another input it is refused."""
    given = {"survey": "51", "answers": [{"name": "A", "email": "a@example.com", "score": 9}], "idempotencyKey": "key-2"}
    first = await desk.data(SCORES, i=given)

    assert await desk.data(SCORES, i=given) == first
    other = await desk.data(SCORES, i={**given, "survey": "53"})
    assert other["recordSurveyScores"]["userErrors"][0]["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert desk.house.hits("POST /v2/answer") == 1
